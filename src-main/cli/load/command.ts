import { join } from 'node:path';
import type { Core } from '../../app/core.ts';
import { seededRng } from '../../base/rng.ts';
import { backgroundTexts } from '../../learn/memory/background-texts.ts';
import { getSettings } from '../../store/settings.ts';
import type { Mode } from '../../versions/policy/plan.ts';
import { type Session, startEngineWith } from '../session.ts';
import { settled } from '../slot.ts';
import { type Fault, withFault } from './faults.ts';
import { type LoadHome, withLoadHome } from './home.ts';
import { type Load, startLoad } from './pace.ts';
import { loadReport } from './report.ts';
import { type Swap, type SwapOptions, swapTo } from './swap.ts';
import { makeTrialVersion } from './trial-versions.ts';

/** `load`: requests at a steady pace through the slot and the real engine, during swaps and faults. */

export interface LoadArguments {
  readonly rps: number;
  readonly seconds: number;
  readonly fault?: Fault;
  /** Versions that replace each other in turn; `true` for two trial versions. */
  readonly swap?: readonly string[] | true;
  /** The version that goes into service; `true` for a trial version. */
  readonly promote?: string | true;
  readonly mode: Mode;
}

/** Share of the time before the first swap or fault, for comparison. */
const quietShare = 0.25;
/** Mean milliseconds between two kills of the engine's process. */
const killEvery = 5_000;
/** Fewest milliseconds between two swaps. */
const swapEvery = 1_000;
const teachingTakes = 10_000;

const pause = ({ clock }: Session, milliseconds: number) =>
  new Promise<void>((resolve) => void clock.after(Math.max(0, milliseconds), resolve));

interface Cast {
  readonly candidates: readonly string[];
  readonly trials: readonly string[];
}

/** The versions that the arguments name, or new trial versions. */
async function castOf(session: Session, { store, patches }: LoadHome, args: LoadArguments): Promise<Cast> {
  const model = session.core.active();
  const { fault, swap, promote } = args;
  const named = Array.isArray(swap) ? swap : typeof promote === 'string' ? [promote] : [];
  const wanted = swap ? 2 : promote || fault ? 1 : 0;
  // A version that overflows is always a trial version, also if the arguments name one.
  if (!model || (named.length > 0 && fault?.kind !== 'nan')) return { candidates: named, trials: [] };
  const trials: string[] = [];
  for (let seed = 1; seed <= wanted; seed++) {
    const kind = fault?.kind === 'nan' ? 'overflow' : 'quiet';
    trials.push(await makeTrialVersion({ store, model, patches, kind, seed, at: session.clock.now() }));
  }
  return { candidates: trials, trials };
}

/** Kills the engine's process at random times. @param until milliseconds on the monotonic clock @returns the number of kills */
async function killing(session: Session, until: number): Promise<number> {
  const rng = seededRng(9);
  let kills = 0;
  for (;;) {
    const wait = killEvery * (0.5 + rng());
    if (session.clock.monotonic() + wait >= until) return kills;
    await pause(session, wait);
    session.crash();
    kills++;
  }
}

async function swapping(
  session: Session,
  options: SwapOptions,
  versions: readonly string[],
  until: number,
): Promise<(Swap | null)[]> {
  const swaps: (Swap | null)[] = [];
  for (let i = 0; session.clock.monotonic() < until; i++) {
    const version = versions[i % versions.length];
    if (version === undefined) break;
    swaps.push(await swapTo(options, version));
    await pause(session, swapEvery);
  }
  return swaps;
}

async function disturb(
  session: Session,
  { running: { slots } }: LoadHome,
  load: Load,
  args: LoadArguments,
  { candidates }: Cast,
  until: number,
): Promise<{ readonly swaps: readonly (Swap | null)[]; readonly kills: number }> {
  const options = { slots, load, clock: session.clock };
  const kills = args.fault?.kind === 'kill' ? killing(session, until) : 0;
  const [first] = candidates;
  if (args.swap) return { swaps: await swapping(session, options, candidates, until), kills: await kills };
  if (first === undefined) return { swaps: [], kills: await kills };
  if (args.mode === 'now') return { swaps: [await swapTo(options, first)], kills: await kills };
  slots.promote(first, args.mode);
  return { swaps: [], kills: await kills };
}

async function measure(
  session: Session,
  home: LoadHome,
  core: Core,
  args: LoadArguments,
  blame: (version: string) => void,
) {
  const { clock, paths } = session;
  const { running, store, hub } = home;
  const { slots, teaching } = running;
  await startEngineWith({ ...session, core }, getSettings(store.read));
  await settled(running, session, hub);
  await teaching.settled(teachingTakes);
  const cast = await castOf(session, home, args);
  for (const id of cast.candidates.slice(0, 1)) blame(id);
  const from = clock.now();
  const began = clock.monotonic();
  const until = began + args.seconds * 1_000;
  const texts = await backgroundTexts(join(paths.resources, 'replay'));
  const load = startLoad({ slots, clock, rps: args.rps, texts });
  const isQuiet = cast.candidates.length === 0 && !args.fault;
  await pause(session, args.seconds * 1_000 * (isQuiet ? 1 : quietShare));
  const quiet = [...load.served];
  const done = await disturb(session, home, load, args, cast, until);
  await pause(session, until - clock.monotonic());
  const served = await load.stop();
  const { main, rollout } = slots.view();
  const end = { main: main.version, phase: rollout ? String(rollout.phase) : null };
  const { rps, seconds } = args;
  return loadReport({ rps, seconds, served, quiet, ...done, ...cast, from, end }, store);
}

/** @throws CodedError `app-running`, `no-model`, `not-found` and those of the engine's start */
export async function load(session: Session, args: LoadArguments): Promise<void> {
  const { core, clock, output } = session;
  let faulty: string | null = null;
  const version = () => faulty;
  const engine = args.fault
    ? withFault(core.engine, { fault: args.fault, version, clock, rng: seededRng(5) })
    : core.engine;
  const report = await withLoadHome(session, { ...core, engine }, async (one) => {
    return measure(session, one, { ...core, engine }, args, (id) => {
      faulty = id;
    });
  });
  const { requests, failed, p50, p95, p99, swap_ms, openings, refused } = report;
  output.result(report, [
    `requests\t${requests}`,
    `failed\t${failed}`,
    `p50 / p95 / p99\t${p50} / ${p95} / ${p99} ms`,
    ...Object.entries(report.versions).map(([id, one]) => `${id}\t${one.requests}`),
    ...(swap_ms.count > 0 ? [`swaps\t${swap_ms.count}, p50 ${swap_ms.p50} ms, p95 ${swap_ms.p95} ms`] : []),
    ...openings.map(
      ({ version: id, rule, afterSeconds }) => `stopped\t${id}: ${rule} after ${afterSeconds} s`,
    ),
    ...refused.map(({ version: id, code }) => `refused\t${id}: ${code}`),
  ]);
}
