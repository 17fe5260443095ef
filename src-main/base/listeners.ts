/** Functions that want to be told of something. */
export interface Listeners<T extends readonly unknown[]> {
  /** @returns a function that ends the subscription */
  add(listener: (...values: T) => void): () => void;
  /** Calls those that were there when it began. */
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
