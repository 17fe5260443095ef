/** Throws when an invariant of ours is broken. For bad input from outside, throw a `CodedError`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** The value, or an error where `undefined` would mean a bug of ours. */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}
