import { trip, watchRun } from '../versions/policy/breaker.ts';
import { type Control, goodBefore, type Moment, noTally } from '../versions/policy/control.ts';
import type { Sample } from '../versions/policy/counts.ts';
import { addLatency } from '../versions/policy/latency.ts';
import { noteRun, noteUse } from '../versions/policy/rollout.ts';
import type { VersionId } from '../versions/policy/version.ts';
import { hear, quiet, rings } from './alarm.ts';
import { gatewayPlan } from './plan.ts';
import { stopped } from './policy-steps.ts';
import { type Counter, type Totals, versionOfSeries } from './ports.ts';
import { type ControllerState, emptyPair } from './state.ts';

/** From counters of an engine to the evidence of the policy: each answer counts as a run. Pure. */

const nothing: Counter = { answered: 0, failed: 0, milliseconds: 0 };

const added = (a: Counter, b: Counter): Counter => ({
  answered: a.answered + b.answered,
  failed: a.failed + b.failed,
  milliseconds: a.milliseconds + b.milliseconds,
});

/** What a series counted since `before`. A lower counter belongs to a process that started in between. */
function since(before: Counter, now: Counter): Counter {
  if (now.answered < before.answered || now.failed < before.failed) return now;
  return {
    answered: now.answered - before.answered,
    failed: now.failed - before.failed,
    milliseconds: Math.max(0, now.milliseconds - before.milliseconds),
  };
}

/**
 * What each version counted between two readings. Of a version that was never read before, the first reading tells
 * where its counters stand; a further replica of a known version counts from 0.
 */
export function between(before: Totals, now: Totals): Map<VersionId, Counter> {
  const known = new Set(Object.keys(before).map(versionOfSeries));
  const counts = new Map<VersionId, Counter>();
  for (const [series, counter] of Object.entries(now)) {
    const version = versionOfSeries(series);
    if (!known.has(version)) continue;
    counts.set(version, added(counts.get(version) ?? nothing, since(before[series] ?? nothing, counter)));
  }
  return counts;
}

/** Failures spread evenly over the runs of a reading: their order in between is not known. */
function* runsOf({ answered, failed }: Counter): Generator<boolean> {
  const runs = answered + failed;
  for (let i = 0; i < runs; i++)
    yield Math.floor(((i + 1) * failed) / runs) > Math.floor((i * failed) / runs);
}

const total = ({ answered, failed }: Counter) => answered + failed;
const failing = (counter: Counter) => counter.failed / Math.max(1, total(counter));

/** Standard deviations: a long failure of the engine is hundreds of readings. */
const clearly = 5;

/**
 * Whether failures of the new version are what the main version's rate in the same reading explains. Then the engine is
 * at fault, and the reading says nothing of the version.
 */
function isShared(mine: Counter, live: Counter): boolean {
  const rate = failing(live);
  const expected = total(mine) * rate;
  const most = expected + clearly * Math.sqrt(expected * (1 - rate));
  return live.failed > 0 && mine.failed > 0 && mine.failed <= most;
}

function tallied(control: Control, version: VersionId, counter: Counter): Control {
  const { answered, failed, milliseconds } = counter;
  const tally = control.tallies[version] ?? noTally;
  const latencies = answered === 0 ? tally.latencies : addLatency(tally.latencies, milliseconds / answered);
  const next = {
    ...tally,
    latencies,
    requests: tally.requests + total(counter),
    errors: tally.errors + failed,
  };
  return { ...control, tallies: { ...control.tallies, [version]: next } };
}

/** Least answers of each version that make one comparison of their mean latency. */
const pairSize = 10;

interface Ratio {
  readonly milliseconds: number;
  readonly liveMilliseconds: number;
}

/** Gathers answers of both versions. @returns their means as soon as they are enough */
function paired(state: ControllerState, mine: Counter, live: Counter): [ControllerState, Ratio | null] {
  const plus = (one: Pick<Counter, 'answered' | 'milliseconds'>, other: Counter) => ({
    answered: one.answered + other.answered,
    milliseconds: one.milliseconds + other.milliseconds,
  });
  const pair = { mine: plus(state.pair.mine, mine), live: plus(state.pair.live, live) };
  if (pair.mine.answered < pairSize || pair.live.answered < pairSize) return [{ ...state, pair }, null];
  const mean = ({ answered, milliseconds }: Pick<Counter, 'answered' | 'milliseconds'>) =>
    milliseconds / answered;
  const ratio = { milliseconds: mean(pair.mine), liveMilliseconds: mean(pair.live) };
  return [{ ...state, pair: emptyPair }, ratio];
}

/** A run as the breaker sees it. Counters do not tell answers apart, so that no two are the same. */
const sampleOf = (failed: boolean, ratio: Ratio | null, requests: number): Sample =>
  failed
    ? { failed: true }
    : {
        failed: false,
        milliseconds: ratio?.milliseconds ?? 0,
        liveMilliseconds: ratio?.liveMilliseconds ?? null,
        finite: true,
        fingerprint: String(requests),
        input: String(requests),
      };

/** One run of the version under way. */
function noteOne(
  state: ControllerState,
  failed: boolean,
  ratio: Ratio | null,
  moment: Moment,
): ControllerState {
  const { control } = state;
  const { breaker, snapshot } = control;
  const { rollout, evidence } = snapshot;
  if (!rollout || !breaker) return state;
  const counted = {
    ...snapshot,
    evidence: noteRun(rollout.plan, evidence, { failed, counts: true, agrees: null }, moment.at),
  };
  const requests = counted.evidence.errors.observed;
  // The desktop's short window decides until the stage's own test has ended; the alarm watches from there on.
  const isSettled = evidence.errors.verdict === 'healthy';
  const sample = sampleOf(failed, ratio, requests);
  const watched = isSettled && failed ? breaker : watchRun(breaker, sample, moment.monotonic);
  const alarm = isSettled ? hear(rollout.plan.errors, state.alarm, failed) : quiet(rollout.version);
  const opening = { rule: 'errors-sequential', figures: { errors: alarm.errors, requests: alarm.requests } };
  const next = rings(alarm) ? trip(watched, opening, moment.monotonic) : watched;
  return { ...state, alarm, control: { ...control, snapshot: counted, breaker: next } };
}

/** @returns the state, stopped at the first run that stops the version; the rest of the reading then says nothing */
function noteRuns(
  state: ControllerState,
  mine: Counter,
  ratio: Ratio | null,
  moment: Moment,
): ControllerState {
  const version = state.control.snapshot.rollout?.version;
  let next = state;
  let left = ratio;
  for (const failed of runsOf(mine)) {
    next = noteOne(next, failed, failed ? null : left, moment);
    if (!failed) left = null;
    const control = stopped(next.control, moment);
    if (control !== next.control) next = { ...next, control };
    if (control.snapshot.rollout?.version !== version)
      return { ...next, alarm: quiet(control.snapshot.main) };
  }
  return next;
}

/** The main version on its own. Where no good version is before it, the alarm only tells. */
function noteMain(state: ControllerState, live: Counter, moment: Moment): ControllerState {
  const { main, previous } = state.control.snapshot;
  const { errors } = gatewayPlan(false);
  let alarm = state.alarm.version === main ? state.alarm : quiet(main);
  for (const failed of runsOf(live)) if (!rings(alarm)) alarm = hear(errors, alarm, failed);
  const next = { ...state, alarm };
  const { breaker, snapshot } = state.control;
  const isLeft = previous !== null && moment.at < previous.until && goodBefore(snapshot) === previous.version;
  if (!rings(alarm) || !breaker || !isLeft) return next;
  const figures = { errors: alarm.errors, requests: alarm.requests };
  const tripped = trip(breaker, { rule: 'errors-sequential', figures }, moment.monotonic);
  const control = stopped({ ...state.control, breaker: tripped }, moment);
  return { ...next, control, alarm: quiet(control.snapshot.main) };
}

/** What versions counted at the same time. */
export function observed(
  state: ControllerState,
  counts: ReadonlyMap<VersionId, Counter>,
  moment: Moment,
): ControllerState {
  let control = state.control;
  for (const [version, counter] of counts)
    if (total(counter) > 0) control = tallied(control, version, counter);
  const { rollout, main, evidence } = control.snapshot;
  const live = counts.get(main) ?? nothing;
  const next = { ...state, control };
  if (rollout?.phase.name !== 'stage') return noteMain(next, live, moment);
  const mine = counts.get(rollout.version) ?? nothing;
  if (total(mine) > 0 && !isShared(mine, live)) {
    const [gathered, ratio] = paired(next, mine, live);
    return noteRuns(gathered, mine, ratio, moment);
  }
  if (total(live) === 0) return next;
  const used = { ...control.snapshot, evidence: noteUse(rollout.plan, evidence, moment.at) };
  return { ...next, control: { ...control, snapshot: used } };
}

/** What a reading of the counters says. */
export function counted(state: ControllerState, now: Totals, moment: Moment): ControllerState {
  const counts = between(state.totals, now);
  return observed({ ...state, totals: { ...state.totals, ...now } }, counts, moment);
}
