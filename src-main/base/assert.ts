/** Throws if an invariant of the code does not hold. For invalid input from outside, throw a `CodedError`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

/** Returns the value. @throws Error if it is null or undefined, which means a bug in the caller */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}
