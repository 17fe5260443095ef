import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pack } from '../../src-main/packing/pack.ts';
import { type Target, targetOf, targets } from '../../src-main/packing/targets.ts';
import { keyName } from '../../src-main/updates/check-package.ts';
import { builderModule } from '../support/packing/builder-module.ts';
import { fuseWire, writeElectronDist } from '../support/packing/electron-dist.ts';
import { makeProject } from '../support/packing/project.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** What `npm run dist` packs, for every target, with a stand-in for Electron's binary. Nothing is downloaded. */

interface Asar {
  extractAll(archive: string, dir: string): void;
}

const work = mkdtempSync(join(tmpdir(), 'bumo-packing-'));
const project = join(work, 'project');
const signed = join(work, 'signed.txt');
const ort = 'node_modules/onnxruntime-node/bin/napi-v6';
const sqlite = 'node_modules/better-sqlite3/prebuilds';

const keyOf = ({ platform, arch }: Target) => `${platform}-${arch}`;
const outputOf = (name: string) => join(work, `out-${name}`);

/** The folder that electron-builder writes, the resources in it, and the file that has the fuses. */
const places: Record<string, { readonly app: string; readonly resources: string; readonly fuses: string }> = {
  'win32-x64': { app: 'win-unpacked', resources: 'resources', fuses: 'Bumo.exe' },
  'darwin-arm64': {
    app: 'mac-arm64/Bumo.app/Contents',
    resources: 'Resources',
    fuses: 'Frameworks/Electron Framework.framework/Electron Framework',
  },
  'linux-x64': { app: 'linux-unpacked', resources: 'resources', fuses: 'bumo' },
  'linux-arm64': { app: 'linux-arm64-unpacked', resources: 'resources', fuses: 'bumo' },
};

const natives: Record<string, readonly string[]> = {
  'win32-x64': [
    'node_modules/@node-rs/jieba-win32-x64-msvc/jieba.win32-x64-msvc.node',
    `${sqlite}/win32-x64.node`,
    `${ort}/win32/x64/DirectML.dll`,
    `${ort}/win32/x64/dxcompiler.dll`,
    `${ort}/win32/x64/dxil.dll`,
    `${ort}/win32/x64/onnxruntime.dll`,
    `${ort}/win32/x64/onnxruntime_binding.node`,
  ],
  'darwin-arm64': [
    'node_modules/@node-rs/jieba-darwin-arm64/jieba.darwin-arm64.node',
    `${sqlite}/darwin-arm64.node`,
    `${ort}/darwin/arm64/libonnxruntime.1.dylib`,
    `${ort}/darwin/arm64/onnxruntime_binding.node`,
  ],
  'linux-x64': [
    'node_modules/@node-rs/jieba-linux-x64-gnu/jieba.linux-x64-gnu.node',
    `${sqlite}/linux-x64.node`,
    `${ort}/linux/x64/libonnxruntime.so.1`,
    `${ort}/linux/x64/onnxruntime_binding.node`,
  ],
  'linux-arm64': [
    'node_modules/@node-rs/jieba-linux-arm64-gnu/jieba.linux-arm64-gnu.node',
    `${sqlite}/linux-arm64.node`,
    `${ort}/linux/arm64/libonnxruntime.so.1`,
    `${ort}/linux/arm64/onnxruntime_binding.node`,
  ],
};

/** Most MB of the app besides Electron, about a tenth above the figure of the day it was measured. */
const budget: Record<string, number> = {
  'win32-x64': 110,
  'darwin-arm64': 90,
  'linux-x64': 92,
  'linux-arm64': 68,
};

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const resourcesOf = (name: string, folder = outputOf(name)) => {
  const place = places[name];
  if (!place) throw new Error(`no place for ${name}`);
  return join(folder, place.app, place.resources);
};

async function packTarget(
  target: Target,
  options: { model?: string; portable?: boolean; updateKey?: string } = {},
  output = keyOf(target),
) {
  const dist = join(work, `electron-${target.platform}`);
  writeElectronDist(dist, target.platform);
  await pack({
    project,
    target,
    unpacked: true,
    ...options,
    // macOS of the machine that runs the tests would sign the stand-in, which is no program.
    settings: { electronDist: dist, directories: { output: outputOf(output) }, mac: { identity: null } },
  });
}

/** A `codesign` that records what it was called for and the fuses at that time. */
function putCodesign(): void {
  const bin = join(work, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'codesign'), `#!/bin/sh\necho "$@" >> "${signed}"\n`);
  chmodSync(join(bin, 'codesign'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
}

/** Windows has no stand-in for codesign, and electron-builder packs macOS on POSIX systems alone. */
const packed = targets.filter(({ platform }) => platform !== 'darwin' || process.platform !== 'win32');

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  putCodesign();
  await makeProject(project);
  for (const target of packed) await packTarget(target);
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(work, { recursive: true, force: true });
});

describe.each(packed.map(keyOf))('the package for %s', (name) => {
  test('has the native files of this platform and no others, outside the archive', () => {
    const dir = join(resourcesOf(name), 'app.asar.unpacked');
    const found = filesIn(dir)
      .filter((file) => /\.(node|dll|dylib|exe)$|\.so(\.\d+)*$/.test(file))
      .map((file) => file.slice(dir.length + 1).replaceAll('\\', '/'));
    expect(found.toSorted()).toEqual([...(natives[name] ?? [])].toSorted());
  });

  test('has the resources that the app reads', () => {
    // Within the bundles; `serving` is read by the command line, which no package has.
    const elsewhere = ['docs', 'completion', 'privacy', 'words', 'serving'];
    const read = readdirSync(resolve(import.meta.dirname, '../../resources'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !elsewhere.includes(entry.name))
      .map((entry) => entry.name);
    const carried = readdirSync(resourcesOf(name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/\.(unpacked|lproj)$/.test(entry.name))
      .map((entry) => entry.name);
    expect(carried.toSorted()).toEqual(read.toSorted());
  });

  test('stays within its size', () => {
    const bytes = filesIn(resourcesOf(name)).reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes / 1e6).toBeLessThan(budget[name] ?? 0);
  });

  test('runs no script as plain Node, and only its own archive', () => {
    const place = places[name];
    const binary = readFileSync(join(outputOf(name), place?.app ?? '', place?.fuses ?? ''));
    // In the order of @electron/fuses; the seventh stays as Electron ships it.
    expect(fuseWire(binary)).toBe('01001100');
  });
});

describe('the package for this machine', () => {
  const target = targetOf(process.platform, process.arch);

  test.runIf(target)('runs: main process, preload, page, documents, store and engine', async () => {
    if (!target) return;
    const resources = resourcesOf(keyOf(target));
    const app = join(work, 'extracted');
    builderModule<Asar>('@electron/asar').extractAll(join(resources, 'app.asar'), app);
    const home = join(work, 'home');
    await writeTinyModel(join(home, 'models', 'tiny'));
    const runner = resolve(import.meta.dirname, '../support/packing/run-packed.ts');
    const printed = execFileSync(process.execPath, [runner, app, resources, 'tiny'], {
      encoding: 'utf8',
      env: { ...process.env, BUMO_HOME: home, BUMO_MODELS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const result = JSON.parse(printed);
    expect(result).toMatchObject({ loaded: 'app://bumo/index.html', gaps: 1, feedback: 0 });
    expect(result.parts.length).toBeGreaterThan(1);
    expect(new Set(result.statuses)).toEqual(new Set([200]));
    expect(result.source).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(app).toSorted()).toEqual(['node_modules', 'out', 'package.json']);
    expect(filesIn(join(app, 'out')).filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test.runIf(target)('carries a model, a mark of its own and a key if asked to', async () => {
    if (!target) return;
    const model = join(work, 'bert-base-chinese');
    await writeTinyModel(model);
    writeFileSync(join(model, 'notes.txt'), 'stays');
    await packTarget(target, { model, portable: true, updateKey: 'a key' }, 'portable');
    const resources = resourcesOf(keyOf(target), outputOf('portable'));
    expect(readdirSync(join(resources, 'models/bert-base-chinese')).toSorted()).toEqual(
      ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'].toSorted(),
    );
    expect(readdirSync(resources)).toContain('portable');
    expect(readFileSync(join(resources, keyName), 'utf8')).toBe('a key');
    const usual = readdirSync(resourcesOf(keyOf(target)));
    expect(usual).not.toContain('portable');
    expect(usual).not.toContain(keyName);
  });

  test.runIf(target)('is refused with a model that the app would not look for', async () => {
    if (!target) return;
    await expect(
      packTarget(target, { model: join(work, 'home/models/tiny') }, 'foreign'),
    ).rejects.toMatchObject({
      code: 'model-unknown',
    });
  });
});

test.runIf(process.platform !== 'win32')('macOS: fuses are followed by a signature', () => {
  expect(readFileSync(signed, 'utf8').trim()).toMatch(/^--sign - --force .*--deep .*Bumo\.app$/);
  const plist = readFileSync(
    join(outputOf('darwin-arm64'), 'mac-arm64/Bumo.app/Contents/Info.plist'),
    'utf8',
  );
  for (const extension of ['docx', 'md', 'txt']) expect(plist).toContain(`<string>${extension}</string>`);
});

/** Tools that make .deb, AppImage, .dmg and installers are downloaded by electron-builder: here is what they are told. */
describe('what the tools are told', () => {
  const root = resolve(import.meta.dirname, '../..');
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const { load } = builderModule<{ load(text: string): Record<string, Record<string, unknown>> }>('js-yaml');
  const settings = load(read('electron-builder.yml'));
  const extensions = ['docx', 'md', 'txt'];

  test('which packages there are', () => {
    expect(settings.win?.target).toEqual(['nsis']);
    expect(settings.mac?.target).toEqual(['dmg']);
    expect(settings.linux?.target).toEqual(['AppImage', 'deb', 'tar.gz']);
    expect(settings.publish).toBeNull();
  });

  test('what a .deb and an AppImage say of themselves', () => {
    const { homepage, author, description, license } = JSON.parse(read('package.json'));
    for (const value of [homepage, author, description, license]) expect(value).toMatch(/\S/);
    expect(settings.deb?.maintainer).toMatch(/^\S.* <\S+@\S+>$/);
    expect(settings.linux).toMatchObject({ category: 'Office', executableName: 'bumo' });
  });

  test('which documents Bumo opens, without taking them from other programs', () => {
    for (const platform of ['mac', 'linux']) {
      const offered = settings[platform]?.fileAssociations as {
        ext: string;
        mimeType: string;
        rank: string;
      }[];
      expect(offered.map(({ ext }) => ext)).toEqual(extensions);
      for (const { mimeType, rank } of offered) {
        expect(mimeType).toMatch(/^\w+\/\S+$/);
        expect(rank).toBe('Alternate');
      }
    }
    const script = read('resources/installer.nsh');
    expect(settings.win).not.toHaveProperty('fileAssociations');
    const named = (macro: string) =>
      [...script.matchAll(new RegExp(`!insertmacro ${macro} "(\\w+)"`, 'g'))].map(([, name]) => name);
    expect(named('offerFor')).toEqual(extensions);
    expect(named('withdrawFor')).toEqual(extensions);
    // The default program of an extension is the unnamed value of its key.
    expect(script).not.toMatch(/Classes\\\.\$\{EXTENSION\}" ""/);
  });

  test('an ad hoc signature without the hardened runtime, which needs a certificate', () => {
    expect(settings.mac).toMatchObject({ identity: '-', hardenedRuntime: false });
  });
});
