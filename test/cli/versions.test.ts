import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { HealthRecord, type VersionSummary } from '../../src-main/contract/index.ts';
import { saveExam } from '../../src-main/store/exams.ts';
import { openStore } from '../../src-main/store/open.ts';
import { writeSlotState } from '../../src-main/store/slot-state.ts';
import { saveVersion } from '../../src-main/store/versions.ts';
import { noEvidence } from '../../src-main/versions/policy/rollout.ts';
import { freshSnapshot } from '../../src-main/versions/policy/snapshot.ts';
import { examReport } from '../support/exam-report.ts';
import { tempDir } from '../support/temp.ts';
import { versionRecord } from '../support/version-record.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const id = '00000000000000a1';
let home: string;

beforeEach(async () => {
  home = tempDir();
  const store = openStore({ dir: join(home, 'home'), clock: systemClock });
  saveVersion(
    store.write,
    versionRecord({
      id,
      base: 'basehash',
      modelId: 'bert-base-chinese',
      mode: 'lora',
      createdAt: 1_000,
      patchBytes: 3_000_000,
      recipe: { epochs: 8 },
    }),
  );
  saveExam(store.write, { base: 'basehash', report: examReport(), marks: [] });
  writeSlotState(store.write, 'basehash', JSON.stringify({ ...freshSnapshot(noEvidence), main: id }), 1);
  await store.close();
});

function bumo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', 'versions', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BUMO_HOME: join(home, 'home'), LANG: 'en_US.UTF-8' },
  });
  return { status, stdout, stderr: stderr.trim() };
}

test('versions are listed and shown, in lines and as JSON', () => {
  const { versions } = JSON.parse(bumo('list', '--json').stdout) as { versions: VersionSummary[] };
  expect(versions.map((one) => [one.id, one.state])).toEqual([
    [id, 'live'],
    ['base', 'ready'],
  ]);
  expect(bumo('list').stdout.split('\n')[0]).toMatch(/^00000000000000a1\tlive\tlora\t.*\tbetter\t56\.0 %$/);
  expect(HealthRecord.parse(JSON.parse(bumo('show', id, '--json').stdout)).version.verdict).toBe('better');
  const { stdout } = bumo('show', id);
  expect(stdout).toContain('The new version is better.');
  expect(stdout).toMatch(/^top1\t55\.0 %\t56\.0 %\t\+1\.0 points$/m);
});

test('a record is written by the ending of the file, the live version’s unless another is named', () => {
  const file = (name: string) => join(home, name);
  for (const [name, start] of [
    ['a.md', `# Bumo health record · ${id}`],
    ['a.HTML', '<!doctype html>\n<html lang="en">'],
  ] as const) {
    expect(bumo('export', file(name)).stdout).toContain(name);
    expect(readFileSync(file(name), 'utf8').startsWith(start)).toBe(true);
  }
  expect(bumo('export', file('base.json'), '--id', 'base').status).toBe(0);
  expect(JSON.parse(readFileSync(file('base.json'), 'utf8'))).toMatchObject({
    format: 'bumo-health-record',
    formatVersion: 2,
    language: 'en',
    version: { id: 'base', mode: 'base' },
  });
});

test.each([
  ['an unknown version', ['show', 'ffffffffffffffff'], /no version ffffffffffffffff/],
  ['an unknown version to export', ['export', 'a.md', '--id', 'nobody'], /no version nobody/],
  ['an ending that says nothing', ['export', 'a.doc'], /\.html/],
  ['a folder that is not there', ['export', '/nowhere/a.md'], /cannot be written/],
] as const)('%s is told in one line', (_name, args, message) => {
  const { status, stdout, stderr } = bumo(...args);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toHaveLength(1);
  expect(stderr).toMatch(message);
});
