import { lockOf } from '../draft/page-copy.ts';

/** Which pages live: each holds a lock of the browser, which ends with it however it ends. */

/** Holds the page's lock as long as it lives. */
export function holdPage(page: string): void {
  void navigator.locks?.request(lockOf(page), () => new Promise<void>(() => undefined));
}

/** @param own the asking page: what stands under its name is of a document that it closed */
export async function isDead(page: string, own: string): Promise<boolean> {
  if (page === own || !navigator.locks) return true;
  return navigator.locks.request(lockOf(page), { ifAvailable: true }, (lock) => lock !== null);
}

/** Two pages that open at once must not take over one text. */
export async function oneAtATime(run: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request('bumo.take-up', run);
  else await run();
}
