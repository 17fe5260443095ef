/**
 * `node test/bench/hedge.ts [ROUNDS] [ARM…]`: what a gateway costs and saves a request, by wall time, in one run on this
 * machine. Requests of this machine alone and requests with the gateway take turns; each has a text of its own, since
 * the second fill of a text is several times faster than its first. In each round each arm connects, is answered once,
 * and only then the trouble begins, so that the first requests meet it unprepared and the last ones have left it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src-main/base/clock.ts';
import { turn } from '../../src-main/base/turn.ts';
import type { GatewayState } from '../../src-main/contract/gateway.ts';
import { type GatewayHost, hedgedHost } from '../../src-main/engine/hedged-host.ts';
import { baseVersion } from '../../src-main/fillmask/bert/versions.ts';
import { Memory } from '../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { type Served, serve, startServed } from './hedge/served.ts';
import { arms, delayOf } from './hedge/troubles.ts';
import { benchHost } from './host.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';
import { quantile } from './statistics.ts';
import { textOf } from './texts.ts';

const tokens = 48;
/** Different texts; a cache holds the rows of the last two requests. */
const texts = Array.from({ length: 60 }, (_, at) => textOf(tokens, at));
/** After the trouble began. */
const requests = 5;
/** Failures in a row that a gateway is left after. */
const beforeLeft = 3;
const sticky = '0'.repeat(32);

interface Sample {
  readonly local: number;
  readonly hedged: number;
  readonly isFirst: boolean;
  readonly byGateway: boolean;
}

class Bench {
  readonly #hedged: GatewayHost;
  readonly #state: () => GatewayState;
  #next = 0;

  private constructor(hedged: GatewayHost, state: () => GatewayState) {
    this.#hedged = hedged;
    this.#state = state;
  }

  static async open(): Promise<Bench> {
    let state: GatewayState = { phase: 'off' };
    const hedged = hedgedHost(await benchHost(await openCheckpoint(benchModel()), new Memory(), turn), {
      clock: systemClock,
      onState: (next) => {
        state = next;
      },
    });
    return new Bench(hedged, () => state);
  }

  /** @param key null for this machine alone. @returns milliseconds, and whether the gateway answered */
  async timed(key: string | null) {
    const request = { text: texts[this.#next++ % texts.length] ?? '', maxLength: 4, top: 5 };
    const began = performance.now();
    const { gateway } = await this.#hedged.fill(baseVersion, request, {
      sticky: key,
      onFirst: () => undefined,
    });
    return { took: performance.now() - began, byGateway: gateway !== null };
  }

  /** Where the gateway is at its best, this machine's own time is known. */
  async warmUp(): Promise<number> {
    for (let i = 0; i < 6; i++) await this.timed(null);
    const times: number[] = [];
    for (let i = 0; i < 8; i++) times.push((await this.timed(sticky)).took);
    return quantile(times, 0.5);
  }

  async roundOf(served: Served, name: string, local: number): Promise<Sample[]> {
    await served.become({ name: 'well', delay: 0 });
    this.#hedged.useGateway(served.access);
    while (this.#state().phase === 'connecting') await sleep(10);
    await this.timed(sticky);
    if (name === 'killed') await served.kill();
    else await served.become({ name, delay: delayOf(name) * local });
    const samples: Sample[] = [];
    for (let i = 0; i < requests; i++) {
      // In turns, so that neither always comes first.
      const before = i % 2 === 0 ? await this.timed(null) : null;
      const { took, byGateway } = await this.timed(sticky);
      const alone = before ?? (await this.timed(null));
      samples.push({ local: alone.took, hedged: took, isFirst: i < beforeLeft, byGateway });
    }
    this.#hedged.useGateway(null);
    return samples;
  }
}

function rowOf(name: string, samples: readonly Sample[]): string[] {
  const shares = [0.5, 0.95, 1] as const;
  const of = (some: readonly Sample[], side: 'local' | 'hedged', share: number) =>
    quantile(
      some.map((one) => one[side]),
      share,
    );
  const times = (side: 'local' | 'hedged') =>
    shares.map((share) => round(of(samples, side, share), 0)).join(' / ');
  const ratios = (some: readonly Sample[]) =>
    shares.map((share) => round(of(some, 'hedged', share) / of(some, 'local', share), 2)).join(' / ');
  return [
    name,
    times('local'),
    times('hedged'),
    ratios(samples),
    ratios(samples.filter(({ isFirst }) => isFirst)),
    `${samples.filter(({ byGateway }) => byGateway).length} of ${samples.length}`,
  ];
}

const heads = ['gateway', 'alone ms', 'with it ms', '×', 'first three ×', 'by the gateway'];

async function measure(rounds: number, wanted: readonly string[]): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const bench = await Bench.open();
  let served = await startServed(script);
  const local = await bench.warmUp();
  const samples = new Map<string, Sample[]>();
  for (let i = 0; i < rounds; i++) {
    for (const name of wanted) {
      samples.set(name, [...(samples.get(name) ?? []), ...(await bench.roundOf(served, name, local))]);
      if (name === 'killed') served = await startServed(script);
    }
    // A run that is ended early has told what it measured.
    table(
      `${i + 1} rounds of ${requests} requests, ${tokens} tokens; p50 / p95 / most`,
      heads,
      wanted.map((name) => rowOf(name, samples.get(name) ?? [])),
    );
  }
  await served.kill();
}

const [, , first, ...rest] = process.argv;
if (first === '--serve') await serve(texts);
else await measure(Number(first ?? 6), rest.length > 0 ? rest : arms);
