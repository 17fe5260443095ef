import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { openStore } from '../../src-main/store/open.ts';
import { writeSlotState } from '../../src-main/store/slot-state.ts';
import { saveVersion } from '../../src-main/store/versions.ts';
import { noEvidence } from '../../src-main/versions/policy/rollout.ts';
import { freshSnapshot } from '../../src-main/versions/policy/snapshot.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { versionRecord } from '../support/version-record.ts';

/** The version in service has lost its patch. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const id = '00000000000000a1';
let home: string;

beforeEach(async () => {
  home = tempDir();
  const model = join(home, 'models', 'tiny');
  await writeTinyModel(model);
  const base = await weightsHash(model);
  const store = openStore({ dir: home, clock: systemClock });
  saveVersion(store.write, versionRecord({ id, base, modelId: 'tiny' }));
  writeSlotState(store.write, base, JSON.stringify({ ...freshSnapshot(noEvidence), main: id }), 1);
  await store.close();
});

function bumo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      BUMO_HOME: home,
      BUMO_MODELS: join(home, 'models'),
      LANG: 'en_US.UTF-8',
    },
  });
  return { status, stdout, stderr };
}

test('a gap is filled by the base model, and it is said why', () => {
  const { status, stdout, stderr } = bumo('fill', '今天天气很[MASK]。', '--json');
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { version: 'base', model: 'tiny' }]);
  expect(stderr).toMatch(/00000000000000a1\.safetensors is damaged/);
});

test('the way back is open', () => {
  const { status, stdout } = bumo('versions', 'rollback');
  expect([status, stdout]).toEqual([0, expect.stringContaining('The base model answers')]);
});

test('to promote it again fails with the reason', () => {
  const { status, stdout, stderr } = bumo('versions', 'promote', id, '--now');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/is damaged/);
});
