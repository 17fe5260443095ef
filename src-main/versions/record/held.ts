import { listSamples, samplesOf } from '../../learn/samples/collect.ts';
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
  // A sample may have left the list for newer ones while the run was on.
  const dateOf = ({ id, answer }: TrainingSample) =>
    dates.get(id) ?? Math.min(now, ...samplesOf(db, id, answer).map(({ at }) => at));
  const held = (samples: readonly TrainingSample[], out: boolean) =>
    samples.map((sample) => ({
      id: sample.id,
      text: sample.text,
      answer: sample.answer,
      source: sample.source,
      at: dateOf(sample),
      heldOut: out,
    }));
  return [...held(learned, false), ...held(heldOut, true)];
}
