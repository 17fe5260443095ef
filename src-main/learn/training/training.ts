import type { Child, ForkChild } from '../../base/child.ts';
import { CodedError } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type {
  FromTrainer,
  ToTrainer,
  TrainedPatch,
  TrainingProgress,
  TrainRequest,
} from './trainer-protocol.ts';

/** Runs a trainer process from the shell's side: starts it, starts it again where it dies, ends it. */

export interface TrainingOptions {
  readonly fork: ForkChild;
  /** File of the trainer's process. */
  readonly entry: string;
  readonly log: Log;
  readonly request: TrainRequest;
  readonly onProgress: (progress: TrainingProgress) => void;
}

export interface Training {
  /**
   * The patch that was written.
   * @throws CodedError `learn-no-samples`, `learn-cancelled`, `learn-diverged`, `learn-failed`
   */
  readonly done: Promise<TrainedPatch>;
  readonly pid: number | undefined;
  pause(): void;
  resume(): void;
  /** @param duty share of the time in which it may work, (0, 1] */
  pace(duty: number): void;
  cancel(): void;
  /** Ends the process and leaves what it saved, so that the same request goes on from there. */
  suspend(): void;
}

/** A run that dies so many times will not live. */
const mostStarts = 3;

const died = (): Bilingual => ({
  zh: '学习进程多次意外退出（可能内存不足），模型没有改变。请关闭其他程序后重试，已完成的部分会接着进行。',
  en: 'The learning process kept stopping, perhaps for want of memory; the model has not changed. Close other programs and try again: it goes on from where it was.',
});

const suspended = (): Bilingual => ({
  zh: '学习已中止，进度已保存；再次开始会接着进行。',
  en: 'Learning was interrupted and its progress saved; start again to go on from there.',
});

export function startTraining({ fork, entry, log, request, onProgress }: TrainingOptions): Training {
  const { promise, resolve, reject } = Promise.withResolvers<TrainedPatch>();
  let child: Child | null = null;
  let starts = 0;
  let paused = false;
  let duty = 1;
  let over = false;

  const post = (message: ToTrainer) => child?.send(message);

  function end(settle: () => void): void {
    if (over) return;
    over = true;
    child?.kill();
    settle();
  }

  function hear(message: FromTrainer): void {
    if (message.kind === 'progress') onProgress(message.progress);
    else if (message.kind === 'done') end(() => resolve(message.patch));
    else end(() => reject(new CodedError(message.error.code, message.error.text)));
  }

  function start(): void {
    starts++;
    const one = fork(entry);
    child = one;
    one.onMessage((message) => {
      if (child === one) hear(message as FromTrainer);
    });
    one.onExit((code, signal) => {
      if (over || child !== one) return;
      log.warn(`trainer process ${one.pid} ended: code ${code}, signal ${signal}`);
      if (starts < mostStarts) start();
      else end(() => reject(new CodedError('learn-failed', died())));
    });
    if (duty < 1) post({ kind: 'pace', duty });
    if (paused) post({ kind: 'pause' });
    post({ kind: 'start', request });
  }

  start();
  // A caller that only wants to cancel must not bring the shell down.
  promise.catch(() => undefined);
  return {
    done: promise,
    get pid() {
      return child?.pid;
    },
    pause() {
      paused = true;
      post({ kind: 'pause' });
    },
    resume() {
      paused = false;
      post({ kind: 'resume' });
    },
    pace(share) {
      duty = share;
      post({ kind: 'pace', duty: share });
    },
    cancel: () => post({ kind: 'cancel' }),
    suspend: () => end(() => reject(new CodedError('learn-cancelled', suspended()))),
  };
}
