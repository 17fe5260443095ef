import type { Box } from './place-popover.ts';

/** What of a document takes room near a box, line by line. */

/** What is drawn, and is no text. */
const drawn = 'img, hr, .gap, .atom-box, .ghost-text';

const isNear = (box: Box, top: number, bottom: number) => box.bottom > top && box.top < bottom;

/** The boxes of the lines of text nodes. A node that is not near costs one look at its block. */
function linesOf(block: Element): Box[] {
  const boxes: Box[] = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    range.selectNodeContents(node);
    boxes.push(...range.getClientRects());
  }
  for (const element of block.querySelectorAll(drawn)) boxes.push(element.getBoundingClientRect());
  return boxes.filter(({ left, right }) => right > left);
}

/** @param reach CSS pixels above and below the box */
export function boxesNear(writing: Element, { top, bottom }: Box, reach: number): Box[] {
  const near = [...writing.children].filter((block) =>
    isNear(block.getBoundingClientRect(), top - reach, bottom + reach),
  );
  return near.flatMap(linesOf).filter((box) => isNear(box, top - reach, bottom + reach));
}
