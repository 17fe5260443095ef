/** Where a popover goes, in viewport pixels. Pure, so that it can be decided once and kept. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Placement {
  readonly side: 'below' | 'above';
  readonly left: number;
  /** Distance of the near edge from the top (below) or from the bottom of the viewport (above). */
  readonly offset: number;
}

const distance = 8;

function hits(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/**
 * Below the gap unless there is no room or the caret would be covered; above it then, if that is any better.
 * @param area the part of the viewport that may be covered
 */
export function placePopover(
  gap: Box,
  caret: Box | null,
  size: { readonly width: number; readonly height: number },
  area: Box,
  viewportHeight: number,
): Placement {
  const left = Math.max(area.left + distance, Math.min(gap.left, area.right - size.width - distance));
  const below: Box = {
    left,
    right: left + size.width,
    top: gap.bottom + distance,
    bottom: gap.bottom + distance + size.height,
  };
  const above: Box = { ...below, top: gap.top - distance - size.height, bottom: gap.top - distance };
  const good = (box: Box) =>
    box.top >= area.top && box.bottom <= area.bottom && !(caret !== null && hits(box, caret));
  if (good(below) || !good(above)) {
    // With room on neither side it stays in sight rather than clear of the text.
    const top = Math.max(area.top, Math.min(below.top, area.bottom - size.height));
    return { side: 'below', left, offset: top };
  }
  return { side: 'above', left, offset: viewportHeight - above.bottom };
}
