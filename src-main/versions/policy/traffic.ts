import { watchRun } from './breaker.ts';
import {
  type Control,
  followedBy,
  type Moment,
  noTally,
  type Step,
  stay,
  type Tally,
  toSlot,
} from './control.ts';
import type { Sample } from './counts.ts';
import { addLatency } from './latency.ts';
import { noteRun, noteUse, shareOf } from './rollout.ts';
import { liveCandidate, loadOf, mainVersion } from './state.ts';
import { answersNew } from './sticky.ts';
import { base, type VersionId } from './version.ts';

/** Which version answers a request, and what its outcome tells. Pure. */

export interface RequestKey {
  readonly document: string;
  /** Identifies the gap for as long as the writer works on it. */
  readonly gap: string;
}

/** Held by the caller from `begin` to `finish`; plain data. */
export interface Ticket {
  readonly version: VersionId;
  /** Runs beside on the same trunk output and is not shown. */
  readonly shadow: VersionId | null;
  readonly load: number;
  readonly shadowLoad: number;
  /** This request failed on that version before. */
  readonly blames: VersionId | null;
}

/** One version's answer. */
export interface Run {
  /** Trunk and top, so that the two versions of a request compare. */
  readonly milliseconds: number;
  readonly finite: boolean;
  /** Names the answer, probabilities (4 digits) included. */
  readonly fingerprint: string;
}

export type Outcome =
  | {
      readonly kind: 'answered';
      readonly run: Run;
      /** Names the text that was asked about, e.g. its hash. */
      readonly input: string;
      /** Null where none ran; `agrees`: both put the same word first. */
      readonly shadow: { readonly run: Run; readonly agrees: boolean } | 'failed' | null;
    }
  /** `request`: the text is at fault (too long, no gap), so no version is. */
  | { readonly kind: 'failed'; readonly fault: 'version' | 'request' }
  /** Replaced by a newer request or given up by the writer. */
  | { readonly kind: 'cancelled' };

function ticketFor(control: Control, version: VersionId, shadow: VersionId | null): Ticket {
  const load = loadOf(control.slot, version) ?? 0;
  const shadowLoad = shadow === null ? 0 : (loadOf(control.slot, shadow) ?? 0);
  return { version, shadow, load, shadowLoad, blames: null };
}

function choose(
  { slot, snapshot }: Control,
  { document, gap }: RequestKey,
): Pick<Ticket, 'version' | 'shadow'> {
  const main = mainVersion(slot);
  const candidate = liveCandidate(slot);
  const { rollout } = snapshot;
  // After a crash of the engine the version must be loaded again; the request does not wait for that.
  if (!rollout || candidate?.version !== rollout.version || candidate.reloading !== null)
    return { version: main, shadow: null };
  const { version, plan, phase } = rollout;
  if (phase.name === 'shadow') return { version: main, shadow: version };
  if (phase.name === 'preparing') return { version: main, shadow: null };
  const beside = answersNew(`${version} beside`, document, gap, plan.beside);
  const isNew = answersNew(version, document, gap, shareOf(rollout));
  const [answers, other] = isNew ? [version, main] : [main, version];
  return { version: answers, shadow: beside ? other : null };
}

const still: Moment = { at: 0, monotonic: 0 };

function start(control: Control, ticket: Ticket): Control {
  const loads = [ticket.load, ticket.shadowLoad].filter((load) => load > 0);
  return loads.reduce((one, load) => toSlot(one, { kind: 'begin', load }, still).control, control);
}

export function begin(control: Control, key: RequestKey): { control: Control; ticket: Ticket } {
  const { version, shadow } = choose(control, key);
  const ticket = ticketFor(control, version, shadow);
  return { control: start(control, ticket), ticket };
}

/** Sends the request to another version: from the new one to the main one, from there to the base model. */
function retry(control: Control, ticket: Ticket): { control: Control; ticket: Ticket | null } {
  const main = mainVersion(control.slot);
  const next = ticket.version === main ? base : main;
  if (ticket.version === base) return { control, ticket: null };
  const again = { ...ticketFor(control, next, null), blames: ticket.blames ?? ticket.version };
  return { control: start(control, again), ticket: again };
}

function tallied(control: Control, version: VersionId, change: (tally: Tally) => Tally): Control {
  const { main, previous, rollout } = control.snapshot;
  const wanted = new Set([base, main, previous?.version, rollout?.version, version]);
  const kept = Object.entries(control.tallies).filter(([one]) => wanted.has(one));
  const tally = change(control.tallies[version] ?? noTally);
  return { ...control, tallies: { ...Object.fromEntries(kept), [version]: tally } };
}

const count = (control: Control, version: VersionId, milliseconds: number | null): Control =>
  tallied(control, version, (tally) => ({
    ...tally,
    requests: tally.requests + 1,
    errors: tally.errors + (milliseconds === null ? 1 : 0),
    latencies: milliseconds === null ? tally.latencies : addLatency(tally.latencies, milliseconds),
  }));

export const judge = (control: Control, version: VersionId, accepted: boolean): Control =>
  tallied(control, version, (tally) => ({
    ...tally,
    judged: tally.judged + 1,
    accepted: tally.accepted + (accepted ? 1 : 0),
  }));

const sampleOf = (run: Run, beside: Run | null, input: string): Sample => ({
  failed: false,
  milliseconds: run.milliseconds,
  liveMilliseconds: beside?.milliseconds ?? null,
  finite: run.finite,
  fingerprint: run.fingerprint,
  input,
});

/** What this outcome says about the version under watch; null for nothing. */
function sampleFor(watched: VersionId, ticket: Ticket, outcome: Outcome): Sample | null {
  const answered = outcome.kind === 'answered' ? outcome : null;
  // It failed, and a better version answers, or nobody stayed to see: its own fault, unless all fail alike.
  if (ticket.blames === watched) return outcome.kind === 'failed' ? null : { failed: true };
  if (!answered) return null;
  const beside = answered.shadow === 'failed' ? null : answered.shadow;
  if (ticket.version === watched) return sampleOf(answered.run, beside?.run ?? null, answered.input);
  if (ticket.shadow !== watched || answered.shadow === null) return null;
  return beside ? sampleOf(beside.run, answered.run, answered.input) : { failed: true };
}

/** Hands the sample to breaker and evidence. */
function learn(control: Control, ticket: Ticket, outcome: Outcome, { at, monotonic }: Moment): Control {
  const { breaker, snapshot } = control;
  const { rollout, evidence } = snapshot;
  const sample = breaker ? sampleFor(breaker.version, ticket, outcome) : null;
  const watched = breaker && sample ? { ...control, breaker: watchRun(breaker, sample, monotonic) } : control;
  if (!rollout || rollout.phase.name === 'preparing') return watched;
  if (!sample || breaker?.version !== rollout.version)
    return { ...watched, snapshot: { ...snapshot, evidence: noteUse(rollout.plan, evidence, at) } };
  const shadow = outcome.kind === 'answered' && outcome.shadow !== 'failed' ? outcome.shadow : null;
  const run = {
    failed: sample.failed,
    counts: rollout.phase.name === 'shadow' || [ticket.version, ticket.blames].includes(rollout.version),
    agrees: shadow?.agrees ?? null,
  };
  return { ...watched, snapshot: { ...snapshot, evidence: noteRun(rollout.plan, evidence, run, at) } };
}

/** @returns the state, what the engine must do, and the ticket to ask again with where this one failed */
export function finish(
  control: Control,
  ticket: Ticket,
  outcome: Outcome,
  moment: Moment,
): Step & { readonly retry: Ticket | null } {
  const failed = outcome.kind === 'failed' && outcome.fault === 'version';
  const counted =
    outcome.kind === 'answered'
      ? count(control, ticket.version, outcome.run.milliseconds)
      : failed
        ? count(control, ticket.version, null)
        : control;
  const learnt = learn(counted, ticket, outcome, moment);
  const again = failed ? retry(learnt, ticket) : { control: learnt, ticket: null };
  const loads = [ticket.load, ticket.shadowLoad].filter((load) => load > 0);
  const ended = loads.reduce<Step>(
    (step, load) => followedBy(step, (one) => toSlot(one, { kind: 'end', load }, moment)),
    stay(again.control),
  );
  return { ...ended, retry: again.ticket };
}
