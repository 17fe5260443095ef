import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { fetchElectronBinary, findElectronBinary } from '../../src-main/start/electron-binary.ts';
import { chooseShell } from '../../src-main/start/shell-choice.ts';
import { tempDir } from '../support/temp.ts';
import { said } from '../support/words.ts';

describe('the shell that npm start opens', () => {
  const never = () => Promise.reject(new Error('must not be asked'));

  test('is the browser where it is asked for, without looking for Electron', async () => {
    expect(await chooseShell(true, { findElectron: never, fetchElectron: never })).toEqual({
      shell: 'browser',
      because: null,
    });
  });

  test('is Electron where it is there', async () => {
    const choice = await chooseShell(false, { findElectron: async () => '/e', fetchElectron: never });
    expect(choice).toEqual({ shell: 'electron', binary: '/e' });
  });

  test('is Electron after it was fetched', async () => {
    let fetched = false;
    const choice = await chooseShell(false, {
      findElectron: async () => (fetched ? '/e' : null),
      fetchElectron: async () => {
        fetched = true;
      },
    });
    expect(choice).toEqual({ shell: 'electron', binary: '/e' });
  });

  test('is the browser, with one line that says why, where Electron cannot be had', async () => {
    const choice = await chooseShell(false, {
      findElectron: async () => null,
      fetchElectron: () => Promise.reject(new Error('Error: connect ECONNREFUSED 1.2.3.4:443')),
    });
    expect(choice).toEqual({
      shell: 'browser',
      because: said({
        zh: expect.stringMatching(/^没能取到.*没有网络.*浏览器[^\n]*$/),
        en: expect.stringMatching(/^[^\n]*network[^\n]*browser\.$/),
        detail: expect.stringContaining('ECONNREFUSED'),
      }),
    });
    expect(JSON.stringify(choice).match(/ECONNREFUSED/g)).toHaveLength(1);
  });

  test('is the browser where what was fetched is not there', async () => {
    const choice = await chooseShell(false, {
      findElectron: async () => null,
      fetchElectron: async () => undefined,
    });
    expect(choice).toMatchObject({
      shell: 'browser',
      because: said({ zh: expect.stringContaining('安全软件') }),
    });
  });
});

describe('fetching Electron', () => {
  /** An install script of our own in place of the package's. */
  const fetchWith = (script: string, silence = 700) => {
    const file = join(tempDir(), 'install.cjs');
    writeFileSync(file, script);
    const seen: number[] = [];
    const done = fetchElectronBinary({
      script: file,
      environment: process.env,
      clock: systemClock,
      onBytes: (bytes) => seen.push(bytes),
      silence,
    });
    return { seen, done };
  };
  const write =
    "require('fs').writeFileSync(require('path').join(require('os').tmpdir(), 'part'), 'x'.repeat(N));";

  test('shows what arrives', async () => {
    const { seen, done } = fetchWith(`${write.replace('N', '1000')} setTimeout(() => {}, 1200);`, 5000);
    await done;
    expect(seen).toEqual([1000]);
  });

  test('is given up when no byte comes', async () => {
    const { done } = fetchWith('setInterval(() => {}, 1000)');
    await expect(done).rejects.toThrow(/no data/);
  });

  test('is given up when it stops half way', async () => {
    const { done } = fetchWith(`${write.replace('N', '10')} setInterval(() => {}, 1000)`, 300);
    await expect(done).rejects.toThrow(/stopped/);
  });

  test('tells why it was refused', async () => {
    const { done } = fetchWith("console.error('Error: connect ECONNREFUSED\\n    at here'); process.exit(1)");
    await expect(done).rejects.toThrow('Error: connect ECONNREFUSED');
  });

  test('a binary that its path file promises but that is not there is missing', async () => {
    const folder = tempDir();
    expect(await findElectronBinary(folder, {})).toBeNull();
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(await findElectronBinary(folder, {})).toBeNull();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    expect(await findElectronBinary(folder, {})).toBe(join(folder, 'dist', 'electron'));
  });
});
