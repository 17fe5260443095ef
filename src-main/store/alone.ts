import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { lockFile } from './db.ts';

/**
 * Who moves versions in and out of service: one process for a folder of data. The lock is the system's own, so
 * that it ends with the process, however that ends.
 */

const retryMilliseconds = 100;

const appRunning = (dir: string) =>
  new CodedError('app-running', {
    zh: `补墨正在使用 ${dir}。请在补墨窗口里操作，或先关闭它再试。`,
    en: `Bumo is using ${dir}. Do this in its window, or close it and try again.`,
  });

export interface AloneOptions {
  /** Created where it is missing. */
  readonly dir: string;
  readonly clock: Clock;
  /** An app that is closing needs a moment. */
  readonly milliseconds: number;
}

/** @returns the function that lets others in; null where another process holds the folder all the while */
export async function beAlone({ dir, clock, milliseconds }: AloneOptions): Promise<(() => void) | null> {
  mkdirSync(dir, { recursive: true });
  const deadline = clock.monotonic() + milliseconds;
  for (;;) {
    const release = lockFile(join(dir, 'in-use.lock'));
    if (release || clock.monotonic() >= deadline) return release;
    await new Promise<void>((resolve) => void clock.after(retryMilliseconds, resolve));
  }
}

/** The same for who cannot go on beside another. @throws CodedError `app-running` */
export async function mustBeAlone(options: AloneOptions): Promise<() => void> {
  const release = await beAlone(options);
  if (!release) throw appRunning(options.dir);
  return release;
}
