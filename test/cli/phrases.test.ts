import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { PhrasesState } from '../../src-main/contract/index.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a folder is added, shown, taken out and forgotten', () => {
  const home = tempDir();
  const folder = join(home, 'folder');
  mkdirSync(folder);
  writeFileSync(join(folder, '通知.txt'), '现将有关事项通知如下。');
  const bumo = (...args: string[]) =>
    spawnSync(process.execPath, ['src-main/cli.ts', 'phrases', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, BUMO_HOME: join(home, 'home'), LANG: 'en_US.UTF-8' },
    });
  const json = (...args: string[]) => JSON.parse(bumo(...args, '--json').stdout) as PhrasesState;

  expect(json('state')).toMatchObject({ enabled: false, folders: [] });
  expect(json('add', folder)).toMatchObject({
    enabled: true,
    characters: 11,
    folders: [{ path: folder, documents: 1, failed: 0 }],
  });
  expect(bumo('state').stdout).toContain(folder);
  const refused = bumo('remove', join(home, 'none'));
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('not among your folders')]);
  expect(bumo('add', join(home, 'none')).status).toBe(1);
  expect(json('remove', folder)).toMatchObject({ enabled: true, characters: 0, folders: [] });
  expect(json('forget').enabled).toBe(false);
  expect(readdirSync(join(home, 'home'))).not.toContain('phrases');
});
