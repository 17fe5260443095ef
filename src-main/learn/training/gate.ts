import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';

/**
 * A run awaits the gate between two updates. There it can be paused, slowed down and cancelled, none of which changes
 * the results of its computations.
 */
export interface Gate {
  /**
   * Settles when the run may go on.
   * @throws CodedError `learn-cancelled`
   */
  pass(): Promise<void>;
  pause(): void;
  resume(): void;
  /** @param duty share of the time in which the run may work, (0, 1] */
  pace(duty: number): void;
  cancel(): void;
  readonly paused: boolean;
}

/** Least duty. A run that rests longer looks as if it had crashed; it should be paused instead. */
const leastDuty = 0.02;

const cancelled = () => new CodedError('learn-cancelled', message('learning.cancelled'));

/** @param turn lets the process receive messages, since an update blocks the thread */
export function createGate(clock: Clock, turn: () => Promise<void>): Gate {
  let duty = 1;
  let paused = false;
  let stopped = false;
  let began = clock.monotonic();
  let wake: () => void = () => undefined;

  /** Waits for the given time, or without limit for null, but only until something changes. */
  const wait = (milliseconds: number | null) =>
    new Promise<void>((resolve) => {
      const cancelTimer = milliseconds === null ? () => undefined : clock.after(milliseconds, resolve);
      wake = () => {
        cancelTimer();
        resolve();
      };
    });

  const change = (apply: () => void) => {
    apply();
    wake();
  };

  return {
    get paused() {
      return paused;
    },
    async pass() {
      const ended = clock.monotonic();
      await turn();
      for (;;) {
        if (stopped) throw cancelled();
        const rest = (ended - began) * (1 / duty - 1) - (clock.monotonic() - ended);
        if (paused) await wait(null);
        else if (rest > 0) await wait(rest);
        else break;
      }
      began = clock.monotonic();
    },
    pause: () =>
      change(() => {
        paused = true;
      }),
    resume: () =>
      change(() => {
        paused = false;
      }),
    pace: (share) =>
      change(() => {
        duty = Number.isFinite(share) ? Math.min(1, Math.max(leastDuty, share)) : 1;
      }),
    cancel: () =>
      change(() => {
        stopped = true;
      }),
  };
}
