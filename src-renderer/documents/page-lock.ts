import { lockOf } from '../draft/page-copy.ts';

/** Tells which pages are alive: each holds a Web Lock, which the browser releases when the page ends in any way. */

/** Holds the page's lock until the page ends. */
export function holdPage(page: string): void {
  void navigator.locks?.request(lockOf(page), () => new Promise<void>(() => undefined));
}

/** @param own the asking page: texts under its name are of documents that it closed */
export async function isDead(page: string, own: string): Promise<boolean> {
  if (page === own || !navigator.locks) return true;
  return navigator.locks.request(lockOf(page), { ifAvailable: true }, (lock) => lock !== null);
}

/** Two pages that open at the same time must not take over the same text. */
export async function oneAtATime(run: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request('bumo.take-up', run);
  else await run();
}
