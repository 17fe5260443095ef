import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { openStore } from '../../../src-main/store/open.ts';
import { saveVersion } from '../../../src-main/store/versions.ts';
import { patchesDir } from '../../../src-main/versions/live/slots.ts';
import { tempDir } from '../../support/temp.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';
import { type MadeVersion, writeVersion } from '../../support/tiny-version.ts';
import { versionRecord } from '../../support/version-record.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let home: string;
let made: MadeVersion;

beforeEach(async () => {
  home = tempDir();
  const model = join(home, 'models', 'tiny');
  await writeTinyModel(model);
  made = await writeVersion(model, patchesDir(home), 1);
  const store = openStore({ dir: home, clock: systemClock });
  saveVersion(store.write, versionRecord({ id: made.id, base: made.base, modelId: 'tiny' }));
  await store.close();
});

function exported(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src-main/cli.ts', 'versions', 'export-serving', ...args],
    { cwd: root, encoding: 'utf8', env: { ...process.env, BUMO_HOME: home, LANG: 'en_US.UTF-8' } },
  );
  return { status, stdout, stderr: stderr.trim() };
}

test('a version is exported with the base model beside it', () => {
  const dir = join(home, 'out');
  const { status, stdout, stderr } = exported(made.id, dir, '--for', 'ray');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('README.md');
  const about = JSON.parse(readFileSync(join(dir, 'bumo.json'), 'utf8')) as { versions: { id: string }[] };
  expect(about.versions.map(({ id }) => id)).toEqual(['base', made.id]);
});

test('the base model is exported alone', () => {
  const dir = join(home, 'out');
  expect(exported('base', dir, '--for', 'ovms').status).toBe(0);
  expect(readFileSync(join(dir, 'config.json'), 'utf8')).toContain('"bumo"');
});

test.each<[string, string[], RegExp]>([
  ['an unknown version', ['ffffffffffffffff', 'out', '--for', 'ray'], /no version ffffffffffffffff/],
  ['an unknown version beside it', ['base', 'out', '--for', 'ray', '--beside', 'x'], /no version x/],
  ['an unknown engine', ['base', 'out', '--for', 'tfserving'], /tfserving.*ray, mlserver/],
  ['no engine', ['base', 'out'], /--for/],
  ['a folder that holds something', ['base', 'taken', '--for', 'ray'], /holds files already/],
])('%s is refused in one line', (_name, [id = '', folder = '', ...options], sentence) => {
  mkdirSync(join(home, 'taken'));
  writeFileSync(join(home, 'taken', 'mine.txt'), 'mine');
  const { status, stdout, stderr } = exported(id, join(home, folder), ...options);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toHaveLength(1);
  expect(stderr).toMatch(sentence);
  expect(existsSync(join(home, 'out'))).toBe(false);
});
