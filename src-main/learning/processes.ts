import { exitCause } from '../base/cause.ts';
import { askChild, type ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import type { LearnProgress } from '../contract/learn-run.ts';
import type { ExamRequest, FromExam, ToExam } from '../learn/exam/exam-protocol.ts';
import type { ExamResult } from '../learn/exam/examine.ts';
import type { TrainedPatch, TrainingProgress, TrainRequest } from '../learn/training/trainer-protocol.ts';
import { Training } from '../learn/training/training.ts';
import { message } from '../texts/message.ts';

const examEnded = (code: number | null, signal: string | null) => {
  const how = exitCause(code, signal);
  return new CodedError('learn-interrupted', message('learning.process-ended', { how }, how.detail));
};

export interface ProcessOptions {
  readonly fork: ForkChild;
  readonly log: Log;
  readonly clock: Clock;
}

/** The child processes of a run, of which at most one exists at a time: the trainer, then the exam. */
export class RunProcesses {
  readonly #options: ProcessOptions;
  #trainer: Training | null = null;
  #killExam: () => void = () => undefined;
  #duty = 1;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** @throws as `Training.done` */
  async train(
    request: TrainRequest,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainedPatch> {
    const { fork, log } = this.#options;
    const entry = childEntry('learn/training/trainer-process');
    const trainer = new Training({ fork, entry, log, request, onProgress });
    this.#trainer = trainer;
    trainer.pace(this.#duty);
    return trainer.done.finally(() => {
      this.#trainer = null;
    });
  }

  /** @throws CodedError `learn-interrupted` where the process ends early, or the exam's own error */
  examine(request: ExamRequest, onProgress: (progress: LearnProgress) => void): Promise<ExamResult> {
    const { fork, clock } = this.#options;
    const began = clock.monotonic();
    const child = fork(childEntry('learn/exam/exam-process'));
    this.#killExam = () => child.kill();
    return askChild<ExamResult>(child, { kind: 'start', request } satisfies ToExam, {
      hear(received, { resolve, reject }) {
        const told = received as FromExam;
        if (told.kind === 'done') resolve(told);
        else if (told.kind === 'failed') reject(new CodedError(told.error.code, told.error.text));
        else if (told.kind === 'progress') onProgress(examProgress(told, clock.monotonic() - began));
      },
      ended: examEnded,
    });
  }

  pause(paused: boolean): void {
    if (paused) this.#trainer?.pause();
    else this.#trainer?.resume();
  }

  /** @param duty share of the time in which the trainer may work, (0, 1] */
  setDuty(duty: number): void {
    if (duty === this.#duty) return;
    this.#duty = duty;
    this.#trainer?.pace(duty);
  }

  cancel(): void {
    this.#trainer?.cancel();
    this.#killExam();
  }

  /** Ends the process. The trainer's saved state stays on the disk. */
  suspend(): void {
    this.#trainer?.suspend();
    this.#killExam();
  }
}

/** @param elapsed milliseconds since the exam began */
const examProgress = ({ done, of }: { done: number; of: number }, elapsed: number): LearnProgress => ({
  phase: 'exam',
  step: done,
  steps: of,
  loss: null,
  replayLoss: null,
  secondsLeft: done === 0 ? null : ((elapsed / done) * (of - done)) / 1000,
  paused: false,
});
