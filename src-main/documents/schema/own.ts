/** The value of a table's own key: names in files must not find inherited properties. */
export const own = <Value>(
  table: Readonly<Record<string, Value>>,
  key: string | null | undefined,
): Value | undefined =>
  key !== null && key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
