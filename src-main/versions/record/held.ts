import { listSamples } from '../../learn/samples/collect.ts';
import type { TrainingSample } from '../../learn/types.ts';
import type { ReadDb } from '../../store/db.ts';
import type { VersionSample } from '../../store/version-samples.ts';

/**
 * What a run learned and what it kept out, ready for `saveVersion`, each with the date that the writer gave it.
 * @param now milliseconds since the epoch: the date of a sample that was removed while the run was on
 */
export function heldBy(
  db: ReadDb,
  {
    learned,
    heldOut,
  }: { readonly learned: readonly TrainingSample[]; readonly heldOut: readonly TrainingSample[] },
  now: number,
): VersionSample[] {
  const { items } = listSamples(db, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  // Newest first: the last one set is the day when it was given first.
  const dates = new Map(items.map(({ id, at }) => [id, at]));
  const held = (samples: readonly TrainingSample[], out: boolean) =>
    samples.map(({ id, text, answer, source }) => ({
      id,
      text,
      answer,
      source,
      at: dates.get(id) ?? now,
      heldOut: out,
    }));
  return [...held(learned, false), ...held(heldOut, true)];
}
