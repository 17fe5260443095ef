import type { RolloutEntry } from '../../contract/rollouts.ts';
import { modes, type Plan, type Stage } from './plan.ts';
import { type Evidence, noEvidence, type Phase, type Rollout } from './rollout.ts';
import type { Comparison, Sprt, SprtDesign } from './sequential.ts';
import { format, freshSnapshot, type Saved, type Snapshot } from './snapshot.ts';
import { base, type VersionId } from './version.ts';

/** Reads stored state as if anybody had written it: what is not sound is left out, never guessed. */

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isShare = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 1;
const isRate = (value: unknown): value is number => isNumber(value) && value > 0 && value < 1;
const isVersion = (value: unknown): value is VersionId =>
  typeof value === 'string' && /^(base|[0-9a-z-]{1,64})$/.test(value);

const listOf = <T>(value: unknown, parse: (one: unknown) => T | null): readonly T[] =>
  Array.isArray(value) ? value.map(parse).filter((one) => one !== null) : [];

function designOf(value: unknown): SprtDesign | null {
  const { healthy, bad, alpha, beta } = fieldsOf(value) ?? {};
  if (!isRate(healthy) || !isRate(bad) || !isRate(alpha) || !isRate(beta) || healthy >= bad) return null;
  return { healthy, bad, alpha, beta };
}

function stageOf(value: unknown): Stage | null {
  const { share, requests, seconds, odds } = fieldsOf(value) ?? {};
  if (!isShare(share) || !isCount(requests) || !isNumber(seconds) || seconds < 0) return null;
  return isNumber(odds) && odds >= 0 ? { share, requests, seconds, odds } : null;
}

/** A plan must climb to everything, or it would never end. */
function planOf(value: unknown): Plan | null {
  const plan = fieldsOf(value) ?? {};
  const shadow = fieldsOf(plan.shadow) ?? {};
  const errors = designOf(plan.errors);
  const stages = listOf(plan.stages, stageOf);
  const whole = Array.isArray(plan.stages) && stages.length === plan.stages.length;
  const climbs = stages.every((one, i) => i === 0 || one.share > (stages[i - 1]?.share ?? 0));
  const { idleSeconds, margin, beside } = plan;
  if (!errors || !whole || !climbs || stages.at(-1)?.share !== 1) return null;
  if (!isCount(shadow.requests) || !isNumber(shadow.seconds) || shadow.seconds < 0) return null;
  if (!isNumber(idleSeconds) || idleSeconds < 0 || !isRate(margin) || !isShare(beside)) return null;
  const { requests, seconds } = shadow;
  const { pairs, ratio } = fieldsOf(plan.pace) ?? {};
  if (!isCount(pairs) || !isNumber(ratio) || ratio < 1) return null;
  const pace = { pairs, ratio };
  return { shadow: { requests, seconds }, stages, idleSeconds, errors, margin, pace, beside };
}

function phaseOf(value: unknown, plan: Plan): Phase | null {
  const { name, index } = fieldsOf(value) ?? {};
  if (name === 'preparing' || name === 'shadow') return { name };
  return name === 'stage' && isCount(index) && index < plan.stages.length ? { name, index } : null;
}

function rolloutOf(value: unknown): Rollout | null {
  const fields = fieldsOf(value) ?? {};
  const { version, mode: wanted, paused, startedAt } = fields;
  const plan = planOf(fields.plan);
  const mode = modes.find((one) => one === wanted);
  const phase = plan ? phaseOf(fields.phase, plan) : null;
  if (!plan || !phase || !mode || !isVersion(version) || version === base || !isNumber(startedAt))
    return null;
  return { version, mode, plan, phase, paused: paused === true, startedAt };
}

function sprtOf(value: unknown): Sprt | null {
  const { observed, failures, ratio, verdict } = fieldsOf(value) ?? {};
  if (!isCount(observed) || !isCount(failures) || !isNumber(ratio)) return null;
  if (verdict !== 'open' && verdict !== 'healthy' && verdict !== 'bad') return null;
  return { observed, failures, ratio, verdict };
}

function comparisonOf(value: unknown): Comparison | null {
  const { wins, ties, losses, worse, fine, best } = fieldsOf(value) ?? {};
  const isBets = (list: unknown): list is readonly number[] =>
    Array.isArray(list) && list.length === noEvidence.comparison.fine.length && list.every(isNumber);
  if (!isCount(wins) || !isCount(ties) || !isCount(losses) || !isBets(worse) || !isBets(fine)) return null;
  return isNumber(best) ? { wins, ties, losses, worse, fine, best } : null;
}

function evidenceOf(value: unknown): Evidence | null {
  const fields = fieldsOf(value) ?? {};
  const { answered, useMilliseconds, lastAt, replayed } = fields;
  const errors = sprtOf(fields.errors);
  const comparison = comparisonOf(fields.comparison);
  const { same, of } = fieldsOf(fields.agreement) ?? {};
  const { ofNew, accepted } = fieldsOf(fields.unpaired) ?? {};
  if (!errors || !comparison || !isCount(answered) || !isCount(replayed) || !isCount(same) || !isCount(of))
    return null;
  if (!isNumber(useMilliseconds) || useMilliseconds < 0 || !isNumber(lastAt)) return null;
  const judged = listOf(accepted, (one) => (typeof one === 'boolean' ? one : null));
  const unpaired = { ofNew: ofNew === true, accepted: judged };
  return {
    answered,
    useMilliseconds,
    lastAt,
    errors,
    comparison,
    unpaired,
    agreement: { same, of },
    replayed,
  };
}

function savedOf(value: unknown): Saved | null {
  const { id, at, main, rollout, captured } = fieldsOf(value) ?? {};
  if (!isCount(id) || !isNumber(at) || !isVersion(main)) return null;
  return {
    id,
    at,
    main,
    rollout: rolloutOf(rollout),
    captured: typeof captured === 'string' ? captured : null,
  };
}

/** The archive reads entries itself; here they only pass through. */
function entryOf(value: unknown): RolloutEntry | null {
  const { id, at, version, kind } = fieldsOf(value) ?? {};
  const kinds = ['phase', 'ended', 'opened', 'failed', 'back-to'];
  const sound = isCount(id) && isNumber(at) && isVersion(version) && kinds.includes(String(kind));
  return sound ? (value as RolloutEntry) : null;
}

function previousOf(value: unknown): Snapshot['previous'] {
  const { version, until } = fieldsOf(value) ?? {};
  return isVersion(version) && isNumber(until) ? { version, until } : null;
}

export interface Parsed {
  readonly snapshot: Snapshot;
  /** What was wrong; null for sound or first-time state. */
  readonly trouble: 'unreadable' | 'newer' | null;
}

function fieldsOfText(text: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * @param text JSON of a snapshot, null where none was ever stored
 * @returns a state that is safe to start with: the base model alone where nothing better is certain
 */
export function parseSnapshot(text: string | null): Parsed {
  const fresh = freshSnapshot(noEvidence);
  if (text === null) return { snapshot: fresh, trouble: null };
  const fields = fieldsOfText(text);
  if (isCount(fields?.format) && fields.format > format) return { snapshot: fresh, trouble: 'newer' };
  if (!fields || fields.format !== format || !isVersion(fields.main) || !isCount(fields.ids))
    return { snapshot: fresh, trouble: 'unreadable' };
  const rollout = rolloutOf(fields.rollout);
  const evidence = rollout ? evidenceOf(fields.evidence) : noEvidence;
  const { main, target, reinstate, ids } = fields;
  // Without its evidence a roll-out would have to be trusted blindly.
  const kept = rollout && evidence && rollout.version !== main ? { rollout, evidence } : null;
  const trouble = (fields.rollout ?? null) !== null && !kept ? 'unreadable' : null;
  const snapshot: Snapshot = {
    ...fresh,
    main,
    target: isVersion(target) && target !== main ? target : null,
    ...kept,
    previous: previousOf(fields.previous),
    blocked: listOf(fields.blocked, (one) => (isVersion(one) ? one : null)),
    history: listOf(fields.history, savedOf),
    outbox: listOf(fields.outbox, entryOf),
    reinstate: typeof reinstate === 'string' ? reinstate : null,
    ids,
  };
  return { snapshot, trouble };
}
