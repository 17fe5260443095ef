/** The value, or an error where its absence would be a bug of ours. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`invariant broken: ${what}`);
  return value;
}
