import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Removal, StoredData } from '../../src-main/contract/index.ts';
import { residueIn } from '../support/residue.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function fresh() {
  const home = tempDir();
  const bumo = (...args: string[]) =>
    spawnSync(process.execPath, ['src-main/cli.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, BUMO_HOME: home, LANG: 'en_US.UTF-8' },
    });
  return { home, bumo };
}

test('what is stored is listed; it goes with --yes alone, and one scope must be named', () => {
  const { home, bumo } = fresh();
  const file = join(tempDir(), 'mine.jsonl');
  writeFileSync(file, JSON.stringify({ text: '绛珠仙草已经[MASK]完毕。', answer: '发货' }));
  mkdirSync(join(home, 'sources'), { recursive: true });
  writeFileSync(join(home, 'sources', 'a'), '绛珠仙草');
  expect(bumo('samples', 'import', file, '--kind', 'correction').status).toBe(0);

  const { tables, files } = JSON.parse(bumo('data', 'list', '--json').stdout) as StoredData;
  expect(tables.find(({ name }) => name === 'samples')).toMatchObject({ rows: 1, text: 'scrubbed' });
  expect(files.find(({ path }) => path === 'sources/a')).toMatchObject({ text: 'raw', bytes: 12 });

  expect(bumo('data', 'remove').status).not.toBe(0);
  expect(bumo('data', 'remove', '--all', '--older-than', '3').status).not.toBe(0);
  const preview = JSON.parse(bumo('data', 'remove', '--all', '--json').stdout) as Removal;
  expect(preview.tables.map(({ name }) => name)).toEqual(['samples', 'imports']);
  expect(residueIn(home, ['绛珠仙草']).length).toBeGreaterThanOrEqual(2);

  const removed = JSON.parse(bumo('data', 'remove', '--all', '--yes', '--json').stdout) as Removal;
  expect(removed.tables).toEqual(preview.tables);
  expect(residueIn(home, ['绛珠仙草'])).toEqual([]);
});
