import type { Opening } from '../../contract/rollouts.ts';
import type { Need } from '../../contract/slot.ts';
import type { Message } from '../../contract/text.ts';
import { type Breaker, type Pace, paceOf } from './breaker.ts';
import { type Control, goodBefore, noTally } from './control.ts';
import { isBusy } from './places.ts';
import { advance, type Evidence, type Rollout, shareOf } from './rollout.ts';
import { oddsWorse, wilson } from './sequential.ts';
import { type Failure, mainVersion, type Place, versionOf } from './state.ts';
import { summaryOf } from './summary.ts';
import type { VersionId } from './version.ts';

/** What panel and command line show. Plain data. */

export interface VersionView {
  readonly version: VersionId;
  /** Share of the gaps that it answers, 0–1. */
  readonly share: number;
  readonly requests: number;
  readonly errors: number;
  /** Milliseconds, over the last 200 requests. */
  readonly p50: number;
  readonly p95: number;
  readonly acceptance: {
    readonly accepted: number;
    readonly of: number;
    readonly low: number;
    readonly high: number;
  };
}

export interface RouterView {
  readonly summary: Message;
  readonly main: VersionView;
  readonly candidate: VersionView | null;
  readonly places: readonly Place['state'][];
  /** Whether the engine still works on one of them, as it does on one in service after a start. */
  readonly loading: boolean;
  readonly rollout: Rollout | null;
  readonly evidence: Evidence;
  /** Best odds so far for “not worse by the margin”, and odds now for “worse”; 1 at the start. */
  readonly odds: { readonly fine: number; readonly worse: number };
  /** Latency against the main version, on requests that both ran. */
  readonly pace: Pace;
  /** What the phase still asks for. */
  readonly needs: readonly Need[];
  readonly breaker: {
    readonly version: VersionId;
    readonly state: Breaker['state'];
    readonly opening: Opening | null;
  } | null;
  /** Where 立即切回 leads; null hides it. */
  readonly backTo: VersionId | null;
  /** The version before, ready to take over again at once. */
  readonly kept: VersionId | null;
  /** The version that is on its way back. */
  readonly target: VersionId | null;
  readonly failure: { readonly version: VersionId; readonly failure: Failure } | null;
  readonly history: readonly { readonly id: number; readonly at: number; readonly main: VersionId }[];
}

function versionView({ tallies }: Control, version: VersionId, share: number): VersionView {
  const { requests, errors, latencies, accepted, judged } = tallies[version] ?? noTally;
  const { p50, p95 } = latencies;
  return {
    version,
    share,
    requests,
    errors,
    p50,
    p95,
    acceptance: { accepted, of: judged, ...wilson(accepted, judged) },
  };
}

function backTo({ snapshot }: Control, now: number): VersionId | null {
  const { rollout, main, previous } = snapshot;
  if (rollout) return main;
  return previous && now < previous.until ? goodBefore(snapshot) : null;
}

export function viewOf(control: Control, now: number): RouterView {
  const { slot, snapshot, breaker } = control;
  const { rollout, evidence, target } = snapshot;
  const decision = rollout ? advance(rollout, evidence, paceOf(breaker)) : null;
  const needs = decision?.kind === 'hold' ? decision.needs : [];
  const share = rollout ? shareOf(rollout) : 0;
  const failed = [slot.a, slot.b].find((place) => place.state === 'failed');
  return {
    summary: summaryOf(snapshot, needs),
    main: versionView(control, mainVersion(slot), 1 - share),
    candidate: rollout ? versionView(control, rollout.version, share) : null,
    places: [slot.a.state, slot.b.state],
    loading: isBusy(slot.a) || isBusy(slot.b),
    rollout,
    evidence,
    odds: { fine: evidence.comparison.best, worse: oddsWorse(evidence.comparison) },
    pace: paceOf(breaker),
    needs,
    breaker: breaker && {
      version: breaker.version,
      state: breaker.state,
      opening: breaker.state === 'open' ? breaker.opening : null,
    },
    backTo: backTo(control, now),
    kept: slot.kept && slot[slot.kept].state === 'live' ? versionOf(slot[slot.kept]) : null,
    target,
    failure: failed?.state === 'failed' ? { version: failed.version, failure: failed.failure } : null,
    history: snapshot.history.map(({ id, at, main }) => ({ id, at, main })),
  };
}
