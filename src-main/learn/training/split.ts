import { createHash } from 'node:crypto';
import { leastJudged } from '../exam/verdict.ts';
import type { TrainingSample } from '../types.ts';
import { splitByGroup } from './holdout.ts';

/** What a run is trained on and what its exam asks instead. */
export interface SampleSplit {
  readonly train: readonly TrainingSample[];
  /** Every sample of some words: does the version lose, or gain, where it was taught nothing? */
  readonly heldOut: readonly TrainingSample[];
  /** Other sentences of words that are trained on: does the version know the word where it has not seen it? */
  readonly heldOutSentences: readonly TrainingSample[];
}

/** Of what is set aside, the part that is sentences of trained words; these cost the writer no word. */
const sentenceShare = 2 / 3;
/** More sentences would tell the verdict nothing new. */
const mostSentences = 60;
/** With fewer samples than this, `leastJudged` of them would be too much to go without. */
const worthJudging = 15;
/** Letters on each side of the gap by which a sentence is told from a copy of it. */
const reach = 6;

/** What stands around the gap, without punctuation and spaces: an edited copy of a sentence is the same one. */
function sentenceOf(text: string): string {
  const [before = '', after = ''] = text.split('[MASK]').map((side) => side.replace(/[^\p{L}\p{N}]/gu, ''));
  return `${before.slice(-reach)}_${after.slice(0, reach)}`;
}

interface Candidate {
  /** Copies of one sentence go together. */
  readonly samples: readonly TrainingSample[];
  /** How many sentences of the word go before this one. */
  readonly round: number;
  /** What the writer gave comes before what was made of a glossary or a pair. */
  readonly isMade: boolean;
  readonly order: string;
}

const orderOf = (seed: number, { id }: TrainingSample): string =>
  createHash('sha256').update(`${seed} ${id}`).digest('hex');

const compare = (a: Candidate, b: Candidate): number =>
  a.round - b.round || Number(a.isMade) - Number(b.isMade) || (a.order < b.order ? -1 : 1);

/** Sentences that a word can spare, at most half of them, in an order that the samples' ids and the seed decide. */
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

/** @param all samples to set aside; @param mostWords of them that may be whole words' */
function setAside(
  samples: readonly TrainingSample[],
  all: number,
  mostWords: number,
  seed: number,
): SampleSplit {
  const wanted = Math.min(mostSentences, Math.ceil(all * sentenceShare));
  const spare = take(spareSentences(samples, seed), wanted).size;
  const { train, heldOut } = splitByGroup(samples, Math.min(mostWords, all - spare), seed);
  const sentences = take(spareSentences(train, seed), Math.min(mostSentences, all - heldOut.length));
  return {
    train: train.filter((one) => !sentences.has(one)),
    heldOut,
    heldOutSentences: train.filter((one) => sentences.has(one)),
  };
}

/**
 * Sets about `share` of the samples aside: whole words, and some sentences of words that have several. A small run
 * gives up a little more where that lets the exam come to a verdict.
 *
 * The same samples, in any order, and seed give the same split: trainer and exam each make it anew. Which of a word's
 * sentences it is follows from the samples' ids, so that it seldom changes between runs.
 */
export function splitSamples(samples: readonly TrainingSample[], share: number, seed: number): SampleSplit {
  const usual = Math.round(samples.length * share);
  if (share > 0 && samples.length >= worthJudging) {
    const split = setAside(samples, Math.max(usual, leastJudged), usual, seed);
    if (split.heldOut.length + split.heldOutSentences.length >= leastJudged) return split;
  }
  // No verdict is to be had: only what helps to choose the best epoch is set aside.
  return { ...splitByGroup(samples, usual, seed), heldOutSentences: [] };
}
