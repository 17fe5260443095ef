import type { Tokenizer } from '../tokenizer.ts';
import type { Candidate } from '../types.ts';
import type { Ranked } from './rank.ts';
import type { LengthScores } from './scores.ts';
import { placeOf, type WordTable } from './word-table.ts';

/** A word that was taught at places like this one. */
export interface Recalled {
  readonly word: string;
  /** Added to its score, nats. */
  readonly bonus: number;
  /** The share of certainty that it takes from all other words, 0–1. */
  readonly share: number;
}

/** What a memory knows the gap by for words of a length, float32 [H]; null where no such word fits. */
export type KeyOf = (length: number) => Promise<Float32Array | null>;

/** What the writer taught that is no part of the model. */
export interface Taught {
  /** Words of the glossary, and those that versions in use have learned, in tables like the lexicon's. */
  readonly terms: readonly WordTable[];
  /** Null where nothing is remembered. Shares sum to less than 1. */
  readonly recall: ((keyOf: KeyOf) => Promise<readonly Recalled[]>) | null;
  /**
   * Chooses among the writer's words those that fit a gap, best first. They are listed apart: nothing about other words
   * changes. Absent where there are none.
   */
  readonly own?: ((keyOf: KeyOf) => Promise<readonly string[]>) | undefined;
}

export const untaught: Taught = { terms: [], recall: null };

/** Raises the scores of remembered words. @returns those that stand in no table */
export function raise(
  lengths: readonly LengthScores[],
  recalled: readonly Recalled[],
  { idOf }: Pick<Tokenizer, 'idOf'>,
): Recalled[] {
  return recalled.filter(({ word, bonus }) => {
    const ids = Array.from(word, (character) => idOf(character) ?? -1);
    const places = lengths.map(({ table }) => placeOf(table, ids));
    for (const [i, { scores }] of lengths.entries()) {
      const place = places[i] ?? -1;
      if (place >= 0) scores[place] = (scores[place] as number) + bonus;
    }
    return places.every((place) => place < 0);
  });
}

/**
 * Mixes remembered words into a ranking: p' = (1 − Σ shares)·p + share (kNN-LM, Khandelwal et al., 2020).
 * With nothing recalled the ranking is returned untouched.
 * @param fresh makes the entry of a remembered word that the ranking lacks
 */
export function mixShares<T extends Pick<Candidate, 'probability' | 'word' | 'source'>>(
  ranked: readonly T[],
  recalled: readonly Recalled[],
  fresh: (word: string) => T,
): readonly T[] {
  if (recalled.length === 0) return ranked;
  const rest = 1 - recalled.reduce((sum, { share }) => sum + share, 0);
  const mixed = new Map<string, T>();
  for (const one of ranked) mixed.set(one.word, { ...one, probability: one.probability * rest });
  for (const { word, share } of recalled) {
    const known = mixed.get(word) ?? fresh(word);
    mixed.set(word, { ...known, probability: known.probability + share, source: 'memory' });
  }
  return [...mixed.values()].toSorted((a, b) => b.probability - a.probability);
}

/** Mixes remembered words into a ranking of the lexicon's. */
export const mixIn = (
  ranked: readonly Ranked[],
  recalled: readonly Recalled[],
  { idOf, special }: Pick<Tokenizer, 'idOf' | 'special'>,
): readonly Ranked[] =>
  mixShares(ranked, recalled, (word) => ({
    word,
    ids: Array.from(word, (character) => idOf(character) ?? special.unk),
    score: -Infinity,
    probability: 0,
    inLexicon: false,
  }));
