import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../contract/index.ts';
import type { Learning } from './learning.ts';

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly learning: Learning;
  readonly settings: () => Settings;
  readonly onBattery: () => boolean;
  /** @returns milliseconds since the writer's last action */
  readonly idle: () => number;
  /** @returns the local hour of the day, 0–23 */
  readonly hour: () => number;
}

const every = 60_000;
const longIdle = 10 * 60_000;
const batteryDuty = 0.4;
const isNight = (hour: number) => hour >= 22 || hour < 6;

/** Starts nightly runs where the writer wants them, and limits runs on battery power. @returns a function that stops both */
export function startSchedule(options: ScheduleOptions): () => void {
  const { clock, log, learning, settings, onBattery, idle, hour } = options;
  let stop: () => void = () => undefined;

  function check(): void {
    const battery = onBattery();
    learning.pace('power', battery ? batteryDuty : 1);
    const wanted = settings().learnWhen === 'nightly' && isNight(hour()) && idle() >= longIdle && !battery;
    if (wanted && learning.state().suggested)
      learning
        .begin()
        .then(({ outcome }) => outcome)
        .catch((error: unknown) => log.warn(`the nightly run: ${reasonOf(error)}`));
    stop = clock.after(every, check);
  }

  check();
  return () => stop();
}
