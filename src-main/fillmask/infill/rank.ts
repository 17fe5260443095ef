import { must } from '../../base/assert.ts';
import type { Candidate } from '../types.ts';
import type { LengthScores } from './scores.ts';
import type { Filling } from './span.ts';
import type { BoundLexicon } from './word-table.ts';

/** A word at a gap with the tokens that spell it. */
export interface Ranked extends Candidate {
  readonly ids: Filling;
  /** Divided by the temperature, nats: probabilities are proportional to its exponential. */
  readonly score: number;
}

/** A sequence of tokens that is in no table. */
export interface Loose {
  readonly word: string;
  readonly ids: Filling;
  readonly score: number;
}

/** Indices of the `count` highest scores, best first. */
function best(scores: Float32Array, count: number): number[] {
  const top: number[] = [];
  const scoreAt = (place: number) => must(scores[must(top[place], 'a place')], 'a score');
  let least = -Infinity;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score <= least) continue;
    let at = top.length;
    while (at > 0 && scoreAt(at - 1) < score) at--;
    top.splice(at, 0, i);
    if (top.length > count) top.pop();
    if (top.length === count) least = scoreAt(count - 1);
  }
  return top;
}

/** Scores so far below the best that they add nothing to a sum of 350,000. */
const negligible = -20;

/** Σ exp(score / temperature − most) */
function sumOfExp(scores: ArrayLike<number>, most: number, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const below = (scores[i] as number) / temperature - most;
    if (below > negligible) sum += Math.exp(below);
  }
  return sum;
}

/** A term may stand in the lexicon too: the higher score counts. */
function onceEach<T extends { readonly word: string }>(sorted: readonly T[]): T[] {
  const seen = new Set<string>();
  return sorted.filter(({ word }) => !seen.has(word) && seen.add(word));
}

/**
 * Ranks all words of all lengths by their posterior: a softmax over every score, times the
 * probability that a word stands here at all.
 * @param wordMass that probability, 0–1
 */
export function rank(
  lengths: readonly LengthScores[],
  loose: readonly Loose[],
  wordMass: number,
  count: number,
  { spell, floor, temperature }: Pick<BoundLexicon, 'spell' | 'floor'> & { readonly temperature: number },
): Ranked[] {
  const known = lengths.flatMap(({ table, scores }) =>
    best(scores, count).map((i) => {
      const ids = [...table.ids.subarray(i * table.length, (i + 1) * table.length)];
      // Single tokens that no dictionary holds are in the tables with a count of zero.
      const inLexicon = !table.own && must(table.logFrequency[i], 'a frequency') > floor + 1e-6;
      const score = must(scores[i], 'a score') / temperature;
      const source = table.own === 'glossary' ? { source: table.own } : {};
      return { word: spell(ids), ids, score, inLexicon, ...source };
    }),
  );
  const spelt = new Set(known.map(({ word }) => word));
  const fresh = loose
    .filter(({ word }) => !spelt.has(word))
    .map((one) => ({ ...one, score: one.score / temperature, inLexicon: false }));
  const all = onceEach([...known, ...fresh].toSorted((a, b) => b.score - a.score));
  const most = all[0]?.score ?? 0;
  const sum =
    lengths.reduce((total, { scores }) => total + sumOfExp(scores, most, temperature), 0) +
    sumOfExp(
      fresh.map(({ score }) => score),
      most,
      1,
    );
  return all
    .slice(0, count)
    .map((one) => ({ ...one, probability: (wordMass * Math.exp(one.score - most)) / sum }));
}
