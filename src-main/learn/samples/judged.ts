import { setImmediate } from 'node:timers/promises';
import type { SampleItem } from '../../contract/learning.ts';
import type { ReadDb } from '../../store/db.ts';
import {
  type Judgement,
  judgedSuggestions,
  judgementsOf,
  parseJudgement,
  type RawJudgement,
  suggestionsGiven,
} from '../../store/judgements.ts';
import { tidy } from './characters.ts';
import { lessonOf } from './from-feedback.ts';
import { sampleId } from './id.ts';
import { isSkipped, type Skips } from './skips.ts';
import { validateSample } from './validate.ts';

/** Samples that judgements give. They have no rows of their own: they are derived at each reading. */

export interface Known extends SampleItem {
  readonly group: string;
}

/**
 * Most judgements that a run learns from: those by ✓ and ✗ before those by use, the newest first. A run's time grows
 * with them, and the sentences that guard against forgetting, 480 at most, would be few against more.
 */
export const mostLearned = 1_000;
/** Most judgements in the memory of corrections, and in a search. */
export const mostRemembered = 10_000;

/** The judgement as a sample; null if it names no word. `unused` says why learning does not use it. */
function fromJudgement(judgement: Judgement): Known | null {
  const lesson = lessonOf(judgement);
  if (!lesson) return null;
  const { given, source, at, weight } = lesson;
  const checked = validateSample(given, true);
  const sample = checked.ok
    ? checked.sample
    : { text: given.text, answer: String(given.answer), rejected: [] as string[] };
  return {
    id: sampleId(sample.text, sample.answer),
    at,
    source,
    origin: 'suggestion',
    status: 'approved',
    text: sample.text,
    answer: sample.answer,
    rejected: [...sample.rejected],
    weight,
    fileName: null,
    row: null,
    suggestionId: judgement.suggestionId,
    unused: checked.ok ? null : { ...checked.refusal.text },
    group: `w:${sample.answer}`,
    documentId: judgement.documentId,
    team: false,
  };
}

interface Checked {
  /** What the sample was made of. */
  readonly content: string;
  readonly sample: Known | null;
}

/** Samples of earlier readings, by suggestion: checking a judgement takes 50 µs. */
const checkedBefore = new WeakMap<ReadDb, Map<string, Checked>>();

function sampleOf(db: ReadDb, raw: RawJudgement): Known | null {
  const before = checkedBefore.get(db) ?? new Map<string, Checked>();
  checkedBefore.set(db, before);
  const content = `${raw.offered}\n${raw.given}`;
  const known = before.get(raw.suggestionId);
  if (known?.content === content) return known.sample;
  if (before.size >= 2 * mostRemembered) before.clear();
  const sample = fromJudgement(parseJudgement(raw));
  before.set(raw.suggestionId, { content, sample });
  return sample;
}

/** The judgement without the feedback given in skipped spans; null if none is left. */
function withoutSkipped(raw: RawJudgement, skips: Skips): RawJudgement | null {
  if (skips.length === 0) return raw;
  const said = JSON.parse(raw.given) as Judgement['given'];
  const left = said.filter(({ at }) => !isSkipped(skips, at));
  if (left.length === said.length) return raw;
  return left.length === 0 ? null : { ...raw, given: JSON.stringify(left) };
}

const samplesOn = (db: ReadDb, suggestionIds: readonly string[], skips: Skips = []): Known[] =>
  judgementsOf(db, suggestionIds).flatMap((whole) => {
    const raw = withoutSkipped(whole, skips);
    return (raw && sampleOf(db, raw)) ?? [];
  });

/** @param most of the judgements read; Infinity for all */
export const judgedSamples = (db: ReadDb, most: number, skips: Skips): Known[] =>
  samplesOn(db, judgedSuggestions(db, most), skips);

/** All samples with an answer, however old. */
export const samplesAnswered = (db: ReadDb, answer: string): Known[] =>
  samplesOn(
    db,
    suggestionsGiven(db, (word) => tidy(word) === answer),
  ).filter((sample) => sample.answer === answer);

/** Judgements that are checked without a pause: 10 ms. */
const slice = 200;

/** Checks the judgements that the memory will ask for, in slices between which other work gets its turn. */
export async function checkAhead(db: ReadDb): Promise<void> {
  const ids = judgedSuggestions(db, mostRemembered);
  const known = checkedBefore.get(db);
  const unknown = ids.filter((id) => !known?.has(id));
  for (let from = 0; from < unknown.length && db.open; from += slice) {
    samplesOn(db, unknown.slice(from, from + slice));
    if (from + slice < unknown.length) await setImmediate();
  }
}
