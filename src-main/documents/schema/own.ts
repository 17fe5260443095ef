/** The value of a key that a table itself has: names of a file must not find what every object inherits. */
export const own = <Value>(
  table: Readonly<Record<string, Value>>,
  key: string | null | undefined,
): Value | undefined =>
  key !== null && key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
