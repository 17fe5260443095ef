import type { Parent } from '../base/child.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { createLock } from '../base/lock.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type { FillRequest } from '../fillmask/types.ts';
import { ChoreRunner } from './chore-runner.ts';
import { type GatewayHost, hedgedHost } from './hedged-host.ts';
import type { Host } from './host.ts';
import type { FromEngine, StartOptions, ToEngine } from './protocol.ts';
import { RequestQueue } from './request-queue.ts';
import { startFailed } from './start-failed.ts';

export type LoadHost = (options: StartOptions) => Promise<Host>;

/** A gap that every checkpoint can fill: its run allocates what the first request would otherwise wait for. */
const warmUp: FillRequest = { text: '今天[MASK]气很好。', maxLength: 1, top: 1 };

/** The engine's process: one host, which answers requests and does chores, one thing at a time. */
class EngineWorker {
  readonly #load: LoadHost;
  readonly #send: (message: FromEngine) => void;
  readonly #exit: () => void;
  readonly #chores: ChoreRunner;
  readonly #requests: RequestQueue;
  /** Changes to terms and memory that arrived while the host was being made. */
  readonly #early: ((host: GatewayHost) => void)[] = [];
  readonly #clock: Clock;
  #host: GatewayHost | null = null;

  constructor(load: LoadHost, send: (message: FromEngine) => void, exit: () => void, clock: Clock) {
    this.#clock = clock;
    this.#load = load;
    this.#send = send;
    this.#exit = exit;
    const lock = createLock();
    this.#chores = new ChoreRunner({ lock, send });
    this.#requests = new RequestQueue({ lock, send, settled: this.#chores.settled });
  }

  handle(message: ToEngine): void {
    switch (message.kind) {
      case 'start':
        void this.#start(message.options);
        return;
      case 'fill':
        this.#requests.add(message);
        return;
      case 'cancel':
        this.#requests.cancel(message.id);
        return;
      case 'do':
        if (this.#host) this.#chores.start(message.id, message.chore, this.#host);
        return;
      case 'drop':
        this.#chores.drop(message.id);
        return;
      case 'terms':
        this.#change((host) => host.setTerms(message.terms));
        return;
      case 'memory':
        this.#change((host) => host.remember(message.change));
        return;
      case 'gateway':
        this.#change((host) => host.useGateway(message.gateway));
        return;
      case 'stop':
        this.#exit();
    }
  }

  async #start(options: StartOptions): Promise<void> {
    try {
      const host = hedgedHost(await this.#load(options), {
        clock: this.#clock,
        onState: (state, received) => this.#send({ kind: 'gateway', state, received }),
      });
      host.setTerms(options.terms);
      host.remember({ add: options.memory, remove: [] });
      await host.fill(baseVersion, warmUp);
      if (options.gateway) host.useGateway(options.gateway);
      for (const change of this.#early) change(host);
      this.#host = host;
      this.#send({ kind: 'ready', precision: host.precision });
      this.#requests.serveWith(host);
    } catch (error) {
      this.#send(startFailed(error));
    }
  }

  #change(change: (host: GatewayHost) => void): void {
    if (this.#host) change(this.#host);
    else this.#early.push(change);
  }
}

/** @param exit ends the process */
export function serveEngine(
  parent: Parent,
  load: LoadHost,
  exit: () => void,
  clock: Clock = systemClock,
): void {
  const worker = new EngineWorker(load, (message) => parent.send(message), exit, clock);
  parent.onMessage((message) => worker.handle(message as ToEngine));
  parent.onGone(exit);
}
