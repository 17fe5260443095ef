import { turn } from '../base/turn.ts';
import type { FillAnswer } from '../fillmask/types.ts';
import type { Timed } from './protocol.ts';

/**
 * A request that two sides answer: the gateway from the start, this machine once the gateway's head start is over or
 * the gateway has failed. The first whole answer counts, and ends the other side.
 *
 * First candidates come from one side. Where this machine has shown its own, the gateway is given up, so that the list
 * does not change sides while the writer reads it. Where the gateway has, this machine goes on silently: its whole answer
 * is shown if the gateway stops in the middle.
 */

export interface Leg {
  readonly signal: AbortSignal;
  readonly onFirst: (answer: FillAnswer) => void;
}

export interface RaceOptions {
  readonly gateway: (leg: Leg) => Promise<Timed>;
  readonly here: (leg: Leg) => Promise<Timed>;
  /** Settles when this machine is to start. */
  readonly headStart: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  readonly onFirst?: ((answer: FillAnswer) => void) | undefined;
}

type Side = 'gateway' | 'here';

class Race {
  readonly #options: RaceOptions;
  readonly #ends = { gateway: new AbortController(), here: new AbortController() };
  /** The side whose first candidates were shown. */
  #shown: Side | null = null;
  #isOver = false;

  constructor(options: RaceOptions) {
    this.#options = options;
  }

  async run(): Promise<Timed> {
    const { signal, headStart } = this.#options;
    try {
      const remote = this.#leg('gateway', (first) => this.#show('gateway', first));
      const early = await Promise.race([remote.catch(() => null), headStart().then(() => null)]);
      signal?.throwIfAborted();
      if (early) return early;
      // A run of the model blocked the thread: what the gateway sent meanwhile is read first.
      const local = this.#leg('here', (first) => void turn().then(() => this.#show('here', first)));
      return await Promise.race([local, remote.catch(() => local)]);
    } finally {
      this.#isOver = true;
      for (const end of Object.values(this.#ends)) end.abort();
    }
  }

  #leg(side: Side, onFirst: Leg['onFirst']): Promise<Timed> {
    const { signal } = this.#options;
    const own = this.#ends[side].signal;
    return this.#options[side]({ signal: signal ? AbortSignal.any([signal, own]) : own, onFirst });
  }

  #show(side: Side, first: FillAnswer): void {
    if (this.#isOver || !this.#options.onFirst || (this.#shown ?? side) !== side) return;
    this.#shown = side;
    if (side === 'here') this.#ends.gateway.abort();
    this.#options.onFirst(first);
  }
}

/** @throws the signal's reason, and what this machine's side throws */
export const race = (options: RaceOptions): Promise<Timed> => new Race(options).run();
