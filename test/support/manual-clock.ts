import type { Clock } from '../../src-main/base/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(milliseconds: number): void;
}

/** Time that stands still until the test moves it. */
export function manualClock(start = Date.UTC(2026, 10, 24, 8)): ManualClock {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now - start,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
  };
}
