/** Where a popover goes, in viewport pixels. Pure, so that it can be decided once and kept. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  readonly side: 'below' | 'above';
  readonly left: number;
  /** Distance of the near edge from the top (below) or from the bottom of the viewport (above). */
  readonly offset: number;
  /** How high it may be; the rest is scrolled. Null where it has the room that it wants. */
  readonly height: number | null;
}

const distance = 8;
/** Free between what floats and the edge of the window. */
const edge = 4;

export function hits(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** As near to a box's beginning as the area allows. */
const leftIn = (box: Box, width: number, area: Box): number =>
  Math.max(area.left + distance, Math.min(box.left, area.right - width - distance));

function sidesOf(box: Box, { width, height }: Size, area: Box): Readonly<Record<Placement['side'], Box>> {
  const left = leftIn(box, width, area);
  const [below, above] = [box.bottom + distance, box.top - distance];
  return {
    below: { left, right: left + width, top: below, bottom: below + height },
    above: { left, right: left + width, top: above - height, bottom: above },
  };
}

/**
 * Below the gap, or above it, in the document's part of the window; above it over the bars where neither has the room;
 * lower than it wants to be on the roomier side where the window itself is too low. Never on the gap's own line.
 * @param area the document's part of the viewport
 */
export function placePopover(
  gap: Box,
  caret: Box | null,
  size: Size,
  area: Box,
  viewportHeight: number,
): Placement {
  const { below, above } = sidesOf(gap, size, area);
  const { left } = below;
  const clear = (box: Box) => caret === null || !hits(box, caret);
  // The status bar may be covered: better than the gap itself.
  const room = { below: viewportHeight - edge - below.top, above: above.bottom - edge };
  const fits = { below: size.height <= room.below, above: size.height <= room.above };
  const at = (side: Placement['side'], height: number | null = null): Placement => ({
    side,
    left,
    offset: side === 'below' ? below.top : viewportHeight - above.bottom,
    height,
  });
  if (fits.below && clear(below)) return at('below');
  if (fits.above && above.top >= area.top && clear(above)) return at('above');
  if (fits.below) return at('below');
  if (fits.above) return at('above');
  const side = room.above > room.below ? 'above' : 'below';
  return at(side, Math.max(0, room[side]));
}

/** Where a bar goes that asks about a word of the text. */
export type BarPlacement =
  | { readonly side: 'below' | 'above' | 'after'; readonly left: number; readonly top: number }
  /** Into room of its own: there is no free place near the word. */
  | { readonly side: 'docked' };

type FreeSide = Exclude<BarPlacement['side'], 'docked'>;
const freeSides: readonly FreeSide[] = ['below', 'above', 'after'];

/** Behind the ends of the lines that a bar next to the word's line would touch. */
function afterLine(word: Box, { width, height }: Size, lines: readonly Box[]): Box {
  const top = (word.top + word.bottom - height) / 2;
  const band = { left: -Infinity, right: Infinity, top, bottom: top + height };
  const ends = [word, ...lines.filter((line) => hits(band, line))].map(({ right }) => right);
  const left = Math.max(...ends) + distance * 2;
  return { left, right: left + width, top, bottom: top + height };
}

const within = (box: Box, area: Box): boolean =>
  box.top >= area.top && box.bottom <= area.bottom && box.left >= area.left && box.right <= area.right;

/** A pixel of a line's box is no text. */
const touches = (box: Box, line: Box): boolean =>
  hits(box, { left: line.left + 1, right: line.right - 1, top: line.top + 1, bottom: line.bottom - 1 });

/**
 * On a place that no line of text needs: below or above the word, or behind its line.
 * @param lines of text near the word
 * @param last where it is now: it stays there while it can
 */
export function placeBar(
  word: Box,
  size: Size,
  lines: readonly Box[],
  area: Box,
  last: BarPlacement['side'] | null,
): BarPlacement {
  if (last === 'docked') return { side: 'docked' };
  const boxes = { ...sidesOf(word, size, area), after: afterLine(word, size, lines) };
  const free = (side: FreeSide) =>
    within(boxes[side], area) && !lines.some((line) => touches(boxes[side], line));
  const side = (last && free(last) ? last : null) ?? freeSides.find(free);
  if (!side) return { side: 'docked' };
  const { left, top } = boxes[side];
  return { side, left, top };
}
