import type { Services } from './services.ts';

/** Share of the time that a run computes while the writer works. */
export const shyDuty = 0.25;
/** Milliseconds from the last request until a run has all of the time again. */
const shyFor = 4_000;

/** @returns a function to call at each request of the writer */
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
