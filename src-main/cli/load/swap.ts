import type { Clock } from '../../base/clock.ts';
import type { Slots } from '../../versions/live/slots.ts';
import type { Load } from './pace.ts';

/** Timed swaps under load. */

export interface Swap {
  readonly to: string;
  /** Milliseconds from the command until the slot sends requests to the version. */
  readonly ready: number;
  /** Milliseconds from the command until the version's first answer. */
  readonly firstAnswer: number;
}

/** Longest wait for a version to answer, milliseconds. */
const patience = 60_000;

function until(slots: Slots, clock: Clock, done: () => boolean): Promise<boolean> {
  if (done()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (reached: boolean) => {
      off();
      cancel();
      resolve(reached);
    };
    const off = slots.router.onChange(() => {
      if (done()) end(true);
    });
    const cancel = clock.after(patience, () => end(done()));
  });
}

const answersAll = ({ router }: Slots, version: string) => {
  const { main, candidate, rollout } = router.view();
  if (main.version === version) return true;
  return candidate?.version === version && candidate.share === 1 && rollout?.phase.name === 'stage';
};

const isGivenUp = ({ router }: Slots, version: string) => {
  const { main, rollout, target } = router.view();
  return ![main.version, rollout?.version, target].includes(version);
};

export interface SwapOptions {
  readonly slots: Slots;
  readonly load: Load;
  readonly clock: Clock;
  /** Whether one more request is made at the moment of the command. */
  readonly asking?: boolean;
}

/** @param to the version that should answer after `command`. @returns null if it never does */
async function timed(
  { slots, load, clock, asking = false }: SwapOptions,
  to: string,
  command: () => void,
): Promise<Swap | null> {
  const began = clock.monotonic();
  const first = load.answerOf(to);
  command();
  if (asking) void load.ask();
  await until(slots, clock, () => answersAll(slots, to) || isGivenUp(slots, to));
  if (!answersAll(slots, to)) return null;
  const ready = clock.monotonic() - began;
  const { asked, milliseconds } = await first;
  return { to, ready, firstAnswer: asked + milliseconds - began };
}

/** Puts a version into service at once, as the main version. */
export async function swapTo(options: SwapOptions, version: string): Promise<Swap | null> {
  const { slots } = options;
  const swap = await timed(options, version, () => slots.promote(version, 'now'));
  if (swap && slots.router.view().candidate?.version === version) slots.router.push();
  return swap;
}

/** Loads and warms a version without showing it. @returns whether it is ready */
export async function prepareVersion(options: SwapOptions, version: string): Promise<boolean> {
  const { slots, clock } = options;
  slots.promote(version, 'shadow');
  return until(slots, clock, () => {
    const { rollout } = slots.router.view();
    return rollout?.version !== version || rollout.phase.name === 'shadow';
  });
}

/** Rolls back to the version before. */
export function rollBack(options: SwapOptions): Promise<Swap | null> {
  const { router } = options.slots;
  return timed(options, router.view().backTo ?? 'base', () => router.rollback());
}
