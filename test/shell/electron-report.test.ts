import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as electron from '../support/electron-stand-in.ts';
import { patience } from '../support/patience.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

vi.mock('electron', () => import('../support/electron-stand-in.ts'));

/** `src-main/electron.ts` asked for a report, over a stand-in for the `electron` module. */

const before = process.argv;
let printed: string;

beforeEach(async () => {
  const home = tempDir();
  vi.stubEnv('BUMO_HOME', home);
  vi.stubEnv('BUMO_MODELS', join(home, 'models'));
  await writeTinyModel(join(home, 'models', 'tiny'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  // A window may be open already.
  electron.app.hasLock = false;
  electron.app.exitCode = undefined;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  // Each test starts the program anew; the stand-in stays.
  vi.resetModules();
  process.argv = before;
  process.exitCode = 0;
});

async function report(...options: string[]): Promise<unknown> {
  process.argv = ['bumo', ...options];
  await import('../../src-main/electron.ts');
  await vi.waitFor(() => expect(electron.app.exitCode).toBeDefined(), patience);
  vi.mocked(process.stdout.write).mockRestore();
  expect(electron.BrowserWindow.all).toEqual([]);
  return JSON.parse(printed);
}

test('--doctor prints its report and opens no window, beside a window that is open', async () => {
  // The tiny model knows no answer that the doctor asks for.
  expect(await report('--doctor', '--json')).toMatchObject({
    ok: false,
    model: 'tiny',
    contacts: [],
    checks: [
      { name: 'store', ok: true },
      { name: 'disk', ok: true },
      { name: 'models', ok: true, detail: 'tiny' },
      { name: 'providers', ok: true },
      { name: 'engine', ok: false },
    ],
  });
  expect(electron.app.exitCode).toBe(1);
});

test('--gpu prints its report', async () => {
  expect(await report('--gpu', '--json')).toMatchObject({
    machine: `${process.platform}-${process.arch}`,
    provider: expect.any(String),
  });
  expect(electron.app.exitCode).toBe(0);
});
