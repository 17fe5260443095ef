import type { Opening } from '../../contract/rollouts.ts';
import type { Need } from '../../contract/slot.ts';
import type { Pace } from './breaker.ts';
import type { Mode, Plan, Stage } from './plan.ts';
import { openingOn } from './rules.ts';
import {
  type Comparison,
  cleanStillNeeded,
  compare,
  observe,
  openComparison,
  openSprt,
  pairsStillNeeded,
  type Sprt,
} from './sequential.ts';
import type { VersionId } from './version.ts';

/** A roll-out: the phases in which a version takes over traffic, the evidence of each, and whether it is enough to go on. */

export type Phase =
  /** Loading, warming or being checked. */
  | { readonly name: 'preparing' }
  | { readonly name: 'shadow' }
  | { readonly name: 'stage'; readonly index: number };

export interface Rollout {
  readonly version: VersionId;
  readonly mode: Mode;
  readonly plan: Plan;
  readonly phase: Phase;
  /** The phase and its share stay as they are. */
  readonly paused: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface Evidence {
  /** Requests that the new version answered in this phase; in the shadow phase, those that it ran unshown. */
  readonly answered: number;
  /** Use in this phase, milliseconds. Only requests add to it. */
  readonly useMilliseconds: number;
  /** When the last request of this phase came, milliseconds since the epoch; 0 before the first. */
  readonly lastAt: number;
  /** Every run in this phase, shown or not. */
  readonly errors: Sprt;
  /** Acceptance against the old version and replayed gaps, over all phases. */
  readonly comparison: Comparison;
  /** Judgements of one version that wait for one of the other, to be paired in order of arrival. */
  readonly unpaired: { readonly ofNew: boolean; readonly accepted: readonly boolean[] };
  /** Requests on which both ran, and how often both put the same word first; over all phases. */
  readonly agreement: { readonly same: number; readonly of: number };
  readonly replayed: number;
}

export const noEvidence: Evidence = {
  answered: 0,
  useMilliseconds: 0,
  lastAt: 0,
  errors: openSprt,
  comparison: openComparison,
  unpaired: { ofNew: true, accepted: [] },
  agreement: { same: 0, of: 0 },
  replayed: 0,
};

export type Decision =
  | { readonly kind: 'hold'; readonly needs: readonly Need[] }
  | { readonly kind: 'next'; readonly phase: Phase }
  | { readonly kind: 'finish' }
  | { readonly kind: 'stop'; readonly opening: Opening };

export const startRollout = (version: VersionId, mode: Mode, plan: Plan, startedAt: number): Rollout => ({
  version,
  mode,
  plan,
  phase: { name: 'preparing' },
  paused: false,
  startedAt,
});

/** Share of the gaps that the new version answers now, 0–1. */
export const shareOf = ({ phase, plan }: Rollout): number =>
  phase.name === 'stage' ? (plan.stages[phase.index]?.share ?? 0) : 0;

/** The next phase, regardless of the evidence; null after the last one. Only mode and plan leave phases out. */
export function nextPhase({ phase, mode, plan }: Rollout): Phase | null {
  switch (phase.name) {
    case 'preparing':
      if (mode === 'now') return { name: 'stage', index: plan.stages.length - 1 };
      return plan.shadow === null ? { name: 'stage', index: 0 } : { name: 'shadow' };
    case 'shadow':
      return { name: 'stage', index: 0 };
    case 'stage':
      return phase.index + 1 < plan.stages.length ? { name: 'stage', index: phase.index + 1 } : null;
  }
}

/** Evidence that is kept when a phase begins. */
export const carryOver = (evidence: Evidence): Evidence => ({
  ...evidence,
  answered: 0,
  useMilliseconds: 0,
  lastAt: 0,
  errors: openSprt,
});

/** @param at milliseconds since the epoch; a clock that was set back adds nothing */
export function noteRun(
  plan: Plan,
  evidence: Evidence,
  run: { readonly failed: boolean; readonly counts: boolean; readonly agrees: boolean | null },
  at: number,
): Evidence {
  const since = evidence.lastAt === 0 ? 0 : at - evidence.lastAt;
  const use = Math.min(Math.max(0, since), plan.idleSeconds * 1_000);
  const { same, of } = evidence.agreement;
  return {
    ...evidence,
    answered: evidence.answered + (run.counts ? 1 : 0),
    useMilliseconds: evidence.useMilliseconds + use,
    lastAt: at,
    errors: observe(plan.errors, evidence.errors, run.failed),
    agreement: run.agrees === null ? evidence.agreement : { same: same + (run.agrees ? 1 : 0), of: of + 1 },
  };
}

/** Counts a request that only the old version ran: it adds time of use alone. */
export function noteUse(plan: Plan, evidence: Evidence, at: number): Evidence {
  const since = evidence.lastAt === 0 ? 0 : at - evidence.lastAt;
  const use = Math.min(Math.max(0, since), plan.idleSeconds * 1_000);
  return { ...evidence, useMilliseconds: evidence.useMilliseconds + use, lastAt: at };
}

/** Counts a stored gap that both versions ran, by whether each put the writer's word first. */
export const noteReplay = (
  plan: Plan,
  evidence: Evidence,
  newRight: boolean,
  oldRight: boolean,
): Evidence => ({
  ...evidence,
  comparison: compare(plan.margin, evidence.comparison, newRight, oldRight),
  replayed: evidence.replayed + 1,
});

/** Most judgements that wait for a partner; the oldest are dropped. */
const mostUnpaired = 200;

/**
 * A shown suggestion was taken or refused. The writer sees one version only, so judgements of the two are
 * paired in order of arrival. Source: A. Wald, “Sequential Analysis” (1947), ch. 6 (double dichotomies).
 */
export function noteJudgement(plan: Plan, evidence: Evidence, ofNew: boolean, accepted: boolean): Evidence {
  const { unpaired } = evidence;
  const [first, ...rest] = unpaired.accepted;
  if (first === undefined || unpaired.ofNew === ofNew) {
    const kept = [...(first === undefined ? [] : unpaired.accepted), accepted].slice(-mostUnpaired);
    return { ...evidence, unpaired: { ofNew, accepted: kept } };
  }
  const [newRight, oldRight] = ofNew ? [accepted, first] : [first, accepted];
  return {
    ...evidence,
    comparison: compare(plan.margin, evidence.comparison, newRight, oldRight),
    unpaired: { ...unpaired, accepted: rest },
  };
}

/** What the phase still needs, apart from the end of a pause and the writer’s decision in `shadow` mode. */
function missing({ plan, phase }: Rollout, evidence: Evidence, pace: Pace): readonly Need[] {
  const stage: Pick<Stage, 'requests' | 'seconds'> | null | undefined =
    phase.name === 'stage' ? plan.stages[phase.index] : plan.shadow;
  const requests = (stage?.requests ?? 0) - evidence.answered;
  const seconds = Math.ceil((stage?.seconds ?? 0) - evidence.useMilliseconds / 1_000);
  const runs = cleanStillNeeded(plan.errors, evidence.errors);
  const common = plan.pace.pairs - pace.pairs;
  // Shadow answers are not shown, so that acceptance cannot be compared.
  const odds = phase.name === 'stage' ? (plan.stages[phase.index]?.odds ?? 0) : 0;
  const enough = evidence.comparison.best >= odds;
  return [
    ...(requests > 0 ? [{ kind: 'requests' as const, requests }] : []),
    ...(seconds > 0 ? [{ kind: 'use' as const, seconds }] : []),
    ...(runs > 0 ? [{ kind: 'clean-runs' as const, runs }] : []),
    ...(common > 0 ? [{ kind: 'common-runs' as const, runs: common }] : []),
    ...(common <= 0 && pace.ratio > plan.pace.ratio ? [{ kind: 'slower' as const, ratio: pace.ratio }] : []),
    ...(enough
      ? []
      : [{ kind: 'comparisons' as const, pairs: pairsStillNeeded(plan.margin, evidence.comparison, odds) }]),
  ];
}

/** Pure: the same evidence always gives the same decision, and time alone never changes it. */
export function advance(rollout: Rollout, evidence: Evidence, pace: Pace): Decision {
  const { phase, mode, paused } = rollout;
  if (phase.name === 'preparing') return { kind: 'hold', needs: [] };
  const opening = openingOn('errors', evidence.errors);
  if (opening) return { kind: 'stop', opening };
  const needs: readonly Need[] = [
    ...missing(rollout, evidence, pace),
    ...(paused ? [{ kind: 'resume' as const }] : []),
    ...(mode === 'shadow' ? [{ kind: 'wish' as const }] : []),
  ];
  if (needs.length > 0) return { kind: 'hold', needs };
  const next = nextPhase(rollout);
  return next ? { kind: 'next', phase: next } : { kind: 'finish' };
}
