import type { Likeness } from './likeness.ts';
import { weights as fitted } from './weights.ts';

/** What is known of a word that may replace another one. */
export interface Evidence extends Likeness {
  readonly word: string;
  /** Its place among the table's replacements of the original; -1 where it is none. */
  readonly place: number;
  /** Whether the table has the original as a replacement of it. */
  readonly reversed: boolean;
  /** Its score in the masked sentence behind the original one, less the best word's, nats; at most 0. */
  readonly fluency: number;
  readonly original: string;
}

/** The fluency of words that the model's first 200 do not have. */
export const leastFluency = -12;

/** Names of the features, in the order of `featuresOf`. */
export const featureNames = [
  'constant',
  'synonym',
  'place',
  'reversed',
  'fluency',
  'around',
  'inside',
  'sameLength',
  'shares',
  'single',
] as const;
export type Feature = (typeof featureNames)[number];
export type EvidenceWeights = Readonly<Record<Feature, number>>;

/** A cosine near 1 as nats: differences among 0.97, 0.99 and 0.995 count alike. */
const near = (cosine: number) => -Math.log(Math.max(1 - cosine, 1e-4));

export function featuresOf(one: Evidence): Readonly<Record<Feature, number>> {
  const { word, original, place, reversed, fluency, around, inside } = one;
  const [length, wanted] = [Array.from(word).length, Array.from(original).length];
  return {
    constant: 1,
    synonym: Number(place >= 0),
    place: place >= 0 ? 1 / (1 + place) : 0,
    reversed: Number(reversed),
    fluency,
    around: near(around),
    inside: near(inside),
    sameLength: Number(length === wanted),
    shares: Number([...word].some((character) => original.includes(character))),
    single: Number(length === 1),
  };
}

/** The probability that the word says the same in this sentence (logistic regression). */
export function chanceOf(one: Evidence, weights: EvidenceWeights = fitted): number {
  const features = featuresOf(one);
  const sum = featureNames.reduce((all, name) => all + weights[name] * features[name], 0);
  return 1 / (1 + Math.exp(-sum));
}
