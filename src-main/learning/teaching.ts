import { isAbort, reasonOf } from '../base/error.ts';
import { BackgroundMeasurement, type MeasurementOptions } from './background-measurement.ts';
import { MemorySync, type MemorySyncOptions } from './memory-sync.ts';

/** Keeps the engine's memory of corrections and its words in line with the store, in the background. */
export interface Teaching {
  /** To be called when samples, terms, versions or the engine's model have changed. */
  refresh(): void;
  /** Settles when the engine knows the changes of the last second, or after `ms`. */
  settled(ms: number): Promise<void>;
  /** Postpones the measurement of the background until the app is started again. */
  measureLater(): void;
}

export interface TeachingOptions extends MemorySyncOptions, MeasurementOptions {}

/** Age in milliseconds up to which `settled` waits for a change. */
const recent = 1_000;

export function createTeaching(options: TeachingOptions): Teaching {
  const { clock, log } = options;
  const memory = new MemorySync(options);
  const background = new BackgroundMeasurement(options);
  let current: Promise<void> = Promise.resolve();
  let wanted = false;
  let refreshedAt = -Infinity;

  async function synchronise(): Promise<void> {
    while (wanted) {
      wanted = false;
      try {
        const dir = await memory.run();
        // Not awaited, since later changes must not wait for it.
        if (dir !== null) void background.measure(dir);
      } catch (error) {
        if (!isAbort(error)) log.warn(`the memory is not up to date: ${reasonOf(error)}`);
      }
    }
  }

  return {
    refresh() {
      refreshedAt = clock.monotonic();
      if (wanted) return;
      wanted = true;
      current = current.then(synchronise);
    },
    measureLater: () => background.postpone(),
    settled(ms) {
      // Keys of older changes may be hundreds, for which no answer waits.
      if (clock.monotonic() - refreshedAt > recent) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = clock.after(ms, resolve);
        void current.then(() => {
          cancel();
          resolve();
        });
      });
    },
  };
}
