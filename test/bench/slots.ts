/**
 * `node test/bench/slots.ts`, and a part of `npm run bench`: swaps, roll-backs and kills under ten requests a second,
 * real model, versions of full size that nobody trained. `BUMO_BENCH_SWAPS` says how many of each, 50 by default.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { type Load, latencies, type Served, startLoad } from '../../src-main/cli/load/pace.ts';
import { prepareVersion, rollBack, type Swap, swapTo } from '../../src-main/cli/load/swap.ts';
import { makeTrialVersion } from '../../src-main/cli/load/trial-versions.ts';
import { percentile } from '../../src-main/fillmask/evaluate.ts';
import { backgroundTexts } from '../../src-main/learn/memory/background-texts.ts';
import { removeExpanded } from '../../src-main/models/expand.ts';
import { patchesDir, type Slots } from '../../src-main/versions/live/slots.ts';
import { openApp } from './app.ts';
import { round, table } from './measure.ts';

const swaps = Number(process.env.BUMO_BENCH_SWAPS ?? 50);
const rps = 10;
const quietSeconds = swaps < 20 ? 5 : 30;
const say = (line: string) => process.stderr.write(`${line}\n`);
const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => void clock.after(milliseconds, resolve));

/** The app with three versions of full size. */
async function open() {
  const app = await openApp();
  const { home, store, model } = app;
  const versions: string[] = [];
  for (const seed of [1, 2, 3]) {
    const patches = patchesDir(home);
    versions.push(await makeTrialVersion({ store, model, patches, kind: 'quiet', seed, at: clock.now() }));
  }
  return {
    ...app,
    versions,
    texts: await backgroundTexts(join(app.paths.resources, 'replay')),
    async close() {
      await app.close();
      for (const id of versions) await removeExpanded(model, id);
    },
  };
}

const times = (list: readonly Swap[], pick: (one: Swap) => number) => ({
  p50: round(percentile(list.map(pick), 0.5), 1),
  p95: round(percentile(list.map(pick), 0.95), 1),
  most: round(percentile(list.map(pick), 1), 1),
});

const summary = (list: readonly Swap[]) => ({
  count: list.length,
  ready: times(list, ({ ready }) => ready),
  firstAnswer: times(list, ({ firstAnswer }) => firstAnswer),
});

const failedOf = (served: readonly Served[]) => served.filter(({ error }) => error !== null).length;

/** Runs `step` so many times at moments that have nothing to do with the load's own pace. */
async function repeat(
  { load, slots }: { load: Load; slots: Slots },
  step: (i: number) => Promise<Swap | null>,
  count = swaps,
) {
  const rng = seededRng(3);
  const from = load.served.length;
  const done: Swap[] = [];
  for (let i = 0; i < count; i++) {
    await pause(400 + 400 * rng());
    const swap = await step(i);
    if (!swap) throw new Error(`swap ${i} came to nothing: ${JSON.stringify(slots.view())}`);
    done.push(swap);
  }
  const served = load.served.slice(from);
  return { ...summary(done), requests: served.length, failed: failedOf(served), latency: latencies(served) };
}

/** Another process of the same model takes over, as it does for another model or provider. */
async function exchange({ core }: Awaited<ReturnType<typeof open>>, load: Load): Promise<Swap> {
  const began = clock.monotonic();
  await core.engine.renew();
  const ready = clock.monotonic() - began;
  await load.ask();
  return { to: 'the same', ready, firstAnswer: clock.monotonic() - began };
}

async function kills({ core, crash }: Awaited<ReturnType<typeof open>>, load: Load, count: number) {
  const rng = seededRng(4);
  const from = load.served.length;
  for (let i = 0; i < count; i++) {
    await pause(200 + 600 * rng());
    crash();
    await pause(50);
    while (core.engine.state().phase !== 'ready') await pause(20);
  }
  await load.ask();
  const served = load.served.slice(from);
  return { count, requests: served.length, failed: failedOf(served), latency: latencies(served) };
}

export async function timeSlots() {
  const bench = await open();
  const { slots, versions, texts } = bench;
  const load = startLoad({ slots, clock, rps, texts });
  const options = { slots, load, clock };
  const version = (i: number) => must(versions[i % versions.length], 'a version');
  const memory = () => (slots.view().memory ?? 0) / 2 ** 20;
  try {
    say('swaps: each version for the first time…');
    const first = await repeat(options, (i) => swapTo(options, version(i)), versions.length);
    await pause(1_000);
    const from = load.served.length;
    say('swaps: quiet…');
    await pause(quietSeconds * 1_000);
    const quiet = latencies(load.served.slice(from));
    const before = memory();
    say('swaps: loaded for it…');
    const cold = await repeat(options, (i) => swapTo(options, version(i)));
    await pause(1_000);
    const after = memory();
    say('swaps: loaded before…');
    const prepared = await repeat(options, async (i) => {
      await prepareVersion(options, version(swaps + i));
      await pause(200);
      return swapTo(options, version(swaps + i));
    });
    say('roll-backs…');
    const back = await repeat(options, async (i) => {
      await swapTo(options, version(2 * swaps + i));
      await pause(300);
      return rollBack({ ...options, asking: true });
    });
    say('processes exchanged…');
    const exchanged = await repeat(options, () => exchange(bench, load), Math.ceil(swaps / 5));
    say('kills…');
    const killed = await kills(bench, load, swaps);
    const served = await load.stop();
    const state = { main: slots.view().main.version, failed: failedOf(served), requests: served.length };
    return {
      rps,
      quiet,
      first,
      cold,
      prepared,
      back,
      exchanged,
      killed,
      memory_mb: { before: round(before, 1), after: round(after, 1) },
      state,
    };
  } finally {
    await bench.close();
  }
}

export function showSlots(report: Awaited<ReturnType<typeof timeSlots>>): void {
  const { quiet, first, cold, prepared, back, exchanged, killed, memory_mb } = report;
  const row = (name: string, one: typeof cold) => [
    name,
    one.count,
    one.ready.p95,
    one.firstAnswer.p50,
    one.firstAnswer.p95,
    one.firstAnswer.most,
    `${one.failed} of ${one.requests}`,
    round(one.latency.p99, 1),
    round(one.latency.p99 / quiet.p99),
  ];
  table(
    `Swaps under ${rps} requests a second, ms (quiet p99 ${round(quiet.p99, 1)})`,
    ['', 'n', 'ready p95', 'answer p50', 'answer p95', 'most', 'failed', 'p99', '× quiet'],
    [
      row('never loaded before', first),
      row('loaded for it', cold),
      row('loaded before', prepared),
      row('back, asked at once', back),
      row('another process', exchanged),
    ],
  );
  table(
    'Engine',
    ['', ''],
    [
      [`killed ${killed.count} times: failed requests`, `${killed.failed} of ${killed.requests}`],
      ['private memory before the swaps, MB', memory_mb.before],
      ['private memory after the swaps, MB', memory_mb.after],
    ],
  );
}

if (import.meta.main) {
  const report = await timeSlots();
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/bench-slots.json', `${JSON.stringify(report, null, 2)}\n`);
  showSlots(report);
}
