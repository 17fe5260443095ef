import type { Clock } from '../../base/clock.ts';
import { reasonOf } from '../../base/error.ts';
import type { GatewayState } from '../../contract/gateway.ts';
import type { MaskedRow, RowModel } from '../../fillmask/types.ts';
import type { GatewayAccess } from './access.ts';
import { Attempt } from './attempt.ts';
import { answered, type Breaker, closedAgain, closedBreaker, failed, opened } from './breaker.ts';
import { type GatewayClient, type InferOptions, type Inferred, VersionsMixed } from './client.ts';
import { faultText, GatewayFault, isLasting } from './fault.ts';
import { isOutpaced, lateAfter, type Pace, paced } from './pace.ts';

/**
 * The link to one gateway: it connects, follows which version answers, and after failures stops asking until a trial
 * of its own went well. No request of the writer's is used as a trial.
 */

export interface LinkOptions {
  readonly access: GatewayAccess;
  readonly client: GatewayClient;
  readonly clock: Clock;
  /** Rows without the writer's text, as many as a request has. */
  readonly probe: readonly MaskedRow[];
  /**
   * Prepares this machine for a version's answers.
   * @throws GatewayFault `other-model` for a version whose answers cannot be those of the same base model
   */
  readonly adopt: (version: string, model: Pick<RowModel, 'logits'>) => Promise<void>;
  readonly isAdopted: (version: string) => boolean;
  /** Milliseconds of this machine's own answers; null as long as that is unknown. */
  readonly localTime: () => number | null;
  readonly onState: (state: GatewayState) => void;
}

/** Milliseconds that a request without a waiting writer may take. */
const unhurried = 5_000;
/** Calls that wait for one gateway, those that nobody waits for any more among them. */
const mostInFlight = 3;
/**
 * Of this machine's time for a whole answer, which is two calls. Beyond it, this machine has started before the answer
 * comes, and reads it late between two runs of its model: with calls of half the time a request took half as long again
 * (test/bench/hedge.ts).
 */
const shareOfCall = 0.3;
/** Writers' documents whose version is remembered. */
const mostRemembered = 256;
/** Milliseconds until a version that could not be adopted is tried again. */
const adoptAgain = 60_000;

export class GatewayLink {
  readonly #options: LinkOptions;
  readonly #host: string;
  /** The version that answered last, by sticky key. */
  readonly #versions = new Map<string, string>();
  readonly #adopting = new Map<string, Promise<void>>();
  readonly #refusedAt = new Map<string, number>();
  #last: string | null = null;
  #breaker: Breaker = closedBreaker;
  #pace: Pace = [];
  #state: GatewayState = { phase: 'connecting' };
  /** Whether it draws a version for each call anew. */
  #mixes = false;
  #inFlight = 0;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#host = new URL(options.access.address).host;
  }

  /** Connects, and again after every failure. */
  open(): void {
    this.#options.onState(this.#state);
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#options.client.close();
  }

  /**
   * A request's use of the gateway; null where it is not to be asked now.
   * @param most milliseconds after which this machine starts, however slow the gateway usually is
   */
  begin(sticky: string, most: number): Attempt | null {
    const { clock, access, isAdopted } = this.#options;
    if (this.#state.phase !== 'ready' || this.#inFlight >= mostInFlight) return null;
    const version = access.version ?? this.#versions.get(sticky) ?? this.#last;
    if (version === null) return null;
    if (!isAdopted(version)) {
      this.#adoptLater(version);
      return null;
    }
    return new Attempt({
      version,
      wait: Math.min(most, lateAfter(this.#pace)),
      clock,
      infer: async (rows, isWanted) => {
        if (this.#closed) throw new GatewayFault('unreachable', 'it was switched off');
        return this.#counted(
          this.#infer(rows, { version: access.version, sticky, within: unhurried, isWanted }),
        );
      },
      moved: (to) => this.#moved(sticky, to),
      answered: (took) => this.#answered(version, took),
      lost: () => this.#lost(),
      failed: (fault) => this.#failed(fault),
    });
  }

  /** In one call as soon as the gateway has answered parts of a batch by two versions. */
  async #infer(rows: readonly MaskedRow[], options: InferOptions): Promise<Inferred> {
    try {
      return await this.#options.client.infer(rows, this.#mixes ? { ...options, whole: true } : options);
    } catch (error) {
      if (error instanceof VersionsMixed) this.#mixes = true;
      throw error;
    }
  }

  async #counted<T>(work: Promise<T>): Promise<T> {
    this.#inFlight++;
    try {
      return await work;
    } finally {
      this.#inFlight--;
    }
  }

  #show(state: GatewayState): void {
    if (this.#closed || JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#options.onState(state);
  }

  #answered(version: string, took: number): void {
    if (this.#state.phase !== 'ready') return;
    this.#breaker = answered(this.#breaker);
    this.#pace = paced(this.#pace, took);
    this.#show({ phase: 'ready', version });
  }

  #lost(): void {
    if (this.#state.phase !== 'ready') return;
    this.#pace = paced(this.#pace, null);
    if (isOutpaced(this.#pace)) this.#open(new GatewayFault('slow', 'this machine answers first'));
  }

  #failed(fault: GatewayFault): void {
    if (this.#state.phase !== 'ready') return;
    const { clock } = this.#options;
    this.#breaker = failed(this.#breaker, isLasting(fault), clock.monotonic());
    if (this.#breaker.state === 'open') this.#leave(fault, this.#breaker.until);
  }

  /** Another version answers this writer's document from now on. */
  #moved(sticky: string, to: string): void {
    this.#versions.delete(sticky);
    this.#versions.set(sticky, to);
    for (const key of this.#versions.keys())
      if (this.#versions.size > mostRemembered) this.#versions.delete(key);
    this.#last = to;
    this.#adoptLater(to);
  }

  #leave(fault: GatewayFault, until: number): void {
    const { clock } = this.#options;
    this.#show({ phase: 'away', text: faultText(fault, this.#host) });
    this.#cancel();
    if (this.#closed) return;
    this.#cancel = clock.after(Math.max(0, until - clock.monotonic()), () => void this.#connect());
  }

  async #connect(): Promise<void> {
    const { access, client } = this.#options;
    try {
      await client.metadata(access.version, unhurried);
      await client.ready(access.version, unhurried);
      const { version } = await this.#probe();
      await this.#adopt(version);
      await this.#checkPace();
      this.#last = version;
      this.#versions.clear();
      this.#pace = [];
      this.#breaker = closedAgain(this.#breaker);
      this.#show({ phase: 'ready', version });
    } catch (error) {
      const fault = error instanceof GatewayFault ? error : new GatewayFault('garbled', reasonOf(error));
      this.#open(fault);
    }
  }

  #open(fault: GatewayFault): void {
    const next = opened(this.#breaker, this.#options.clock.monotonic());
    this.#breaker = next;
    if (next.state === 'open') this.#leave(fault, next.until);
  }

  #probe() {
    const { access, client, probe } = this.#options;
    return client.infer(probe, { version: access.version, within: unhurried });
  }

  /** The connection and the engine are warm by now. @throws GatewayFault `slow` */
  async #checkPace(): Promise<void> {
    const { clock, localTime } = this.#options;
    const began = clock.monotonic();
    await this.#probe();
    const took = clock.monotonic() - began;
    const here = localTime();
    if (here !== null && took > shareOfCall * here)
      throw new GatewayFault(
        'slow',
        `${took.toFixed(0)} ms a call, and ${here.toFixed(0)} ms an answer here`,
      );
  }

  #adoptLater(version: string): void {
    const { clock } = this.#options;
    const refused = this.#refusedAt.get(version);
    if (refused !== undefined && clock.monotonic() - refused < adoptAgain) return;
    this.#adopt(version).catch(() => this.#refusedAt.set(version, clock.monotonic()));
  }

  #adopt(version: string): Promise<void> {
    if (this.#options.isAdopted(version)) return Promise.resolve();
    const known = this.#adopting.get(version);
    if (known) return known;
    const done = this.#options
      .adopt(version, { logits: (rows) => this.#logitsOf(version, rows) })
      .finally(() => this.#adopting.delete(version));
    this.#adopting.set(version, done);
    return done;
  }

  /** From a version that the gateway chose before; an engine that cannot pin one is asked without. */
  async #logitsOf(version: string, rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    const { client } = this.#options;
    const pinned = await client.infer(rows, { version, within: unhurried }).catch((error: unknown) => {
      if (error instanceof GatewayFault && error.kind === 'version') return null;
      throw error;
    });
    const inferred = pinned ?? (await client.infer(rows, { version: null, within: unhurried }));
    if (inferred.version !== version)
      throw new GatewayFault('version', `${inferred.version} instead of ${version}`);
    return inferred.logits;
  }
}
