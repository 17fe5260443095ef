import type { Clock } from '../base/clock.ts';
import type { CalibrationGap } from '../contract/calibration.ts';
import type { GatewayState } from '../contract/gateway.ts';
import { createFiller, type Filler, gapsOf } from '../fillmask/filler.ts';
import { rowOf } from '../fillmask/infill/span.ts';
import { windowOf } from '../fillmask/infill/window.ts';
import type { MemoryChange } from '../fillmask/recall.ts';
import type { FillRequest, MaskedRow, RowModel } from '../fillmask/types.ts';
import type { GatewayAccess } from '../serving/client/access.ts';
import type { Attempt } from '../serving/client/attempt.ts';
import { createGatewayClient, type GatewayClient } from '../serving/client/client.ts';
import { GatewayFault } from '../serving/client/fault.ts';
import { GatewayLink } from '../serving/client/link.ts';
import { createTransport } from '../serving/client/transport.ts';
import { isAlike } from './alike.ts';
import type { Common, Host, HostFillOptions, OnProgress } from './host.ts';
import { LocalTimes } from './local-times.ts';
import type { LoadChore, Place, Terms, Timed, VersionFile } from './protocol.ts';
import { type Leg, race } from './race.ts';

/**
 * A host that lets a gateway run the rows of a request, and runs them here as well once the gateway has not answered by
 * a share of the time that this machine takes; the first answer counts. Keys of the memory, states, terms and the
 * ranking of words are this machine's in both cases: token ids go out, logits come back. The two never meet in one
 * answer.
 */

/** Of the local time: after so long this machine starts, too. With its own answer a request takes 1.4 times as long. */
const share = 0.4;
/** Fillers of the gateway's versions that are stored: two share the traffic, and one may be pinned. */
const mostFillers = 4;
/** As long as a writer's sentence; its gap has rows of one to four masks. */
const probeText = '各单位要高度重视，加强组织领导，明确责任分工，认真[MASK]各项工作要求，确保按时完成任务。';
const probeMasks = [1, 2, 3, 4];

export interface HedgedOptions {
  readonly clock: Clock;
  /** @param received bytes from this gateway so far */
  readonly onState: (state: GatewayState, received: number) => void;
  readonly connect?: (access: GatewayAccess, vocabSize: number) => GatewayClient;
}

export interface GatewayHost extends Host {
  /** From now on; null for none. */
  useGateway(access: GatewayAccess | null): void;
}

function probeRows({ language: { tokenizer } }: Common): MaskedRow[] {
  const { special, encode } = tokenizer;
  const window = windowOf(probeText, gapsOf(probeText), 0, encode, { before: 48, after: 32 });
  const mask = () => [special.mask];
  return probeMasks.map((count) => rowOf(window, new Array<number>(count).fill(special.mask), mask, special));
}

interface Gateway {
  readonly access: GatewayAccess;
  readonly link: GatewayLink;
  /** By version of the gateway. */
  readonly fillers: Map<string, Filler>;
}

class HedgedHost implements GatewayHost {
  readonly #host: Host;
  readonly #options: Required<HedgedOptions>;
  readonly #times = new LocalTimes();
  #gateway: Gateway | null = null;

  constructor(host: Host, options: Required<HedgedOptions>) {
    this.#host = host;
    this.#options = options;
  }

  get precision() {
    return this.#host.precision;
  }

  useGateway(access: GatewayAccess | null): void {
    this.#gateway?.link.close();
    this.#gateway = access && this.#connect(access);
    if (this.#gateway) this.#gateway.link.open();
    else this.#options.onState({ phase: 'off' }, 0);
  }

  #connect(access: GatewayAccess): Gateway {
    const { clock, connect, onState } = this.#options;
    const common = this.#host.common();
    const client = connect(access, common.vocabSize);
    const fillers = new Map<string, Filler>();
    const link = new GatewayLink({
      access,
      client,
      clock,
      probe: probeRows(common),
      adopt: async (version, model) => {
        fillers.set(version, await this.#fillerOf(version, model));
        for (const known of fillers.keys()) if (fillers.size > mostFillers) fillers.delete(known);
      },
      isAdopted: (version) => fillers.has(version),
      localTime: () => this.#times.slowest(),
      onState: (state) => onState(state, client.received()),
    });
    return { access, link, fillers };
  }

  async fill(version: string, request: FillRequest, options: HostFillOptions = {}): Promise<Timed> {
    const { sticky = null, ...rest } = options;
    // What replaces a word needs states, which stay here.
    if (sticky === null || request.original !== undefined) return this.#host.fill(version, request, rest);
    const attempt = this.#begin(sticky, request);
    const filler = attempt && this.#gateway?.fillers.get(attempt.version);
    const here = (leg: HostFillOptions) => this.#host.fill(version, request, leg);
    const timed = filler
      ? await race({
          gateway: (leg) => this.#ask(attempt, filler, request, leg),
          here,
          headStart: () => attempt.headStart(),
          ...rest,
        })
      : await here(rest);
    if (timed.gateway !== null) return timed;
    attempt?.lost();
    // A run that the gateway's answer ended tells nothing.
    this.#times.add(request, timed.milliseconds);
    return { ...timed, unusable: attempt?.wasGarbled ? attempt.version : null };
  }

  readonly verify = (version: VersionFile) => this.#host.verify(version);
  readonly load = (chore: Omit<LoadChore, 'kind'>, pause: () => Promise<void>) =>
    this.#host.load(chore, pause);
  readonly unload = (id: string) => this.#host.unload(id);
  readonly embed = (places: readonly Place[], pause: () => Promise<void>) => this.#host.embed(places, pause);
  readonly prepare = (texts: readonly string[], pause: () => Promise<void>, onProgress?: OnProgress) =>
    this.#host.prepare(texts, pause, onProgress);
  readonly setTerms = (terms: Terms) => this.#host.setTerms(terms);
  readonly remember = (change: MemoryChange) => this.#host.remember(change);
  readonly common = () => this.#host.common();

  async calibrate(gaps: readonly CalibrationGap[], pause: () => Promise<void>, onProgress?: OnProgress) {
    const made = await this.#host.calibrate(gaps, pause, onProgress);
    // The gateway's versions answer accordingly from now on, too.
    if (made && this.#gateway) this.useGateway(this.#gateway.access);
    return made;
  }

  /** The first request of a kind is answered here, which tells how long that takes. */
  #begin(sticky: string, request: FillRequest): Attempt | null {
    const time = this.#times.of(request);
    return time === null ? null : (this.#gateway?.link.begin(sticky, share * time) ?? null);
  }

  /** @throws GatewayFault, GatewayMoved, the signal's reason */
  async #ask(attempt: Attempt, filler: Filler, request: FillRequest, leg: Leg): Promise<Timed> {
    const { clock } = this.#options;
    const began = clock.monotonic();
    const { model: local, taught } = this.#host.common();
    const model: RowModel = {
      logits: (rows) => attempt.logits(rows, leg.signal),
      key: (row) => attempt.excused(() => local.key(row)),
      states: (rows) => attempt.excused(() => local.states(rows)),
    };
    try {
      const answer = await filler.fill(request, { ...leg, model, taught: taught(request.taught ?? 'all') });
      attempt.answered();
      const milliseconds = clock.monotonic() - began;
      return { answer, milliseconds, topMilliseconds: 0, gateway: attempt.version, unusable: null };
    } catch (error) {
      attempt.failed(error);
      throw error;
    }
  }

  /** @throws GatewayFault `other-model` */
  async #fillerOf(version: string, remote: Pick<RowModel, 'logits'>): Promise<Filler> {
    const common = this.#host.common();
    const { language, ranking, model: local } = common;
    const rows = probeRows(common);
    if (!isAlike(await remote.logits(rows), await local.logits(rows), common.vocabSize))
      throw new GatewayFault('other-model', `${version} says something else than the base model`);
    const model: RowModel = { ...local, logits: (some) => remote.logits(some) };
    return createFiller({ model, language, ranking, temperature: common.temperatureOf(version) });
  }
}

export const hedgedHost = (host: Host, options: HedgedOptions): GatewayHost =>
  new HedgedHost(host, {
    connect: (access, vocabSize) => createGatewayClient(createTransport(access, options.clock), vocabSize),
    ...options,
  });
