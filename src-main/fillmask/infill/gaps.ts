import { maskText } from '../../contract/gap.ts';

/** A place to fill: one `[MASK]`, or a run of them with nothing between. */
export interface Gap {
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Number of `[MASK]`: 1 stands for a word of unknown length, k > 1 for exactly k tokens. */
  readonly masks: number;
}

const runs = new RegExp(`(?:${maskText.replace(/[[\]]/g, '\\$&')})+`, 'g');

/** The gaps of a text, in order. */
export function findGaps(text: string): Gap[] {
  return [...text.matchAll(runs)].map(({ 0: run, index }) => ({
    start: index,
    end: index + run.length,
    masks: run.length / maskText.length,
  }));
}
