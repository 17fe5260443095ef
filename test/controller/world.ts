import { type Rng, seededRng } from '../../src-main/base/rng.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { Controller } from '../../src-main/controller/controller.ts';
import { GatewayEvent } from '../../src-main/controller/events.ts';
import { fold } from '../../src-main/controller/fold.ts';
import type { Ledger } from '../../src-main/controller/ledger.ts';
import type { Counter, ServingEngine } from '../../src-main/controller/ports.ts';
import type { Shares } from '../../src-main/controller/shares.ts';
import type { ControllerState } from '../../src-main/controller/state.ts';
import { render } from '../../src-main/texts/message.ts';
import { standing } from '../../src-main/versions/policy/sticky.ts';

/** A thousand writers on an engine with a traffic split, in logical time, everything from one seed. */

export interface Faults {
  /** Chance that a request fails on this version alone. */
  readonly errors?: number;
  /** Multiple of the usual latency. */
  readonly slower?: number;
}

/** Where a process of the controller ends: before or after something that lasts. */
export class Crash extends Error {}

const writers = 1_000;
const documents = 3;
/** Requests a second of all writers: 300 a writer in a day of eight hours. */
const rate = 300 / ((8 * 3_600) / writers);
const medianMilliseconds = 30;

const normal = (rng: Rng) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

function poisson(rng: Rng, mean: number): number {
  const end = Math.exp(-mean);
  let [k, product] = [0, rng()];
  while (product > end) {
    k++;
    product *= rng();
  }
  return k;
}

interface Options {
  readonly canary?: string | null;
  readonly acceptance?: boolean;
}

export class World {
  readonly rng: Rng;
  now = Date.UTC(2026, 10, 24, 8);
  readonly lines: string[] = [];
  readonly said: string[] = [];
  readonly faults = new Map<string, Faults>();
  /** Errors of every version alike. */
  shared = 0;
  shares: Shares = { base: 1 };
  /** All that the engine ever was set to. */
  readonly splits: Shares[] = [];
  readonly counters = new Map<string, Counter>();
  readonly ready = new Set(['base', 'v1']);
  isUp = true;
  /** Called before (`before`) and after what lasts; throws to end the process there. */
  fail: (where: 'append' | 'set' | 'read', when: 'before' | 'after') => void = () => undefined;
  /** The process has ended: nothing that it does counts any more. */
  crashed = false;
  controller: Controller;
  readonly #options: Options;
  /** Lines that were read, and what they tell. */
  #read = 0;
  #told: ControllerState | null = null;

  constructor(seed: number, options: Options = {}) {
    this.rng = seededRng(seed);
    this.#options = options;
    this.controller = this.#process();
  }

  /** Another process of the controller, with what is on the disk. */
  restart(): void {
    this.controller = this.#process();
  }

  /** The state that the ledger tells. */
  replayed(): ControllerState | null {
    for (const line of this.lines.slice(this.#read))
      this.#told = fold(this.#told, GatewayEvent.parse(JSON.parse(line)));
    this.#read = this.lines.length;
    return this.#told;
  }

  /** Requests of all writers for so many seconds. */
  ask(seconds: number): void {
    const requests = poisson(this.rng, rate * seconds);
    for (let i = 0; i < requests; i++) this.#answer(this.#versionFor());
    this.now += seconds * 1_000;
  }

  /** @param every seconds between two looks of the controller */
  async step(every = 2): Promise<void> {
    this.ask(every);
    await this.controller.tick();
  }

  async steps(n: number, every = 2): Promise<void> {
    for (let i = 0; i < n; i++) await this.step(every);
  }

  counter(version: string): Counter {
    return this.counters.get(version) ?? { answered: 0, failed: 0, milliseconds: 0 };
  }

  requests(version: string): number {
    const { answered, failed } = this.counter(version);
    return answered + failed;
  }

  share(version: string): number {
    return this.shares[version] ?? 0;
  }

  /** `stage 0`, …, or `main VERSION`. */
  phase(): string {
    const { main, rollout } = this.controller.state.control.snapshot;
    return rollout?.phase.name === 'stage' ? `stage ${rollout.phase.index}` : `main ${main}`;
  }

  /** A writer stays on a version with a document while shares only grow, as in the router on Ray. */
  #versionFor(): string {
    const writer = Math.floor(this.rng() * writers);
    const document = Math.floor(this.rng() * documents);
    const place = standing('', String(writer), String(document));
    // From the top down: the share of a new version grows from 0.
    let from = 0;
    for (const [version, share] of Object.entries(this.shares).toReversed()) {
      if (place < from + share) return version;
      from += share;
    }
    return 'base';
  }

  #answer(version: string): void {
    const { errors = 0, slower = 1 } = this.faults.get(version) ?? {};
    const { answered, failed, milliseconds } = this.counter(version);
    const isFailed = this.rng() < errors || this.rng() < this.shared;
    const took = slower * medianMilliseconds * Math.exp(0.5 * normal(this.rng));
    this.counters.set(
      version,
      isFailed
        ? { answered, failed: failed + 1, milliseconds }
        : { answered: answered + 1, failed, milliseconds: milliseconds + took },
    );
  }

  #point(where: 'append' | 'set' | 'read', when: 'before' | 'after'): void {
    if (this.crashed) throw new Crash();
    try {
      this.fail(where, when);
    } catch (error) {
      this.crashed = error instanceof Crash;
      throw error;
    }
  }

  #up(): void {
    if (!this.isUp) throw new Error('no answer');
  }

  #engine(): ServingEngine {
    return {
      split: {
        read: async () => {
          this.#up();
          this.#point('read', 'before');
          return this.shares;
        },
        set: async (shares) => {
          this.#up();
          this.#point('set', 'before');
          this.shares = shares;
          this.splits.push(shares);
          this.#point('set', 'after');
        },
      },
      evidence: {
        read: async (versions) => {
          this.#up();
          return Object.fromEntries(versions.map((version) => [`${version} a`, this.counter(version)]));
        },
      },
      isReady: async (version) => {
        this.#up();
        return this.ready.has(version);
      },
    };
  }

  #ledger(): Ledger {
    return {
      append: (event) => {
        this.#point('append', 'before');
        this.lines.push(JSON.stringify(event));
        this.#point('append', 'after');
      },
      compact: () => undefined,
      close: () => undefined,
    };
  }

  #process(): Controller {
    const { canary = 'v1', acceptance = false } = this.#options;
    return new Controller({
      ledger: this.#ledger(),
      state: this.replayed(),
      kind: 'ray',
      engine: this.#engine(),
      clock: { now: () => this.now },
      stable: 'base',
      canary,
      acceptance,
      origin: 7,
      say: (text: Message) => void this.said.push(render(text, 'en')),
    });
  }
}
