import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as electron from '../support/electron-stand-in.ts';
import { patience } from '../support/patience.ts';
import { packageName, writeRelease } from '../support/release.ts';
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
  electron.app.isPackaged = false;
  electron.shell.opened.length = 0;
  electron.shell.shown.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  // Each test starts the program anew; the stand-in stays.
  vi.resetModules();
  process.argv = before;
  process.exitCode = 0;
});

async function start(...options: string[]): Promise<void> {
  process.argv = ['bumo', ...options];
  await import('../../src-main/electron.ts');
  await vi.waitFor(() => expect(electron.app.exitCode).toBeDefined(), patience);
  vi.mocked(process.stdout.write).mockRestore();
  expect(electron.BrowserWindow.all).toEqual([]);
}

async function report(...options: string[]): Promise<unknown> {
  await start(...options);
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

describe('--update', () => {
  const name = packageName('9.0.0');
  let file: string;
  let said: string;

  beforeEach(() => {
    const { folder, resources } = writeRelease(tempDir(), { [name]: 'newer' });
    file = join(folder, name);
    electron.app.isPackaged = true;
    Object.assign(process, { resourcesPath: resources });
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8');
    said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    electron.app.isPackaged = false;
    Reflect.deleteProperty(process, 'resourcesPath');
  });

  test('checks a package, says how to install it, and lets the system open or show it', async () => {
    expect(await report('--update', file, '--json')).toMatchObject({
      name,
      version: '9.0.0',
      opened: true,
      next: { code: expect.stringMatching(/^update\.next-/) },
    });
    expect(electron.app.exitCode).toBe(0);
    expect([...electron.shell.opened, ...electron.shell.shown]).toEqual([file]);
  });

  test('opens nothing that fails a check', async () => {
    writeFileSync(file, 'changed');
    await start('--update', file);
    expect(said).toContain(`${name} 与 SHA256SUMS 里记的不一样`);
    expect(electron.app.exitCode).toBe(1);
    expect([...electron.shell.opened, ...electron.shell.shown]).toEqual([]);
  });

  test('without a file says how it is used', async () => {
    await start('--update', '--json');
    expect(said).toContain('bumo --update 文件');
    expect(electron.app.exitCode).toBe(1);
  });
});
