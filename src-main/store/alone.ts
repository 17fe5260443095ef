import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { message } from '../texts/message.ts';
import { lockFile } from './db.ts';

/**
 * One process alone may move the versions of a data folder in and out of service. The lock is the operating system's:
 * it ends with the process, also after a crash.
 */

const retryMilliseconds = 100;

const appRunning = (dir: string) => new CodedError('app-running', message('store.app-running', { dir }));

export interface AloneOptions {
  /** Created if it is missing. */
  readonly dir: string;
  readonly clock: Clock;
  /** Longest wait for an app that is closing. */
  readonly milliseconds: number;
}

/** @returns a function that releases the folder; null if another process holds it until the wait ends */
export async function beAlone({ dir, clock, milliseconds }: AloneOptions): Promise<(() => void) | null> {
  mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
  const deadline = clock.monotonic() + milliseconds;
  for (;;) {
    const release = lockFile(join(dir, 'in-use.lock'));
    if (release || clock.monotonic() >= deadline) return release;
    await new Promise<void>((resolve) => void clock.after(retryMilliseconds, resolve));
  }
}

/** As `beAlone`. @throws CodedError `app-running` if another process holds the folder */
export async function mustBeAlone(options: AloneOptions): Promise<() => void> {
  const release = await beAlone(options);
  if (!release) throw appRunning(options.dir);
  return release;
}
