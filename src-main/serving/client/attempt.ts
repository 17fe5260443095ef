import type { Clock } from '../../base/clock.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import { type Inferred, VersionsMixed } from './client.ts';
import { GatewayFault } from './fault.ts';

/** Another version than the expected one answered: prices and temperature of the request are not its own. */
export class GatewayMoved extends Error {}

export interface AttemptOptions {
  /** The version whose answers are expected. */
  readonly version: string;
  /** Milliseconds that the gateway has for itself before this machine starts. */
  readonly wait: number;
  readonly clock: Clock;
  readonly infer: (rows: readonly MaskedRow[], isWanted: () => boolean) => Promise<Inferred>;
  readonly moved: (to: string) => void;
  /** @param took milliseconds, without work that this machine would have done as well */
  readonly answered: (took: number) => void;
  readonly lost: () => void;
  readonly failed: (fault: GatewayFault) => void;
}

type Outcome = 'answered' | 'lost' | 'moved' | 'failed';

/** One request of the writer's at the gateway. It tells the link its outcome once. */
export class Attempt {
  readonly version: string;
  readonly #options: AttemptOptions;
  readonly #began: number;
  /** Milliseconds spent on what the local answer has use for, too; without what `#excuse` has begun. */
  #excused = 0;
  /** Since when such work runs; null where none does. */
  #excuse: number | null = null;
  #outcome: Outcome | null = null;
  #wasGarbled = false;

  constructor(options: AttemptOptions) {
    this.version = options.version;
    this.#options = options;
    this.#began = options.clock.monotonic();
  }

  /**
   * Sends a batch. What the signal ends is neither cancelled, which would cost the connection, nor decoded.
   * @throws GatewayFault, GatewayMoved, VersionsMixed, the signal's reason
   */
  async logits(rows: readonly MaskedRow[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    if (rows.length === 0) return [];
    signal.throwIfAborted();
    const work = this.#options.infer(rows, () => !signal.aborted);
    work.catch((error: unknown) => {
      if (error instanceof VersionsMixed) this.#outcome ??= 'moved';
      // Nobody waits any more, but a fault of the gateway is still one.
      if (signal.aborted) this.failed(error);
    });
    const { logits, version } = await whileWanted(work, signal);
    if (version === this.version) return logits;
    this.#outcome ??= 'moved';
    this.#options.moved(version);
    throw new GatewayMoved(`${version} answered instead of ${this.version}`);
  }

  /** Work of this machine's that is no loss where its own answer is shown. */
  async excused<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    this.#excuse = clock.monotonic();
    try {
      return await work();
    } finally {
      this.#excused += clock.monotonic() - this.#excuse;
      this.#excuse = null;
    }
  }

  /** Settles when the gateway has had its time. */
  async headStart(): Promise<void> {
    const { clock, wait } = this.#options;
    for (let left = wait - this.#took(); left > 0; left = wait - this.#took()) {
      const some = left;
      await new Promise<void>((resolve) => clock.after(some, resolve));
    }
  }

  answered(): void {
    if (this.#outcome !== null) return;
    this.#outcome = 'answered';
    this.#options.answered(this.#took());
  }

  /** This machine's answer was first. */
  lost(): void {
    if (this.#outcome !== null) return;
    this.#outcome = 'lost';
    this.#options.lost();
  }

  /** Whether what came so far could not be used. */
  get wasGarbled(): boolean {
    return this.#wasGarbled;
  }

  /** @param error what ended the request; faults of the gateway count, also after this machine has answered */
  failed(error: unknown): void {
    if (!(error instanceof GatewayFault) || this.#outcome === 'failed') return;
    this.#outcome = 'failed';
    this.#wasGarbled = error.kind === 'garbled';
    this.#options.failed(error);
  }

  #took(): number {
    const now = this.#options.clock.monotonic();
    const running = this.#excuse === null ? 0 : now - this.#excuse;
    return now - this.#began - this.#excused - running;
  }
}

/** @throws the signal's reason as soon as it fires */
function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  return promise;
}
