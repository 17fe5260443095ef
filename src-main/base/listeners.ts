/** A set of subscribed functions. */
export interface Listeners<T extends readonly unknown[]> {
  /** @returns a function that ends the subscription */
  add(listener: (...values: T) => void): () => void;
  /** Calls the functions that were subscribed when the call began. */
  tell(...values: T): void;
}

export function createListeners<T extends readonly unknown[] = []>(): Listeners<T> {
  const all = new Set<(...values: T) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell(...values) {
      for (const listener of [...all]) listener(...values);
    },
  };
}
