import type { Clock } from '../base/clock.ts';

export interface Pace {
  readonly bytesPerSecond: number;
  /** Null where the whole is not known or nothing moves. */
  readonly secondsLeft: number | null;
}

/** Follows a download's speed; the estimate forgets with a time constant of about 3 s. */
export function createPaceMeter(clock: Clock): (received: number, total: number | null) => Pace {
  const timeConstant = 3000;
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
