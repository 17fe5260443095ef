import { must } from '../../base/assert.ts';
import type { GapFiller } from '../infill/gap-filler.ts';
import type { Gap } from '../infill/gaps.ts';
import { Inference } from '../infill/inference.ts';
import type { Ranked } from '../infill/rank.ts';
import type { Others } from '../infill/span.ts';
import { mixShares } from '../infill/taught.ts';
import type { Slot, Window } from '../infill/window.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { Candidate } from '../types.ts';
import { chanceOf, type Evidence, leastFluency } from './evidence.ts';
import { likenessOf } from './likeness.ts';
import { isOpposite, replacedBy, synonymsOf } from './thesaurus.ts';

/** Other words for a word that stands in a text. */
export interface SubstitutionTask {
  readonly gap: Gap;
  /** What is around the word. */
  readonly window: Window;
  readonly others: Others;
  readonly original: string;
  /** Characters of the words that are wanted, where that is known. */
  readonly length: number | undefined;
}

/** Longest words that a memory recalls here, in characters. */
const longestRecalled = 4;
/** Most words whose sentence is run, the table's and the model's, and most of either. */
const mostTried = { all: 8, synonyms: 6, proposed: 6 };
/** Words less likely to say the same are not offered. */
const leastChance = 0.1;

export interface Substituter {
  readonly filler: GapFiller;
  readonly tokenizer: Pick<Tokenizer, 'encode' | 'idOf' | 'special'>;
}

/** The masked sentence behind the original one: the model reads what the word says before it fills the gap. */
function behindOriginal({ before, after }: Window, original: readonly Slot[], sep: number): Window {
  return { before: [...before, ...original, ...after, { id: sep }, ...before], after };
}

/** Whether a word is a part of another, or the other way round: 讨论会 and 论 say nothing new of 讨论. */
const copies = (word: string, original: string) => word.includes(original) || original.includes(word);

/** Words for a run of masks behind the original sentence, most probable first. */
async function propose(
  { filler, tokenizer }: Substituter,
  inference: Inference,
  { gap, window, others, original, length }: SubstitutionTask,
): Promise<readonly Ranked[]> {
  const slots = tokenizer.encode(original).map(({ id }) => ({ id }));
  const behind = behindOriginal(window, slots, tokenizer.special.sep);
  // One row: words of other lengths that mean the same are in the table, or they are parts of the original.
  const wanted = length ?? Array.from(original).length;
  const task = { gap: { ...gap, masks: 1 }, window: behind, others, maxLength: wanted, length: wanted };
  // An inference of its own has nothing taught: `substitute` asks what was taught for the place itself.
  return (await filler.fill(task, new Inference(inference))).ranked;
}

/** The words that are tried, without those that say the opposite or nothing else. */
function candidatesFor(
  { original, length }: SubstitutionTask,
  proposed: readonly Ranked[],
  idOf: Tokenizer['idOf'],
): string[] {
  const fits = (word: string) =>
    word !== original &&
    !isOpposite(original, word) &&
    (length === undefined || Array.from(word).length === length) &&
    Array.from(word).every((character) => idOf(character) !== undefined);
  const known = [...new Set([...synonymsOf(original), ...replacedBy(original)])];
  const words = proposed.filter(({ inLexicon }) => inLexicon).map(({ word }) => word);
  const fresh = words.filter((word) => !copies(word, original) && !known.includes(word));
  return [
    ...known.filter(fits).slice(0, mostTried.synonyms),
    ...fresh.filter(fits).slice(0, mostTried.proposed),
  ].slice(0, mostTried.all);
}

/** What is known of each word that is tried. The model runs two batches. */
export async function gatherEvidence(
  substituter: Substituter,
  inference: Inference,
  task: SubstitutionTask,
): Promise<Evidence[]> {
  const { original, window, others } = task;
  const { idOf, special, encode } = substituter.tokenizer;
  const proposed = await propose(substituter, inference, task);
  const words = candidatesFor(task, proposed, idOf);
  if (words.length === 0) return [];
  const idsOf = (word: string) => encode(word).map(({ id }) => id);
  const likeness = await likenessOf(inference, window, [original, ...words].map(idsOf), others, special);
  const scores = new Map(proposed.map(({ word, score }) => [word, score]));
  const best = Math.max(...proposed.flatMap(({ word, score }) => (word === original ? [] : [score])));
  const synonyms = synonymsOf(original);
  const reversed = new Set(replacedBy(original));
  return words.map((word, i) => ({
    word,
    original,
    place: synonyms.indexOf(word),
    reversed: reversed.has(word),
    fluency: Math.max(leastFluency, Math.min(0, (scores.get(word) ?? -Infinity) - best)),
    ...must(likeness[i], 'a likeness for each word'),
  }));
}

/** Words that say the same as the one that stands there, best first; none where no word is likely to. */
export async function substitute(
  substituter: Substituter,
  inference: Inference,
  task: SubstitutionTask,
): Promise<readonly Candidate[]> {
  const { gap, window, others, original, length } = task;
  const ranked = rankEvidence(await gatherEvidence(substituter, inference, task));
  const place = { gap, window, others, maxLength: longestRecalled, length };
  const recalled = await substituter.filler.recalled(place, inference);
  const allowed = recalled.filter(({ word }) => word !== original && !isOpposite(original, word));
  return mixShares(ranked, allowed, (word) => ({ word, probability: 0 }));
}

/** Other words that say the same, best first; none where no word is likely to. Probabilities sum to 1 at most. */
export function rankEvidence(all: readonly Evidence[]): Candidate[] {
  const ranked = all
    .map((one) => ({ word: one.word, probability: chanceOf(one) }))
    .filter(({ probability }) => probability >= leastChance)
    .toSorted((a, b) => b.probability - a.probability);
  const sum = ranked.reduce((total, { probability }) => total + probability, 0);
  return ranked.map((one) => ({ ...one, probability: one.probability / Math.max(1, sum) }));
}
