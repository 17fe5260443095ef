import type { PageFormat, Running, Sheet } from '../../src-main/contract/document-formats.ts';
import { kindOn, type PagePlace } from '../../src-main/documents/schema/running.ts';
import type { PageHeight } from './page-breaks.ts';

/** When pages are drawn up, and how much text each has room for. Pure. */

/** CSS pixels of a point. */
export const pixels = 96 / 72;

/** Milliseconds without a change before the pages are drawn up anew; a caret that only moves is followed sooner. */
const calmMs = 250;
const caretMs = 60;

/**
 * Milliseconds until the pages, or the page of the caret, are looked for; null where nothing is to be done.
 * @param changed whether lines may be elsewhere
 * @param waits whether something is waited for already
 */
export function waitBefore(changed: boolean, waits: boolean): number | null {
  if (changed) return calmMs;
  // A change that waits is not overtaken by the caret.
  return waits ? null : caretMs;
}

/** Height that the last page lacks on the screen, in CSS pixels to two places. @param end of the page on paper */
export const restOf = (end: number, bottom: number): number =>
  Math.max(0, Math.round((end - bottom) * 100) / 100);

/**
 * The height of a page's text, in CSS pixels: a header or a footer that is higher than its margin takes room of it.
 * @param sizes heights of what is drawn, by `header-` or `footer-` and its kind
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
