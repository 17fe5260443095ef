import type { Child, ForkChild } from '../../base/child.ts';
import { CodedError } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import { message } from '../../texts/message.ts';
import type {
  FromTrainer,
  ToTrainer,
  TrainedPatch,
  TrainingProgress,
  TrainRequest,
} from './trainer-protocol.ts';

export interface TrainingOptions {
  readonly fork: ForkChild;
  /** File of the trainer process. */
  readonly entry: string;
  readonly log: Log;
  readonly request: TrainRequest;
  readonly onProgress: (progress: TrainingProgress) => void;
}

/** Times that the process is started before the run fails. */
const mostStarts = 3;

const diedRepeatedly = () => new CodedError('learn-failed', message('learning.kept-stopping'));

const suspended = () => new CodedError('learn-cancelled', message('learning.suspended'));

/** One training run in a process of its own, which is started again when it dies and killed when the run is over. */
export class Training {
  /**
   * The patch that was written.
   * @throws CodedError `learn-no-samples`, `learn-cancelled`, `learn-diverged`, `learn-failed`
   */
  readonly done: Promise<TrainedPatch>;
  readonly #options: TrainingOptions;
  readonly #outcome = Promise.withResolvers<TrainedPatch>();
  #child: Child | null = null;
  #starts = 0;
  #paused = false;
  #duty = 1;
  #over = false;

  /** Starts the process. */
  constructor(options: TrainingOptions) {
    this.#options = options;
    this.done = this.#outcome.promise;
    // A caller that only cancels need not handle the rejection.
    this.done.catch(() => undefined);
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  pause(): void {
    this.#paused = true;
    this.#post({ kind: 'pause' });
  }

  resume(): void {
    this.#paused = false;
    this.#post({ kind: 'resume' });
  }

  /** @param duty share of the time in which the process may work, (0, 1] */
  pace(duty: number): void {
    this.#duty = duty;
    this.#post({ kind: 'pace', duty });
  }

  cancel(): void {
    this.#post({ kind: 'cancel' });
  }

  /** Kills the process but leaves its saved state, from which the same request continues. */
  suspend(): void {
    this.#end(() => this.#outcome.reject(suspended()));
  }

  #post(message: ToTrainer): void {
    this.#child?.send(message);
  }

  #start(): void {
    const { fork, entry, request } = this.#options;
    this.#starts++;
    const child = fork(entry);
    this.#child = child;
    child.onMessage((message) => {
      if (this.#child === child) this.#receive(message as FromTrainer);
    });
    child.onExit((code, signal) => {
      if (!this.#over && this.#child === child) this.#restart(`code ${code}, signal ${signal}`);
    });
    if (this.#duty < 1) this.#post({ kind: 'pace', duty: this.#duty });
    if (this.#paused) this.#post({ kind: 'pause' });
    this.#post({ kind: 'start', request });
  }

  #restart(cause: string): void {
    this.#options.log.warn(`trainer process ${this.pid} ended: ${cause}`);
    if (this.#starts < mostStarts) this.#start();
    else this.#end(() => this.#outcome.reject(diedRepeatedly()));
  }

  #receive(message: FromTrainer): void {
    if (message.kind === 'progress') this.#options.onProgress(message.progress);
    else if (message.kind === 'done') this.#end(() => this.#outcome.resolve(message.patch));
    else this.#end(() => this.#outcome.reject(new CodedError(message.error.code, message.error.text)));
  }

  #end(settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#child?.kill();
    settle();
  }
}
