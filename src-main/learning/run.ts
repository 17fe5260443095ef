import { CodedError, reasonOf } from '../base/error.ts';
import type { LearnOutcome, LearnProgress, LearnState } from '../contract/learn-run.ts';
import type { ExamRequest } from '../learn/exam/exam-protocol.ts';
import type { ExamResult } from '../learn/exam/examine.ts';
import { recipeOf } from '../learn/training/recipe.ts';
import type { TrainedPatch, TrainingProgress } from '../learn/training/trainer-protocol.ts';
import { removeExpanded } from '../models/expand.ts';
import { weightsHash } from '../models/manifest.ts';
import { type ProcessOptions, RunProcesses } from './processes.ts';
import type { Begun } from './run-file.ts';
import { medianStep, type RunPace, stepTimer } from './run-pace.ts';
import {
  examRequest,
  type RecordOptions,
  type RunContext,
  recordExam,
  recordUnlearnable,
  recordVersion,
} from './run-records.ts';
import { cancelledByWriter, failedFor, interruptedByClose, noModel } from './texts.ts';

export interface RunOptions extends RecordOptions, ProcessOptions {
  /** @returns the model in use */
  readonly model: () => { readonly id: string; readonly dir: string } | null;
  /** Offers a version that passed its exam for use. @returns whether it was accepted */
  readonly offer: (version: string) => boolean;
}

export interface RunPorts {
  readonly pace: RunPace;
  /** Path of the file for the trainer's state. */
  readonly checkpoint: string;
  /** Folder for the trial. */
  readonly trials: string;
  /** Settles when no preparation of exams is running, which would do the exam's work twice. */
  readonly prepared: () => Promise<void>;
  readonly onProgress: () => void;
}

type Learned = Extract<LearnOutcome, { kind: 'learned' }>;

const atStart: LearnProgress = {
  phase: 'prepare',
  step: 0,
  steps: 0,
  loss: null,
  replayLoss: null,
  secondsLeft: null,
  paused: false,
};

/** One run: trains a version from samples, records it, and examines it against the version that answers at present. */
export class Run {
  readonly #begun: Begun;
  readonly #options: RunOptions;
  readonly #ports: RunPorts;
  readonly #processes: RunProcesses;
  #progress = atStart;
  #stopped: 'cancelled' | 'closed' | null = null;
  /** Settles when the run is stopped. */
  readonly #ended = Promise.withResolvers<void>();

  constructor(begun: Begun, options: RunOptions, ports: RunPorts) {
    this.#begun = begun;
    this.#options = options;
    this.#ports = ports;
    this.#processes = new RunProcesses(options);
  }

  get state(): NonNullable<LearnState['run']> {
    const { mode, startedAt } = this.#begun;
    return { mode, startedAt, progress: this.#progress };
  }

  pause(paused: boolean): void {
    this.#processes.pause(paused);
  }

  /** @param duty share of the time in which the trainer may work, (0, 1] */
  setDuty(duty: number): void {
    this.#processes.setDuty(duty);
  }

  cancel(): void {
    this.#stopped = 'cancelled';
    this.#ended.resolve();
    this.#processes.cancel();
  }

  /** Ends the processes so that the run can be continued later. */
  close(): void {
    this.#stopped ??= 'closed';
    this.#ended.resolve();
    this.#processes.suspend();
  }

  /** @throws CodedError why the run ended without a version; `learn-cancelled` where it was cancelled */
  async carryOut(): Promise<Learned> {
    const { modelId, mode, seed } = this.#begun;
    const model = this.#options.model();
    if (!model || model.id !== modelId) throw noModel();
    const context: RunContext = {
      begun: this.#begun,
      recipe: recipeOf(mode, { seed }),
      baseHash: await weightsHash(model.dir),
      modelDir: model.dir,
    };
    try {
      return await this.#learn(context);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'learn-no-samples')
        recordUnlearnable(this.#options, this.#begun);
      throw error;
    }
  }

  /** Whether a run that ended with this error can be continued later. */
  canContinue(error: unknown): boolean {
    if (this.#stopped) return this.#stopped === 'closed';
    return error instanceof CodedError && /^learn-(?:interrupted|failed)$/.test(error.code);
  }

  /** @returns the outcome and the error of a run that `carryOut` rejected with `error` */
  failureOf(error: unknown): { readonly outcome: LearnOutcome; readonly error: unknown } {
    if (this.#stopped === 'cancelled') return { outcome: { kind: 'cancelled' }, error: cancelledByWriter() };
    const text = error instanceof CodedError ? error.text : failedFor(error);
    return { outcome: { kind: 'failed', text }, error };
  }

  async #learn(context: RunContext): Promise<Learned> {
    const { clock, offer } = this.#options;
    this.#throwIfStopped();
    const { patch, step } = await this.#train(context);
    this.#throwIfStopped();
    recordVersion(this.#options, context, patch);
    await Promise.race([this.#ports.prepared(), this.#ended.promise]);
    this.#throwIfStopped();
    const request = await examRequest(this.#options, context, patch);
    this.#throwIfStopped();
    const result = await this.#examine(context, request);
    recordExam(this.#options, context, request, result);
    const seconds = (clock.now() - this.#begun.startedAt) / 1000;
    const updates = patch.metrics.updates ?? 0;
    this.#recordPace(step, updates, seconds);
    return {
      kind: 'learned',
      version: patch.id,
      offered: result.report.verdict === 'better' && offer(patch.id),
      steps: updates,
      seconds,
      leftOut: patch.refused.size,
      report: result.report,
    };
  }

  /** @returns the patch, and the median seconds of an update; null where none was timed */
  async #train(context: RunContext): Promise<{ patch: TrainedPatch; step: number | null }> {
    const { samples, sentences, modelId, mode } = this.#begun;
    const { patches, clock } = this.#options;
    const timer = stepTimer(clock.monotonic);
    const usualStep = medianStep(this.#ports.pace.of(modelId, mode));
    const onProgress = ({ heldOut: _, ...progress }: TrainingProgress) => {
      const { phase, step, steps, secondsLeft } = progress;
      if (phase !== 'train') return this.#report(progress);
      timer.note(step);
      // Until this run's updates are timed, those of the last runs give the estimate.
      const estimate = usualStep === null ? null : usualStep * (steps - step);
      this.#report({ ...progress, secondsLeft: secondsLeft ?? estimate });
    };
    const { modelDir: dir, baseHash, recipe } = context;
    const { checkpoint, trials } = this.#ports;
    const patch = await this.#processes.train(
      { dir, baseHash, samples, sentences, recipe, provider: 'cpu', patches, trials, checkpoint },
      onProgress,
    );
    return { patch, step: timer.median() };
  }

  /** The trial's weights, which only its exam needs, are deleted. */
  async #examine({ modelDir }: RunContext, request: ExamRequest): Promise<ExamResult> {
    try {
      return await this.#processes.examine(request, (progress) => this.#report(progress));
    } finally {
      if (request.trial) await removeExpanded({ dir: modelDir }, request.trial.id);
    }
  }

  #report(progress: LearnProgress): void {
    this.#progress = progress;
    this.#ports.onProgress();
  }

  #recordPace(step: number | null, steps: number, seconds: number): void {
    const { modelId, mode, samples, resumed } = this.#begun;
    // The duration of a continued run includes the time in which it did not run.
    if (resumed > 0 || step === null || step <= 0 || steps <= 0) return;
    const rest = Math.max(0, seconds - step * steps);
    try {
      this.#ports.pace.add(modelId, mode, { step, steps, samples: samples.length, rest });
    } catch (error) {
      // The version is recorded; only the next run's estimate is less exact.
      this.#options.log.warn(`the pace of the run was not stored: ${reasonOf(error)}`);
    }
  }

  /** Called between two processes, when there is none that could be ended. */
  #throwIfStopped(): void {
    if (this.#stopped === 'cancelled') throw cancelledByWriter();
    if (this.#stopped === 'closed') throw interruptedByClose();
  }
}
