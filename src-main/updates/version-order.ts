/** The order of versions, as Semantic Versioning 2.0.0 defines it in item 11; build data does not occur. */

const isNumber = (part: string) => /^\d+$/.test(part);

function compareParts(first: string, second: string): number {
  if (isNumber(first) && isNumber(second)) return Math.sign(Number(first) - Number(second));
  if (isNumber(first) !== isNumber(second)) return isNumber(first) ? -1 : 1;
  return first < second ? -1 : Number(first > second);
}

function compareLists(first: readonly string[], second: readonly string[]): number {
  for (const [i, part] of first.entries()) {
    const other = second[i];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return first.length < second.length ? -1 : 0;
}

/** The numbers, and the names of a pre-release, which comes before its release. */
function split(version: string): { numbers: string[]; names: string[] | null } {
  const [numbers = '', ...rest] = version.split('-');
  return { numbers: numbers.split('.'), names: rest.length === 0 ? null : rest.join('-').split('.') };
}

/** @returns below 0 where the first version is older, above 0 where it is newer */
export function compareVersions(first: string, second: string): number {
  const [a, b] = [split(first), split(second)];
  const order = compareLists(a.numbers, b.numbers);
  if (order !== 0) return order;
  if (a.names && b.names) return compareLists(a.names, b.names);
  return Number(b.names !== null) - Number(a.names !== null);
}
