import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { numberOf } from '../../../src-main/serving/export/plan.ts';
import { tinyVersions } from '../../support/serving/packages.ts';
import { exportBoth } from '../../support/tiny-package.ts';

/** What an engine's configuration names is in the package. */

let folder: string;
let id: string;
let numbers: number[];
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bumo-test-'));
  const model = await tinyVersions(folder);
  ({ id } = model.versions[0]);
  numbers = [1, numberOf(id)];
  for (const engine of ['ray', 'mlserver', 'kserve', 'triton', 'ovms'] as const)
    await exportBoth(model, engine, join(folder, engine));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const versionFolders = (...path: string[]): number[] =>
  readdirSync(join(folder, ...path), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => Number(name))
    .toSorted((a, b) => a - b);

/** Names of a list such as `input [ … ]`. */
const named = (config: string, list: string): string[] =>
  matches(new RegExp(`^${list} \\[\\n(.*?)^\\]`, 'ms').exec(config)?.[1] ?? '', /name: "(\w+)"/g);

const policy = (config: string): number[] =>
  (/versions: \[ ([\d, ]+) \]/.exec(config)?.[1] ?? '').split(', ').map(Number);

async function expectServed(...path: string[]): Promise<void> {
  const config = read(...path, 'config.pbtxt');
  expect(policy(config)).toEqual(versionFolders(...path));
  for (const number of policy(config)) {
    const weightsDir = join(folder, ...path, String(number));
    const graph = readFileSync(join(weightsDir, 'model.onnx'));
    const session = await ortRunner.createSession(graph, { provider: 'cpu', weightsDir });
    expect([...session.inputs].toSorted()).toEqual(named(config, 'input').toSorted());
    expect(session.outputs).toEqual(named(config, 'output'));
    await session.release();
  }
}

describe('Triton', () => {
  test.each(['bumo_trunk', 'bumo_top'])('%s: inputs, outputs and versions are those of its graphs', (name) =>
    expectServed('triton', 'models', name),
  );

  test.each([
    ['bumo', 0],
    ['bumo_canary', 1],
  ])('%s joins the trunk with the top of its version', (name, at) => {
    const config = read('triton', 'models', name, 'config.pbtxt');
    expect(matches(config, /model_name: "(\w+)"/g)).toEqual(['bumo_trunk', 'bumo_top']);
    expect(matches(config, /model_version: (\d+)/g).map(Number)).toEqual([1, numbers[at]]);
    expect([policy(config), versionFolders('triton', 'models', name)]).toEqual([
      [numbers[at]],
      [numbers[at]],
    ]);
  });
});

test('KServe: each revision points to the storage of its version, and the new one gets 5 %', async () => {
  for (const [file, version] of [
    ['1-stable.yaml', 'base'],
    ['2-canary.yaml', id],
  ] as const) {
    const text = read('kserve', file);
    expect(matches(text, /storageUri: pvc:\/\/bumo-models\/(\w+)/g)).toEqual([version]);
    await expectServed('kserve', 'storage', version, 'bumo');
  }
  expect(read('kserve', '1-stable.yaml')).not.toContain('canaryTrafficPercent');
  expect(read('kserve', '2-canary.yaml')).toContain('canaryTrafficPercent: 5\n');
});

test('OVMS: the folders of the versions are those that the policy names', () => {
  const { model_config_list } = JSON.parse(read('ovms', 'config.json')) as {
    model_config_list: { config: { base_path: string; model_version_policy: unknown } }[];
  };
  const [{ config } = { config: null }] = model_config_list;
  expect(config?.model_version_policy).toEqual({ specific: { versions: numbers } });
  expect(versionFolders('ovms', config?.base_path ?? '')).toEqual(numbers);
});

test('Ray Serve and MLServer: every version that is named has a graph, and the new one starts without traffic', () => {
  const config = read('ray', 'serve_config.yaml');
  expect(matches(config, /- name: "?(\w+)/g)).toEqual(['bumo', 'Router', 'base', id]);
  expect(config).toContain(`"base": 1.0\n        "${id}": 0.0\n`);
  for (const version of ['base', id]) {
    expect(existsSync(join(folder, 'ray', 'graphs', `${version}.onnx`))).toBe(true);
    expect(existsSync(join(folder, 'mlserver', 'graphs', `${version}.onnx`))).toBe(true);
    expect(JSON.parse(read('mlserver', 'models', version, 'model-settings.json'))).toMatchObject({
      name: 'bumo',
      parameters: { version },
    });
  }
});
