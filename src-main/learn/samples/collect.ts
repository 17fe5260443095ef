import type { Contradiction, SampleItem, SamplePage } from '../../contract/learning.ts';
import type { ReadDb } from '../../store/db.ts';
import { type StoredSample, storedSamples } from '../../store/samples.ts';
import { getSettings } from '../../store/settings.ts';
import { unlearnableSamples } from '../../store/unlearnable.ts';
import { message } from '../../texts/message.ts';
import type { TrainingSample } from '../types.ts';
import { lengthOf } from './characters.ts';
import { type Conflict, conflictsAmong } from './contradictions.ts';
import { judgedSamples, type Known, mostLearned, mostRemembered, samplesAnswered } from './judged.ts';
import { isSkipped, type Skips } from './skips.ts';
import { unlearnableText } from './unlearnable.ts';
import { longestAnswer } from './validate.ts';

/** Collects all samples of the store, and selects those for training and for the memory of corrections. */

const day = 24 * 60 * 60 * 1000;
/** Days after which a sample's weight is halved. The weight never falls below `faintest` of the original. */
const halfLifeDays = 180;
const faintest = 0.25;

const inFull = {
  contradicted: message('samples.contradicted'),
  superseded: message('samples.superseded'),
} as const;

function fromStore({ term, pairId, ...item }: StoredSample): Known {
  const group = pairId === null ? `w:${term ?? item.answer}` : `p:${pairId}`;
  return { ...item, group };
}

/** @param most of the judgements; Infinity for all */
const allSamples = (db: ReadDb, most: number, skips: Skips = []): Known[] => [
  ...judgedSamples(db, most, skips),
  ...storedSamples(db)
    .filter(({ at }) => !isSkipped(skips, at))
    .map(fromStore),
];

const isUsable = ({ status, unused }: Known): boolean => status === 'approved' && unused === null;

/** Marks the samples that a contradiction excludes. */
function withConflicts(samples: readonly Known[], conflicts: readonly Conflict<Known>[]): Known[] {
  const countsAt = new Map(conflicts.map(({ text, counts }) => [text, counts?.answer ?? null]));
  return samples.map((sample) => {
    const counts = countsAt.get(sample.text);
    if (counts === undefined || !isUsable(sample) || counts === sample.answer) return sample;
    return { ...sample, unused: counts === null ? inFull.contradicted : inFull.superseded };
  });
}

/** The share of a sample's weight that is left after so many days, in [`faintest`, 1]. */
export const faded = (days: number): number => Math.max(faintest, 0.5 ** (days / halfLifeDays));

function fade({ source, weight, at }: Known, now: number): number {
  // Glossary terms and style pairs do not age.
  if (source === 'glossary' || source === 'style') return weight;
  // Whole days: training twice on one day has exactly the same weights.
  const age = Math.floor(Math.max(0, now - at) / day);
  return weight * faded(age);
}

/** Merges equal samples: the one with the highest weight, with the rejected words and documents of all. */
function merged(same: readonly TrainingSample[]): TrainingSample[] {
  const [first, ...rest] = same.toSorted((a, b) => b.weight - a.weight);
  if (!first) return [];
  const rejected = new Set([...first.rejected, ...rest.flatMap((one) => one.rejected)]);
  const documents = new Set(same.flatMap((one) => one.documents ?? []));
  return [
    {
      ...first,
      rejected: [...rejected],
      ...(documents.size > 0 ? { documents: [...documents].sort() } : {}),
    },
  ];
}

function collect(db: ReadDb, now: number, most: number, skips: Skips = []): TrainingSample[] {
  const usable = allSamples(db, most, skips).filter(isUsable);
  const settled = withConflicts(usable, conflictsAmong(usable)).filter(isUsable);
  const samples = settled.map((sample): TrainingSample => {
    const { id, text, answer, rejected, group, source, documentId } = sample;
    const documents = documentId === null ? {} : { documents: [documentId] };
    return { id, text, answer, rejected, weight: fade(sample, now), group, source, ...documents };
  });
  return [...Map.groupBy(samples, ({ id }) => id).values()].flatMap(merged);
}

/**
 * The samples for training: approved, valid, short enough to train, each once, without contradictions, weighted by
 * source and age; of the judgements the newest `mostLearned`. Feedback is read from the store each time, so changes to
 * it take effect at once.
 * @param now milliseconds since the epoch
 */
export const collectTrainingSamples = (db: ReadDb, now: number): TrainingSample[] =>
  collect(db, now, mostLearned).filter(({ answer }) => lengthOf(answer) <= longestAnswer);

/** Implicit feedback is too weak for the memory of corrections; only training uses it. */
const isRemembered = ({ source }: TrainingSample) => source !== 'implicit';

/**
 * The samples for the memory of corrections: as `collectTrainingSamples`, but with answers of any length, of the newest
 * `mostRemembered` judgements, without implicit feedback, and without samples from the spans that a restored state
 * skips.
 */
export const collectRemembered = (db: ReadDb, now: number): TrainingSample[] =>
  collect(db, now, mostRemembered, getSettings(db).memorySkips).filter(isRemembered);

/**
 * The samples that a restored state keeps out of the memory of corrections.
 * @returns `since`: the time of the state restored last, null if none was; `count`: number of samples
 */
export function listSkipped(db: ReadDb, now: number): { since: number | null; count: number } {
  const since = getSettings(db).memorySkips.at(-1)?.after ?? null;
  if (since === null) return { since, count: 0 };
  const held = new Set(collectRemembered(db, now).map(({ id }) => id));
  const all = collect(db, now, mostRemembered).filter(isRemembered);
  return { since, count: all.filter(({ id }) => !held.has(id)).length };
}

const bare = ({ group: _, ...item }: Known): SampleItem => item;

/** Adds the reason to samples that cannot be trained. */
function withUnlearnable(db: ReadDb, samples: readonly Known[]): Known[] {
  const reasons = new Map(unlearnableSamples(db).map(({ sampleId, reason }) => [sampleId, reason]));
  return samples.map((sample) => {
    if (!isUsable(sample)) return sample;
    if (lengthOf(sample.answer) > longestAnswer) return { ...sample, unused: unlearnableText('too-long') };
    const reason = reasons.get(sample.id);
    return reason === undefined ? sample : { ...sample, unused: unlearnableText(reason) };
  });
}

/**
 * A page of all samples, newest first, each with the reason if learning does not use it.
 * @param most of the judgements that are listed; by default those that a run learns from, with a query more
 */
export function listSamples(
  db: ReadDb,
  { query, source, status, limit, offset }: SamplePage,
  most: number = query?.trim() ? mostRemembered : mostLearned,
): { items: SampleItem[]; total: number } {
  // Samples from feedback are neither terms nor pairs, and never pending.
  const stored = source === 'glossary' || source === 'style' || (status ?? 'approved') !== 'approved';
  const all = stored ? storedSamples(db).map(fromStore) : allSamples(db, most);
  const sought = query?.trim() ?? '';
  const settled = withConflicts(all, conflictsAmong(all.filter(isUsable)));
  const found = withUnlearnable(db, settled).filter(
    (one) =>
      (source === undefined || one.source === source) &&
      (status === undefined || one.status === status) &&
      (one.text.includes(sought) || one.answer.includes(sought)),
  );
  const items = found.toSorted((a, b) => b.at - a.at).slice(offset, offset + limit);
  return { items: items.map(bare), total: found.length };
}

/** Contradictions among the usable samples. */
export const conflictsOver = (db: ReadDb): Conflict<Known>[] =>
  conflictsAmong(allSamples(db, mostLearned).filter(isUsable));

/** Texts with several answers, of which the writer may choose one. */
export const listContradictions = (db: ReadDb): Contradiction[] =>
  conflictsOver(db).map(({ text, counts, claims }) => ({
    text,
    counts: counts?.id ?? null,
    samples: claims.map(bare),
  }));

/**
 * All samples with an id: judgements, however old, and a stored sample.
 * @param answer of the sample; without it, the judgements of `mostRemembered` are searched for it
 */
export function samplesOf(db: ReadDb, id: string, answer?: string): SampleItem[] {
  const known = answer ?? allSamples(db, mostRemembered).find((one) => one.id === id)?.answer;
  if (known === undefined) return [];
  const all = [...samplesAnswered(db, known), ...storedSamples(db).map(fromStore)];
  return all.filter((one) => one.id === id).map(bare);
}
