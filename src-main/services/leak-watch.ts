/**
 * Finds out whether an engine's process keeps what unloaded versions took: after an unload it must hold what it held
 * after the ones before, with as many versions loaded. Reference: within 10 % over any number of swaps.
 */
export interface LeakWatch {
  /** Another process answers: nothing is known of it. */
  started(): void;
  unloaded(): void;
  /**
   * @param bytes private memory of the process @param loaded versions in it
   * @returns whether the process has grown and should be exchanged; told once a process
   */
  grown(bytes: number, loaded: number): boolean;
}

const allowance = 1.1;

export function createLeakWatch(): LeakWatch {
  const least = new Map<number, number>();
  let due = false;
  let told = false;
  return {
    started() {
      least.clear();
      due = false;
      told = false;
    },
    unloaded() {
      due = true;
    },
    grown(bytes, loaded) {
      if (!due || told) return false;
      due = false;
      const reference = least.get(loaded) ?? bytes;
      least.set(loaded, Math.min(reference, bytes));
      told = bytes > reference * allowance;
      return told;
    },
  };
}
