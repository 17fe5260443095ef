import type { Clock } from '../base/clock.ts';

/** When the writer last did something. */
export class Activity {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #at: number;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#at = clock.monotonic();
  }

  note(): void {
    this.#at = this.#clock.monotonic();
  }

  /** Milliseconds since the last `note`, or since the start. */
  idle(): number {
    return this.#clock.monotonic() - this.#at;
  }
}
