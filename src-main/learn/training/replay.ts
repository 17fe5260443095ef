import type { Rng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import { isHan } from '../../fillmask/infill/word-table.ts';
import type { Tokenizer } from '../../fillmask/tokenizer.ts';
import type { MaskedRow } from '../../fillmask/types.ts';

/**
 * Replay: plain sentences with a few masked characters, whose targets are the base model's answers. They guard against
 * forgetting.
 */

/** Most tokens of a sentence that are used, about as many as a row of the writer's text has. */
const mostTokens = 48;
/** Fewest Chinese characters of a row; fewer are too little context for a masked one. */
const leastCharacters = 6;

/** The sentence's tokens, or `most` of them from a random position on. */
function stretch(ids: readonly number[], most: number, rng: Rng): readonly number[] {
  const from = ids.length > most ? Math.floor(rng() * (ids.length - most)) : 0;
  return ids.slice(from, from + most);
}

/**
 * Chooses positions to mask, ascending: in half of the rows one or two anywhere, in the others two or three
 * neighbours, like those of a word.
 * @param characters positions of Chinese characters
 */
function choose(characters: readonly number[], rng: Rng): readonly number[] {
  if (rng() < 0.5) {
    const count = rng() < 0.5 ? 1 : 2;
    const chosen = shuffled(characters, rng).slice(0, count);
    return chosen.toSorted((a, b) => a - b);
  }
  const length = rng() < 0.5 ? 2 : 3;
  const from = Math.floor(rng() * (characters.length - length + 1));
  return characters.slice(from, from + length);
}

function rowOf(sentence: string, tokenizer: Tokenizer, most: number, rng: Rng): MaskedRow | null {
  const { cls, sep, mask } = tokenizer.special;
  const tokens = stretch(
    tokenizer.encode(sentence).map(({ id }) => id),
    most,
    rng,
  );
  const ids = [cls, ...tokens, sep];
  const characters = [...ids.keys()].filter((at) => isHan(tokenizer.vocabulary[ids[at] ?? 0] ?? ''));
  if (characters.length < leastCharacters) return null;
  const masked = choose(characters, rng);
  return { ids: ids.map((id, at) => (masked.includes(at) ? mask : id)), masked };
}

/**
 * Makes up to `count` rows. Where there are fewer sentences, each gives several rows with different masks; sentences
 * with few Chinese characters give none. The same seed gives the same rows.
 * @param maxTokens most tokens of a row that the model can process
 */
export function replayRows(
  sentences: readonly string[],
  count: number,
  tokenizer: Tokenizer,
  maxTokens: number,
  rng: Rng,
): readonly MaskedRow[] {
  const most = Math.min(mostTokens, maxTokens - 2);
  const rows: MaskedRow[] = [];
  while (rows.length < count) {
    const before = rows.length;
    for (const sentence of shuffled(sentences, rng)) {
      if (rows.length === count) break;
      const row = rowOf(sentence, tokenizer, most, rng);
      if (row) rows.push(row);
    }
    if (rows.length === before) break;
  }
  return rows;
}
