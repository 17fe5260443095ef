/** Zoom factors; 1 is the size on paper. Pure. */

export const least = 0.5;
export const most = 2;
const steps = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** Free pixels beside a page. */
const gutter = 24;

/** Smallest fitting factor; in a narrower window the page is scrolled. */
const leastFit = 0.3;

/**
 * The factor that fits a page into a window; at most 1.
 * @param room width for the document, in pixels
 * @param page width of the page, in pixels
 */
export const fitFactor = (room: number, page: number): number =>
  page <= 0 || room <= 0
    ? 1
    : Math.max(leastFit, Math.min(1, Math.floor(((room - gutter) / page) * 100) / 100));

/** The next larger or smaller zoom step. */
export const nextStep = (factor: number, by: 1 | -1): number =>
  by > 0
    ? (steps.find((one) => one > factor + 0.001) ?? most)
    : (steps.findLast((one) => one < factor - 0.001) ?? least);
