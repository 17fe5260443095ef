import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import type { RolloutEntry } from '../../../src-main/contract/rollouts.ts';
import type { Message } from '../../../src-main/contract/text.ts';
import type { Router } from '../../../src-main/versions/live/interface.ts';
import type { Ports } from '../../../src-main/versions/live/ports.ts';
import { createRouter } from '../../../src-main/versions/live/router.ts';
import type { Outcome, RequestKey, Run, Ticket } from '../../../src-main/versions/policy/traffic.ts';

/** A store, an engine and writers around a router; time passes only when told. */

export interface Faults {
  /** Chance that this version fails a request. */
  readonly errors?: number;
  readonly slower?: number;
  readonly nan?: boolean;
  readonly constant?: boolean;
}

/** Everything the store was made to do, in order: a power loss keeps a prefix. */
export type Write =
  | { readonly kind: 'persist'; readonly text: string }
  | { readonly kind: 'archive'; readonly entry: RolloutEntry }
  | { readonly kind: 'capture' }
  | { readonly kind: 'reinstate'; readonly captured: string };

export class World {
  readonly rng: Rng;
  readonly writes: Write[] = [];
  readonly notices: Message[] = [];
  readonly engineCalls: string[] = [];
  readonly faults = new Map<string, Faults>();
  /** Versions whose loading or warming is refused. */
  readonly refused = new Set<string>();
  readonly loaded = new Set<string>();
  now = 1_700_000_000_000;
  storeWorks = true;
  /** `false`: calls never settle. */
  engineAnswers = true;
  requests = 0;
  timers: (() => void)[] = [];
  router: Router;
  /** Counts processes: what an ended one was promised never arrives. */
  private life = 0;

  constructor(seed = 1, stored: string | null = null) {
    this.rng = seededRng(seed);
    this.router = this.start(stored);
  }

  private start(stored: string | null): Router {
    const clock = {
      now: () => this.now,
      monotonic: () => this.now,
      after: (_: number, run: () => void) => {
        this.timers.push(run);
        return () => {
          this.timers = this.timers.filter((one) => one !== run);
        };
      },
    };
    const log = { info: () => undefined, warn: () => undefined };
    return createRouter({ ports: this.ports(), clock, log, stored });
  }

  private ports(): Ports {
    this.life++;
    const { life } = this;
    const never = new Promise<void>(() => undefined);
    const settle = async (version: string, done: () => void): Promise<void> => {
      if (!this.engineAnswers) return never;
      await Promise.resolve();
      if (life !== this.life) return never;
      if (this.refused.has(version)) throw new Error('refused');
      done();
    };
    const write = (one: Write) => {
      if (life !== this.life) return;
      if (!this.storeWorks) throw new Error('disk full');
      this.writes.push(one);
    };
    return {
      engine: {
        load: (version) => {
          this.engineCalls.push(`load ${version}`);
          return settle(version, () => this.loaded.add(version));
        },
        warm: (version) => {
          this.engineCalls.push(`warm ${version}`);
          return settle(version, () => undefined);
        },
        unload: async (version) => {
          this.engineCalls.push(`unload ${version}`);
          this.loaded.delete(version);
        },
      },
      persist: (text) => write({ kind: 'persist', text }),
      archive: (entry) => write({ kind: 'archive', entry }),
      capture: () => {
        this.writes.push({ kind: 'capture' });
        return `settings ${this.writes.length}`;
      },
      reinstate: (captured) => write({ kind: 'reinstate', captured }),
      notify: (text) => void this.notices.push(text),
    };
  }

  /** What a process that starts now finds. */
  stored(writes: readonly Write[] = this.writes): string | null {
    const last = writes.findLast((one) => one.kind === 'persist');
    return last?.kind === 'persist' ? last.text : null;
  }

  entries(): readonly RolloutEntry[] {
    return this.writes.flatMap((one) => (one.kind === 'archive' ? [one.entry] : []));
  }

  async engineBack(): Promise<void> {
    this.loaded.clear();
    this.router.engineBack();
    await this.settled();
  }

  /** The power goes and comes back: only the store survives. */
  async restart(): Promise<void> {
    this.timers = [];
    this.router = this.start(this.stored());
    await this.engineBack();
  }

  /** Everything that was to happen later happens. */
  async later(): Promise<void> {
    for (const run of this.timers.splice(0)) run();
    await this.settled();
  }

  /** Lets what the engine promised arrive. */
  async settled(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }

  private run(version: string): Run | 'failed' {
    const { errors = 0, slower = 1, nan = false, constant = false } = this.faults.get(version) ?? {};
    if (this.rng() < errors) return 'failed';
    const noise = Math.sqrt(-2 * Math.log(1 - this.rng())) * Math.cos(2 * Math.PI * this.rng());
    const fingerprint = constant ? 'same' : `answer ${this.requests}`;
    return { milliseconds: slower * 30 * Math.exp(0.4 * noise), finite: !nan, fingerprint };
  }

  outcome(ticket: Ticket): Outcome {
    const run = this.run(ticket.version);
    if (run === 'failed') return { kind: 'failed', fault: 'version' };
    const beside = ticket.shadow === null ? null : this.run(ticket.shadow);
    const shadow =
      beside === null || beside === 'failed' ? beside : { run: beside, agrees: this.rng() < 0.9 };
    return { kind: 'answered', run, input: `text ${this.requests}`, shadow };
  }

  /** One request to its end, retries included. @returns the version that answered, null where none did */
  ask(key: RequestKey = { document: 'd', gap: String(this.requests) }, seconds = 60): string | null {
    this.requests++;
    this.now += seconds * 1_000;
    let ticket: Ticket | null = this.router.begin(key);
    while (ticket) {
      const asked: Ticket = ticket;
      const outcome = this.outcome(asked);
      ticket = this.router.finish(asked, outcome);
      if (outcome.kind === 'answered') return asked.version;
    }
    return null;
  }

  /** Requests until `done`, at most `limit`. @returns how many it took */
  askUntil(done: () => boolean, limit = 5_000): number {
    const from = this.requests;
    while (!done() && this.requests - from < limit) this.ask();
    return this.requests - from;
  }

  phase(): string {
    const { rollout, main } = this.router.view();
    if (!rollout) return `main ${main.version}`;
    return rollout.phase.name === 'stage' ? `stage ${rollout.phase.index}` : rollout.phase.name;
  }
}
