import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CodedError } from '../../../src-main/base/error.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { exportServing } from '../../../src-main/serving/export/export.ts';
import { type Engine, engines, numberOf } from '../../../src-main/serving/export/plan.ts';
import { type PackageFiles, writePackage } from '../../../src-main/serving/export/write-package.ts';
import { tempDir } from '../../support/temp.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';
import {
  exportBoth,
  planOf,
  resources,
  type VersionedModel,
  withVersions,
} from '../../support/tiny-package.ts';

let model: VersionedModel;
let out: string;

beforeEach(async () => {
  const dir = join(tempDir(), 'model');
  await writeTinyModel(dir);
  model = await withVersions(dir, tempDir());
  out = join(tempDir(), 'package');
});

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) =>
      join(one.parentPath, one.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
}

describe.each(engines)('a package for %s', (engine: Engine) => {
  test('lists the hash of every file, and is the same bytes when it is exported again', async () => {
    await exportBoth(model, engine, out);
    const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
    const lines = sums.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(66))).toEqual(filesOf(out).filter((one) => one !== 'SHA256SUMS'));
    for (const line of lines) expect(line.slice(0, 64)).toBe(sha256(join(out, line.slice(66))));
    await exportBoth(model, engine, `${out}-again`);
    expect(readFileSync(join(`${out}-again`, 'SHA256SUMS'), 'utf8')).toBe(sums);
  });

  test('holds graphs that load from where they lie, tokenizer, lexicon and what is served', async () => {
    await exportBoth(model, engine, out);
    const graphs = filesOf(out).filter((one) => one.endsWith('.onnx'));
    expect(graphs.length).toBeGreaterThanOrEqual(2);
    for (const graph of graphs) {
      const weightsDir = join(out, graph, '..');
      const session = await ortRunner.createSession(readFileSync(join(out, graph)), {
        provider: 'cpu',
        weightsDir,
      });
      expect(session.outputs).toHaveLength(1);
      await session.release();
    }
    for (const file of ['lexicon/dict.txt', 'tokenizer/vocab.txt', 'README.md'])
      expect(statSync(join(out, file)).size).toBeGreaterThan(0);
    const { id } = model.versions[0];
    expect(JSON.parse(readFileSync(join(out, 'bumo.json'), 'utf8'))).toMatchObject({
      engine,
      base: model.versions[0].base,
      versions: [
        { id: 'base', number: 1 },
        { id, number: 2 + Number.parseInt(id.slice(0, 7), 16) },
      ],
    });
  });

  test('can hold the base model alone', async () => {
    await exportServing(await planOf(model, [null]), engine, out);
    expect(filesOf(out).join('\n')).not.toContain(model.versions[0].id);
  });

  test('names the same address everywhere, of this machine alone', async () => {
    await exportBoth(model, engine, out);
    for (const file of filesOf(out).filter((one) => /\.(?:json|yaml|pbtxt|md|py)$/.test(one)))
      expect(readFileSync(join(out, file), 'utf8')).not.toMatch(/0\.0\.0\.0|https:\/\//);
  });
});

describe('writing a package', () => {
  test('links weights and copies the rest: who edits the package does not edit Bumo', async () => {
    await exportBoth(model, 'ray', out);
    const inode = (file: string) => statSync(file).ino;
    expect(inode(join(out, 'graphs/model.safetensors'))).toBe(inode(join(model.dir, 'model.safetensors')));
    expect(inode(join(out, 'bumo_ray.py'))).not.toBe(inode(join(resources, 'serving/bumo_ray.py')));
  });

  // Windows makes no symbolic links for everyone.
  test.skipIf(process.platform === 'win32')('takes along the file behind a symbolic link', async () => {
    const link = join(tempDir(), 'weights');
    symlinkSync(join(model.dir, 'model.safetensors'), link);
    await writePackage(out, [{ path: 'w', from: link, linked: true }]);
    expect(lstatSync(join(out, 'w')).isFile()).toBe(true);
  });

  test('copies weights where no link can be made', async () => {
    const files: PackageFiles = { ...nodeFiles, link: () => Promise.reject(new Error('EXDEV')) };
    const from = join(model.dir, 'model.safetensors');
    await writePackage(out, [{ path: 'w', from, linked: true }], files);
    expect(sha256(join(out, 'w'))).toBe(sha256(from));
    expect(statSync(join(out, 'w')).ino).not.toBe(statSync(from).ino);
  });

  test('refuses a folder that holds something, and leaves it as it is', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    expect(await codeOf(exportBoth(model, 'ray', out))).toBe('bad-input');
    expect(filesOf(out)).toEqual(['mine.txt']);
  });

  test('takes an empty folder', async () => {
    mkdirSync(out);
    await exportBoth(model, 'ovms', out);
    expect(existsSync(join(out, 'SHA256SUMS'))).toBe(true);
  });

  const full = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  const roomless: PackageFiles['statfs'] = (async () => ({ bavail: 1, bsize: 4096 })) as never;

  test.each<[string, Partial<PackageFiles>]>([
    ['there is no room', { statfs: roomless }],
    ['it runs full while it is written', { writeFile: full }],
  ])('says that the disk is full where %s, and leaves nothing', async (_name, failing) => {
    const entries = [
      { path: 'a/copy', from: join(model.dir, 'vocab.txt') },
      { path: 'b', content: 'x' },
    ];
    expect(await codeOf(writePackage(out, entries, { ...nodeFiles, ...failing }))).toBe('disk-full');
    expect(existsSync(out)).toBe(false);
    mkdirSync(out);
    expect(await codeOf(writePackage(out, entries, { ...nodeFiles, ...failing }))).toBe('disk-full');
    expect(readdirSync(out)).toEqual([]);
  });

  test('says it where the folder cannot be made', async () => {
    writeFileSync(out, 'a file');
    expect(await codeOf(exportBoth(model, 'ray', join(out, 'inside')))).toBe('folder-unreadable');
    expect(await codeOf(exportBoth(model, 'ray', out))).toBe('folder-unreadable');
  });
});

test('the number of a version has 31 bits, is its own, and is 1 for the base model alone', () => {
  expect(numberOf('base')).toBe(1);
  expect(numberOf('0000000000000000')).toBe(2);
  expect(numberOf('ffffffffffffffff')).toBeLessThan(2 ** 31);
  expect(numberOf('0123456789abcdef')).not.toBe(numberOf('0123457789abcdef'));
});

const python = ['python3', 'python'].find((one) => spawnSync(one, ['--version']).status === 0);

test.skipIf(!python)('the model classes are sound Python', () => {
  const folder = join(resources, 'serving');
  const cache = tempDir();
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.py'))) {
    const made = spawnSync(python ?? '', ['-m', 'py_compile', join(folder, name)], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONPYCACHEPREFIX: cache },
    });
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
  }
});
