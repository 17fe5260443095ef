import type { PageFormat, Running, Sheet } from '../../src-main/contract/document-formats.ts';
import { kindOn, type PagePlace } from '../../src-main/documents/schema/running.ts';
import type { PageHeight } from './page-breaks.ts';

/** When pages are laid out, and the text height of each. Pure. */

/** CSS pixels of a point. */
export const pixels = 96 / 72;

/** Milliseconds without a change before pages are laid out again; a moved caret is followed sooner. */
const calmMs = 250;
const caretMs = 60;

/**
 * Milliseconds until the next layout, or the next look for the caret's page; null for none.
 * @param changed whether lines may have moved
 * @param waits whether a layout is pending
 */
export function waitBefore(changed: boolean, waits: boolean): number | null {
  if (changed) return calmMs;
  // A pending layout is not replaced by a look for the caret.
  return waits ? null : caretMs;
}

/**
 * Height that the last page lacks on the screen, in CSS pixels rounded to two places. @param end of the page on paper
 */
export const restOf = (end: number, bottom: number): number =>
  Math.max(0, Math.round((end - bottom) * 100) / 100);

/**
 * The text height of a page in CSS pixels: a header or footer higher than its margin reduces it.
 * @param sizes heights of the drawn ones, by `header-` or `footer-` and kind
 */
export function pageHeights(
  page: PageFormat,
  sheet: Pick<Sheet, 'header' | 'footer'> | null,
  sizes: ReadonlyMap<string, number>,
): PageHeight {
  const room = (
    running: Running | undefined,
    edge: 'header' | 'footer',
    margin: number,
    place: PagePlace,
  ) => {
    const size = running ? (sizes.get(`${edge}-${kindOn(running, place)}`) ?? 0) : 0;
    return size === 0 ? margin * pixels : Math.max(margin * pixels, page[edge] * pixels + size);
  };
  return (number) => {
    const place = { page: number, sectionPage: 1 };
    const above = room(sheet?.header, 'header', page.top, place);
    const below = room(sheet?.footer, 'footer', page.bottom, place);
    return page.height * pixels - above - below;
  };
}
