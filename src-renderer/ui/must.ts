/** The value. @throws Error where it is missing, which is a bug */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`invariant broken: ${what}`);
  return value;
}
