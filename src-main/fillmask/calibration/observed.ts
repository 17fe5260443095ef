import type { Loose } from '../infill/rank.ts';
import { sumOfExp } from '../infill/rank.ts';
import type { LengthScores } from '../infill/scores.ts';
import { placeOf } from '../infill/word-table.ts';
import { type LengthObservation, type Observation, temperatures } from './observation.ts';

/** Best scores of a length that an observation contains. */
const bestOfLength = 6;

function largest(scores: ArrayLike<number>): number[] {
  const top: number[] = [];
  let least = -Infinity;
  // 300,000 scores of a gap: plain indexing.
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score <= least) continue;
    const at = top.findIndex((one) => one < score);
    top.splice(at < 0 ? top.length : at, 0, score);
    top.length = Math.min(top.length, bestOfLength);
    if (top.length === bestOfLength) least = top[bestOfLength - 1] as number;
  }
  return top;
}

function summaryOf(length: number, lists: readonly ArrayLike<number>[]): LengthObservation {
  const best = largest(lists.flatMap(largest));
  const most = best[0] ?? -Infinity;
  const logSums = Float64Array.from(temperatures, (temperature) => {
    const sum = lists.reduce((all, list) => all + sumOfExp(list, most / temperature, temperature), 0);
    return most / temperature + Math.log(sum);
  });
  return { length, logSums, best };
}

/** @param ids of the right word's tokens */
export function observed(
  tables: readonly LengthScores[],
  loose: readonly Loose[],
  wordMass: number,
  ids: readonly number[],
): Observation {
  const found = tables.flatMap(({ table, scores }) => {
    const place = placeOf(table, ids);
    return place < 0 ? [] : [scores[place] as number];
  });
  const among = (one: Loose) => one.ids.join() === ids.join();
  const fresh = loose.filter((one) =>
    tables.every(({ table }) => table.length !== one.ids.length || placeOf(table, one.ids) < 0),
  );
  const answers = [...found, ...fresh.filter(among).map(({ score }) => score)];
  const byLength = Map.groupBy(tables, ({ table }) => table.length);
  for (const { ids: some } of fresh) if (!byLength.has(some.length)) byLength.set(some.length, []);
  const lengths = [...byLength].map(([length, of]) =>
    summaryOf(length, [
      ...of.map(({ scores }) => scores),
      fresh.filter((one) => one.ids.length === length).map(({ score }) => score),
    ]),
  );
  const answer = answers.length === 0 ? null : { length: ids.length, score: Math.max(...answers) };
  return { lengths, wordMass, answer };
}
