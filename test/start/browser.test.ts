import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openBrowser, openingCommand } from '../../src-main/start/browser.ts';
import { tempDir } from '../support/temp.ts';

const spawned = vi.hoisted(() => vi.fn(() => ({ on: () => undefined, unref: () => undefined })));
vi.mock('node:child_process', () => ({ spawn: spawned }));

test('the token is in a file of this user, not among the arguments that every user can read', () => {
  const home = tempDir();
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    openBrowser('http://127.0.0.1:4000/open#token', platform, home);
  expect(JSON.stringify(spawned.mock.calls)).not.toContain('token');
  const file = join(home, 'open.html');
  expect(readFileSync(file, 'utf8')).toContain('url=http://127.0.0.1:4000/open#token"');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(openingCommand(file, 'linux')).toEqual(['xdg-open', file]);
});
