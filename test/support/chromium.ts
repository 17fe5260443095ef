import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The Chromium to drive: `BUMO_CHROMIUM`, one on the PATH, or Playwright's own.
 * @throws with what to do where there is none
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.BUMO_CHROMIUM) return environment.BUMO_CHROMIUM;
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  throw new Error('no Chromium: install it (apt-get install chromium, or npx playwright install chromium)');
}

/** Whether the Chromium that would be driven starts: Playwright's own lacks libraries on some machines. */
export function browserStarts(): boolean {
  try {
    return spawnSync(findChromium(), ['--version'], { timeout: 60_000 }).status === 0;
  } catch {
    return false;
  }
}
