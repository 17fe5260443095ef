import { createHash } from 'node:crypto';
import { maskText } from '../../contract/gap.ts';
import { leastJudged } from '../exam/verdict.ts';
import type { TrainingSample } from '../types.ts';
import { splitByGroup } from './holdout.ts';

/** The samples of a run's trial, and those that are held out of the trial and return for the patch that ships. */
export interface SampleSplit {
  readonly train: readonly TrainingSample[];
  /** All samples of some words, only where too few sentences can be held out for a verdict. */
  readonly heldOut: readonly TrainingSample[];
  /** Some sentences of trained words. They show whether the trial knows a word in sentences that it has not seen. */
  readonly heldOutSentences: readonly TrainingSample[];
}

/** Most held-out sentences; more would hardly change a verdict. */
const mostSentences = 60;
/** Fewest samples of which `leastJudged` are set aside for a verdict. */
const worthJudging = 15;
/** Letters on each side of the gap by which copies of a sentence are recognised. */
const reach = 6;

/** The letters and digits around the gap. Copies of a sentence with edits elsewhere have the same. */
function sentenceOf(text: string): string {
  const [before = '', after = ''] = text.split(maskText).map((side) => side.replace(/[^\p{L}\p{N}]/gu, ''));
  return `${before.slice(-reach)}_${after.slice(0, reach)}`;
}

interface Candidate {
  /** The copies of one sentence. */
  readonly samples: readonly TrainingSample[];
  /** Number of the word's sentences that are taken before this one. */
  readonly round: number;
  /** Whether all copies were made from a glossary or a style pair; such sentences are taken last. */
  readonly isMade: boolean;
  readonly order: string;
}

const orderOf = (seed: number, { id }: TrainingSample): string =>
  createHash('sha256').update(`${seed} ${id}`).digest('hex');

const compare = (a: Candidate, b: Candidate): number =>
  a.round - b.round || Number(a.isMade) - Number(b.isMade) || (a.order < b.order ? -1 : 1);

/** At most half of a word's sentences, in an order that depends on the samples' ids and the seed. */
function spareOf(word: readonly TrainingSample[], seed: number): Candidate[] {
  const sentences = [...Map.groupBy(word, ({ text }) => sentenceOf(text)).values()].map((samples) => ({
    samples,
    isMade: samples.every(({ source }) => source === 'glossary' || source === 'style'),
    order: samples.map((one) => orderOf(seed, one)).toSorted()[0] ?? '',
  }));
  return sentences
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, sentences.length >> 1)
    .map((one, round) => ({ ...one, round }));
}

const spareSentences = (samples: readonly TrainingSample[], seed: number): Candidate[] =>
  [...Map.groupBy(samples, ({ group, answer }) => `${group}\n${answer}`).values()]
    .flatMap((word) => spareOf(word, seed))
    .toSorted(compare);

function take(candidates: readonly Candidate[], most: number): Set<TrainingSample> {
  const taken = new Set<TrainingSample>();
  for (const { samples } of candidates)
    if (taken.size + samples.length <= most) for (const one of samples) taken.add(one);
  return taken;
}

/**
 * Sentences first: an unseen word cannot be learned, so that its questions say little about the trial.
 * @param all number of samples to set aside; @param mostWords most of them that may be samples of held-out words
 */
function setAside(
  samples: readonly TrainingSample[],
  all: number,
  mostWords: number,
  seed: number,
): SampleSplit {
  const most = Math.min(mostSentences, all);
  const spare = take(spareSentences(samples, seed), most).size;
  const lacking = Math.max(0, leastJudged - spare);
  const { train, heldOut } =
    lacking > 0 && mostWords > 0
      ? splitByGroup(samples, Math.min(mostWords, Math.max(lacking, all - spare)), seed)
      : { train: samples.toSorted((a, b) => (a.id < b.id ? -1 : 1)), heldOut: [] };
  const sentences = take(spareSentences(train, seed), Math.min(most, all - heldOut.length));
  return {
    train: train.filter((one) => !sentences.has(one)),
    heldOut,
    heldOutSentences: train.filter((one) => sentences.has(one)),
  };
}

/**
 * Sets about `share` of the samples aside: some sentences of words that have several, and all samples of some words
 * where those are too few for a verdict. A small run sets a little more aside where a verdict needs it.
 *
 * The same samples, in any order, and seed give the same split, since trainer and exam each compute it. The choice of a
 * word's sentences depends on the samples' ids, so that it seldom changes between runs.
 */
export function splitSamples(samples: readonly TrainingSample[], share: number, seed: number): SampleSplit {
  const usual = Math.round(samples.length * share);
  if (share > 0 && samples.length >= worthJudging) {
    const split = setAside(samples, Math.max(usual, leastJudged), usual, seed);
    if (split.heldOut.length + split.heldOutSentences.length >= leastJudged) return split;
  }
  // There are too few samples for a verdict. The sentences that are set aside only help to choose the best epoch.
  return setAside(samples, usual, 0, seed);
}
