import { isHan } from '../../fillmask/infill/word-table.ts';
import type { Tokenizer } from '../../fillmask/tokenizer.ts';
import type { MaskedRow } from '../../fillmask/types.ts';

/**
 * Targets for a correction's gap with masks for words of other lengths. The filler compares lengths by how much of the
 * probability at the masks belongs to words. The right length is learned by targets that give words little probability
 * at the other lengths.
 */

/** @returns 1 at the ids of Chinese characters, [vocabulary] */
export function characterFlags({ vocabulary }: Pick<Tokenizer, 'vocabulary'>): Uint8Array {
  return Uint8Array.from(vocabulary, (token) => Number(isHan(token)));
}

/**
 * Moves a share of the characters' probability to all other tokens, in place. Proportions among the characters and
 * among the other tokens stay the same.
 * @param share 0–1
 */
export function takeFromCharacters(distribution: Float32Array, flags: Uint8Array, share: number): void {
  let [held, others] = [0, 0];
  for (let id = 0; id < flags.length; id++) {
    if (flags[id] === 1) held += distribution[id] as number;
    else others += distribution[id] as number;
  }
  if (others === 0) return;
  const [down, up] = [1 - share, 1 + (held * share) / others];
  for (let id = 0; id < flags.length; id++)
    distribution[id] = (distribution[id] as number) * (flags[id] === 1 ? down : up);
}

/** Rows of masks without any text, one for each length. The filler takes the model's answers without context from them. */
export function contextlessRows(
  { special }: Pick<Tokenizer, 'special'>,
  longest: number,
): readonly MaskedRow[] {
  const { cls, sep, mask } = special;
  return Array.from({ length: longest }, (_, i) => ({
    ids: [cls, ...new Array<number>(i + 1).fill(mask), sep],
    masked: Array.from({ length: i + 1 }, (__, at) => at + 1),
  }));
}
