import type { Candidate } from '../../src-main/contract/index.ts';

/**
 * The full list, with the row that the writer holds (by pointer or arrow keys) left where it is, so
 * that a late answer never puts another word under a click.
 * @param held row in `shown`; null where the writer has not touched the list
 */
export function mergeCandidates(
  shown: readonly Candidate[],
  full: readonly Candidate[],
  held: number | null,
): readonly Candidate[] {
  const kept = held === null ? undefined : shown[held];
  if (held === null || !kept || full.length === 0) return full;
  const better = full.find((one) => one.word === kept.word);
  const others = full.filter((one) => one.word !== kept.word);
  // A held word that the full list dropped takes the place of its last.
  const room = better ? others : others.slice(0, Math.max(full.length, held + 1) - 1);
  const row = Math.min(held, room.length);
  return [...room.slice(0, row), better ?? kept, ...room.slice(row)];
}
