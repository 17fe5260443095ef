import { must } from '../../../src-main/base/assert.ts';
import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import { EventQueue } from './event-queue.ts';

/**
 * A discrete-event simulation of a fleet of replicas behind a router. Asks arrive at random (Poisson); each takes a few
 * calls, one after the other; the router gives a call to the less busy of two replicas drawn at random (what Ray Serve
 * does); a replica runs what waits, up to so many rows, as one batch of one version. Times are in milliseconds.
 */

export interface Replica {
  /** Versions that it has loaded. */
  readonly serves: readonly string[];
  /** From when on, and until when, it is there; from the start and to the end by default. */
  readonly from?: number;
  readonly until?: number;
}

export interface Fleet {
  readonly replicas: readonly Replica[];
  /** Milliseconds of a batch with so many rows. */
  readonly batchTime: (rows: number, rng: Rng) => number;
  /** Most rows of a batch. */
  readonly mostRows: number;
  /** Rows of the calls of one ask. */
  readonly calls: (rng: Rng) => readonly number[];
  /** Asks a second at a time. */
  readonly rate: (at: number) => number;
  /** The rate never exceeds this. */
  readonly highestRate: number;
  /** The version that answers an ask which arrives at a time. */
  readonly version: (at: number, rng: Rng) => string;
  /** Between two calls of an ask: network and the desktop's own work. */
  readonly between: number;
  /** From the loss of a replica until its calls are sent again. */
  readonly noticed: number;
  readonly milliseconds: number;
  readonly seed: number;
  /** The router's choice; the less busy of two by default. */
  readonly choice?: 'two' | 'random';
}

export interface Answered {
  /** When it was asked. */
  readonly at: number;
  /** Until the last call's answer; infinite where none came. */
  readonly took: number;
  /** Sent again because a replica was lost. */
  readonly again: boolean;
}

export interface Outcome {
  readonly answered: readonly Answered[];
  readonly batches: number;
  readonly rows: number;
  /** Share of the replicas' time in which they ran batches. */
  readonly busy: number;
}

interface Ask {
  readonly at: number;
  readonly version: string;
  readonly calls: readonly number[];
  done: number;
  took: number;
  again: boolean;
}

interface Server {
  readonly serves: readonly string[];
  waiting: Ask[];
  running: Ask[];
  /** Rows that wait or run. */
  load: number;
  busy: number;
}

type Event =
  | { readonly kind: 'ask' }
  | { readonly kind: 'call'; readonly ask: Ask }
  | { readonly kind: 'done'; readonly server: Server; readonly batch: readonly Ask[] }
  | { readonly kind: 'comes'; readonly server: Server }
  | { readonly kind: 'goes'; readonly server: Server };

const second = 1000;
const rowsOf = ({ calls, done }: Ask): number => must(calls[done], 'a call that is not answered yet');

class Run {
  readonly #fleet: Fleet;
  readonly #rng: Rng;
  readonly #events = new EventQueue<Event>();
  readonly #asks: Ask[] = [];
  /** By version the servers that are there. */
  readonly #there = new Map<string, Server[]>();
  readonly #servers: Server[] = [];
  #now = 0;
  #batches = 0;
  #rows = 0;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#rng = seededRng(fleet.seed);
    for (const { serves, from = 0, until } of fleet.replicas) {
      const server: Server = { serves, waiting: [], running: [], load: 0, busy: 0 };
      this.#servers.push(server);
      if (from <= 0) this.#comes(server);
      else this.#events.put(from, { kind: 'comes', server });
      if (until !== undefined) this.#events.put(until, { kind: 'goes', server });
    }
  }

  outcome(): Outcome {
    this.#nextAsk();
    for (;;) {
      const at = this.#events.next;
      const event = this.#events.take();
      if (!event) break;
      this.#now = at;
      this.#handle(event);
    }
    const time = this.#servers.length * Math.max(this.#now, this.#fleet.milliseconds);
    return {
      answered: this.#asks.map(({ at, took, again }) => ({ at, took, again })),
      batches: this.#batches,
      rows: this.#rows,
      busy: this.#servers.reduce((sum, { busy }) => sum + busy, 0) / time,
    };
  }

  #handle(event: Event): void {
    switch (event.kind) {
      case 'ask':
        this.#ask();
        break;
      case 'call':
        this.#route(event.ask);
        break;
      case 'comes':
        this.#comes(event.server);
        break;
      case 'goes':
        this.#goes(event.server);
        break;
      case 'done':
        // A replica that was lost in between finishes nothing.
        if (event.server.running === event.batch) this.#done(event.server);
    }
  }

  /** Arrivals of a rate that changes, by thinning (Lewis and Shedler, 1979). */
  #nextAsk(): void {
    const { highestRate, rate, milliseconds } = this.#fleet;
    let at = this.#now;
    do at += (-Math.log(1 - this.#rng()) / highestRate) * second;
    while (at < milliseconds && this.#rng() * highestRate >= rate(at));
    if (at < milliseconds) this.#events.put(at, { kind: 'ask' });
  }

  #ask(): void {
    const { version, calls } = this.#fleet;
    const ask: Ask = {
      at: this.#now,
      version: version(this.#now, this.#rng),
      calls: calls(this.#rng),
      done: 0,
      took: Number.POSITIVE_INFINITY,
      again: false,
    };
    this.#asks.push(ask);
    this.#route(ask);
    this.#nextAsk();
  }

  #route(ask: Ask): void {
    const there = this.#there.get(ask.version) ?? [];
    const draw = () => there[Math.floor(this.#rng() * there.length)];
    const [a, b] = [draw(), this.#fleet.choice === 'random' ? undefined : draw()];
    const server = a && b && b.load < a.load ? b : a;
    if (!server) {
      this.#events.put(this.#now + this.#fleet.noticed, { kind: 'call', ask });
      return;
    }
    server.waiting.push(ask);
    server.load += rowsOf(ask);
    if (server.running.length === 0) this.#start(server);
  }

  /** Runs what waits for the version of the oldest call. */
  #start(server: Server): void {
    const version = server.waiting[0]?.version;
    let rows = 0;
    const batch: Ask[] = [];
    const left: Ask[] = [];
    for (const ask of server.waiting) {
      const fits =
        ask.version === version && (batch.length === 0 || rows + rowsOf(ask) <= this.#fleet.mostRows);
      if (fits) rows += rowsOf(ask);
      (fits ? batch : left).push(ask);
    }
    server.waiting = left;
    server.running = batch;
    if (batch.length === 0) return;
    const takes = this.#fleet.batchTime(rows, this.#rng);
    server.busy += takes;
    this.#batches++;
    this.#rows += rows;
    this.#events.put(this.#now + takes, { kind: 'done', server, batch });
  }

  #done(server: Server): void {
    const batch = server.running;
    server.running = [];
    for (const ask of batch) {
      server.load -= rowsOf(ask);
      ask.done++;
      if (ask.done === ask.calls.length) ask.took = this.#now - ask.at;
      else this.#events.put(this.#now + this.#fleet.between, { kind: 'call', ask });
    }
    this.#start(server);
  }

  #comes(server: Server): void {
    for (const version of server.serves) {
      const there = this.#there.get(version);
      if (there) there.push(server);
      else this.#there.set(version, [server]);
    }
  }

  /** What it had is sent again once that is noticed. */
  #goes(server: Server): void {
    for (const version of server.serves)
      this.#there.set(
        version,
        (this.#there.get(version) ?? []).filter((one) => one !== server),
      );
    for (const ask of [...server.running, ...server.waiting]) {
      ask.again = true;
      this.#events.put(this.#now + this.#fleet.noticed, { kind: 'call', ask });
    }
    server.running = [];
    server.waiting = [];
    server.load = 0;
  }
}

/** Runs until every ask is answered. A version that no replica serves is asked for without end: do not do that. */
export const simulate = (fleet: Fleet): Outcome => new Run(fleet).outcome();
