/** Lets one holder in at a time, in the order of asking. */
export interface Lock {
  /** @returns the function that lets the next one in */
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
