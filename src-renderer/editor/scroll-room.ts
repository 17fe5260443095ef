/** How far the line that is written stays from the edges of its window part. Pure. */

const threshold = 60;
const margin = 100;

export interface Sides {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

const sides = (vertical: () => number, horizontal: number): Sides => ({
  get top() {
    return vertical();
  },
  get bottom() {
    return vertical();
  },
  left: horizontal,
  right: horizontal,
});

/**
 * ProseMirror's scroll properties. In a low window the distances shrink with it: a line that must keep more from both
 * edges than there is would be scrolled out of sight.
 * @param height of the part that scrolls, in CSS pixels, read at each scroll
 */
export const scrollRoom = (height: () => number): { scrollThreshold: Sides; scrollMargin: Sides } => ({
  scrollThreshold: sides(() => Math.min(threshold, height() / 6), threshold),
  scrollMargin: sides(() => Math.min(margin, height() / 4), margin),
});
