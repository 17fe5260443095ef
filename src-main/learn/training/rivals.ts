import { isHan } from '../../fillmask/infill/word-table.ts';
import type { Tokenizer } from '../../fillmask/tokenizer.ts';
import type { MaskedRow } from '../../fillmask/types.ts';

/**
 * What a correction's gap is to look like under lengths that are not its word's. The filler asks the model how much
 * of the probability words hold at each mask and takes the lengths' answers against each other, so the right length
 * is learned by answering that hardly a word stands at the others.
 */

/** 1 at the ids of Chinese characters. */
export function characterFlags({ vocabulary }: Pick<Tokenizer, 'vocabulary'>): Uint8Array {
  return Uint8Array.from(vocabulary, (token) => Number(isHan(token)));
}

/**
 * Moves a share of the characters' probability to all other tokens, in place. Among the characters and among the
 * others the proportions stay.
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

/** The rows from which the filler takes what the model says of any place: masks and nothing else. */
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
