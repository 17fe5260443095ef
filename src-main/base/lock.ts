/** A mutex: one holder at a time, in the order of requests. */
export interface Lock {
  /** @returns a function that releases the lock */
  acquire(): Promise<() => void>;
}

export function createLock(): Lock {
  let last: Promise<void> = Promise.resolve();
  return {
    async acquire() {
      let release: () => void = () => undefined;
      const before = last;
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
}
