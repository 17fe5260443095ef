import { align } from '../align.ts';
import type { Match } from './layers.ts';
import type { SourceUnit } from './source-units.ts';
import { looksKey, settledUnits, shownValue, type Unit } from './units.ts';

/** Matches units to write with units of the source: first by text and looks, then between those by text alone. */
export function matchUnits(units: readonly Unit[], donors: readonly SourceUnit[]): Match[] {
  const settled = settledUnits(units);
  const newValues = units.map(shownValue);
  const oldValues = donors.map(shownValue);
  const newLooks = settled.map(({ looks }) => looksKey(looks));
  const oldLooks = donors.map((unit) => looksKey(unit.settled));
  const withLooks = (values: readonly string[], keys: readonly string[]) =>
    values.map((value, i) => `${value}\u0007${keys[i]}`);
  const found = align(withLooks(oldValues, oldLooks), withLooks(newValues, newLooks));
  for (let from = 0; from < units.length; from++) {
    if ((found[from] ?? -1) >= 0) continue;
    let to = from;
    while (to < units.length && (found[to] ?? -1) < 0) to++;
    const first = from > 0 ? (found[from - 1] ?? -1) + 1 : 0;
    const last = to < units.length ? (found[to] ?? 0) : donors.length;
    for (const [i, at] of align(oldValues.slice(first, last), newValues.slice(from, to)).entries())
      if (at >= 0) found[from + i] = first + at;
    from = to;
  }
  return units.map((unit, i) => {
    const at = found[i] ?? -1;
    const looks = settled[i]?.looks ?? unit.looks;
    return { unit, old: donors[at] ?? null, looks, same: at >= 0 && oldLooks[at] === newLooks[i] };
  });
}
