import type { Clock } from '../base/clock.ts';

export interface Pace {
  readonly bytesPerSecond: number;
  /** Null where the file's size is unknown or no byte arrived yet. */
  readonly secondsLeft: number | null;
}

/** Estimates a download's speed as an exponential mean with a time constant of 3 s. */
export function createPaceMeter(clock: Clock): (received: number, total: number | null) => Pace {
  const timeConstant = 3_000;
  let last: { at: number; received: number } | null = null;
  let speed = 0;
  return (received, total) => {
    const at = clock.monotonic();
    if (!last || received < last.received) {
      last = { at, received };
    } else if (at > last.at) {
      const elapsed = at - last.at;
      const current = ((received - last.received) / elapsed) * 1000;
      const weight = speed === 0 ? 1 : 1 - Math.exp(-elapsed / timeConstant);
      speed += (current - speed) * weight;
      last = { at, received };
    }
    return {
      bytesPerSecond: speed,
      secondsLeft: total !== null && speed > 0 ? (total - received) / speed : null,
    };
  };
}
