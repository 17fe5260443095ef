/**
 * The fields that have a value.
 * @param nulls fields that may be null, which takes back what lower levels say
 */
export function given<Fields extends object>(
  fields: { [Name in keyof Fields]: Fields[Name] | undefined | null },
  nulls: readonly (keyof Fields)[] = [],
): Partial<Fields> {
  const found: Partial<Fields> = {};
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    const value = fields[name];
    if (value !== undefined && (value !== null || nulls.includes(name)))
      found[name] = value as Fields[typeof name];
  }
  return found;
}
