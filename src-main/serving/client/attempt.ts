import type { Clock } from '../../base/clock.ts';
import type { MaskedRow, RowModel } from '../../fillmask/types.ts';
import type { Inferred } from './client.ts';
import { GatewayFault } from './fault.ts';

/** Another version than the expected one answered: prices and temperature of the request are not its own. */
export class GatewayMoved extends Error {}

export interface AttemptOptions {
  /** The version whose answers are expected. */
  readonly version: string;
  /** Milliseconds that the request may lose to the gateway. */
  readonly wait: number;
  readonly clock: Clock;
  readonly infer: (rows: readonly MaskedRow[], isWanted: () => boolean) => Promise<Inferred>;
  /** Whether one more request may wait for the gateway. */
  readonly hasRoom: () => boolean;
  readonly moved: (to: string) => void;
  readonly answered: () => void;
  readonly failed: (fault: GatewayFault) => void;
}

/** One request of the writer's at the gateway. It is given up once it has cost `wait` milliseconds. */
export class Attempt implements Pick<RowModel, 'logits'> {
  readonly version: string;
  readonly #options: AttemptOptions;
  readonly #began: number;
  /** Milliseconds spent on what the local answer has use for, too. */
  #excused = 0;

  constructor(options: AttemptOptions) {
    this.version = options.version;
    this.#options = options;
    this.#began = options.clock.monotonic();
  }

  /**
   * Sends a batch. What is given up is neither cancelled, which would cost the connection, nor read.
   * @throws GatewayFault, GatewayMoved
   */
  async logits(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    if (rows.length === 0) return [];
    const { infer, hasRoom, moved } = this.#options;
    const left = this.#left();
    if (left <= 0) throw new GatewayFault('slow', 'the time was used up');
    if (!hasRoom()) throw new GatewayFault('slow', 'earlier requests still wait');
    let isWanted = true;
    const work = infer(rows, () => isWanted);
    const { logits, version } = await this.#within(left, work).finally(() => {
      isWanted = false;
    });
    if (version !== this.version) {
      moved(version);
      throw new GatewayMoved(`${version} answered instead of ${this.version}`);
    }
    return logits;
  }

  /** Work that is no loss where the gateway is given up. */
  async excused<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    const began = clock.monotonic();
    try {
      return await work();
    } finally {
      this.#excused += clock.monotonic() - began;
    }
  }

  answered(): void {
    this.#options.answered();
  }

  /** @param error what ended the request; faults of the gateway count */
  failed(error: unknown): void {
    if (error instanceof GatewayFault) this.#options.failed(error);
  }

  #left(): number {
    const { clock, wait } = this.#options;
    return wait - (clock.monotonic() - this.#began - this.#excused);
  }

  #within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const cancel = this.#options.clock.after(milliseconds, () =>
      reject(new GatewayFault('slow', `no answer within ${milliseconds.toFixed(0)} ms`)),
    );
    work.then(resolve, reject).finally(cancel);
    return promise;
  }
}
