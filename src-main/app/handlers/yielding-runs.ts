import type { Services } from './services.ts';

/** A run gives way while the writer works: this share of the time is its own. */
export const shyDuty = 0.25;
/** Milliseconds after the last request. */
const shyFor = 4_000;

/** @returns what is called at every request of the writer's */
export function yieldingRuns({
  activity,
  learning,
  clock,
}: Pick<Services, 'activity' | 'learning' | 'clock'>): () => void {
  let bold: () => void = () => undefined;
  return () => {
    activity.note();
    learning.pace('writer', shyDuty);
    bold();
    bold = clock.after(shyFor, () => learning.pace('writer', 1));
  };
}
