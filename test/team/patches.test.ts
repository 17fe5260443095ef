import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src-main/app/app.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Input, Method, Output } from '../../src-main/contract/index.ts';
import { answeringVersion } from '../../src-main/contract/slot.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { patchFile, writePatch } from '../../src-main/models/patch.ts';
import { createDispatch } from '../../src-main/shell/dispatch.ts';
import type { NewObject } from '../../src-main/team/publish.ts';
import { appOptions } from '../support/app-options.ts';
import { patience } from '../support/patience.ts';
import { resources, type SharedFolder, sharedFolder } from '../support/team.ts';
import { tempDir } from '../support/temp.ts';
import { tinyConfig, tinyVocabulary, writeTinyModel } from '../support/tiny-model.ts';

/** Shared versions in the whole app, over the tiny model: real exams, the real slot. */

let home: string;
let app: App;
let shared: SharedFolder;
let base: string;

/** The resources of the app with one small suite, to which the answer is always 地. */
function smallResources(): string {
  const dir = tempDir();
  cpSync(resources, dir, {
    recursive: true,
    filter: (from) => !/resources\/(?:docs|suites|icons|calibration)/.test(from),
  });
  symlinkSync(join(resources, 'calibration'), join(dir, 'calibration'));
  mkdirSync(join(dir, 'suites'));
  const starts = [
    '今天',
    '我们',
    '公园',
    '天地',
    '人和',
    '很好',
    '玩在',
    '有和',
    '我去',
    '地人',
    '天气',
    '好的',
  ];
  const lines = starts.map((start) => JSON.stringify({ text: `${start}[MASK]气很好。`, answer: '地' }));
  writeFileSync(join(dir, 'suites', 'daily.jsonl'), `${lines.join('\n')}\n`);
  return dir;
}

/** A patch that makes a model offer one word first. */
async function patchFor(word: string, wish: { readonly baseHash?: string } = {}): Promise<NewObject> {
  const data = new Float32Array(tinyConfig.vocabSize);
  data[tinyVocabulary.indexOf(word)] = 40;
  const dir = tempDir();
  const { id } = await writePatch(
    dir,
    { baseHash: base, mode: 'patch', seed: 1, recipe: '{}', samples: [], metrics: {}, ...wish },
    new Map([['cls.predictions.bias', { shape: [data.length], data }]]),
  );
  return {
    kind: 'patch',
    name: '版本',
    bytes: readFileSync(patchFile(dir, id)),
    base: wish.baseHash ?? base,
  };
}

async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
  const dispatch = createDispatch(app.handlers, silentLog);
  const envelope = await dispatch(method, input, { signal: new AbortController().signal });
  if (!envelope.ok) throw envelope.error;
  return envelope.value as Output<M>;
}

/** Waits until nothing is fetched or examined, and gives what became of the shared version. */
async function note(): Promise<string | undefined> {
  await expect.poll(async () => (await call('team.state', {})).busy, { timeout: patience }).toBe(false);
  return (await call('team.state', {})).joined?.items[0]?.note?.code;
}

const versions = async () => (await call('versions.list', {})).versions.filter(({ id }) => id !== 'base');

const answering = async () => answeringVersion(await call('slot.view', {}));
const answers = (id: string | undefined) => expect.poll(answering, { timeout: patience }).toBe(id);

beforeEach(async () => {
  home = tempDir();
  const models = join(home, 'models');
  await writeTinyModel(join(models, 'one'), { positions: 512 }, 1);
  base = await weightsHash(join(models, 'one'));
  const options = appOptions({ BUMO_HOME: home, BUMO_MODELS: models });
  app = await createApp({ ...options, paths: { ...options.paths, resources: smallResources() } });
  await call('models.use', { id: 'one' });
  shared = sharedFolder();
});

afterEach(() => app.close());

const join_ = () => call('team.join', { address: shared.folder, key: shared.key, ca: null });

test(
  'a shared version is examined and goes into service by stages; leaving takes it out and deletes it',
  async () => {
    await call('settings.set', { rolloutMode: 'now' });
    await shared.publish([await patchFor('地')]);
    await join_();
    expect(await note()).toBe('team.patch-offered');
    const [version] = await versions();
    expect(version).toMatchObject({ base, samples: 0, removedAt: null });
    expect(version?.general?.after).toBe(1);
    await answers(version?.id);
    await call('team.leave', {});
    await answers('base');
    // Gone, or at the latest when the way back to it closes.
    expect((await versions()).filter(({ state }) => !['removed', 'previous'].includes(state))).toEqual([]);
    expect((await call('team.state', {})).joined).toBeNull();
  },
  2 * patience,
);

test(
  'one that does worse than the version in service is not offered, and the state says why',
  async () => {
    await call('settings.set', { rolloutMode: 'now' });
    await shared.publish([await patchFor('地')]);
    await join_();
    expect(await note()).toBe('team.patch-offered');
    const [good] = await versions();
    await answers(good?.id);
    await shared.publish([await patchFor('天')]);
    await call('team.sync', {});
    expect(await note()).toBe('team.patch-worse');
    const worse = (await versions()).find(({ id }) => id !== good?.id);
    expect(worse).toMatchObject({ verdict: 'worse', state: 'ready' });
    expect(await answering()).toBe(good?.id);
    // Withdrawn without a new one, both go.
    await shared.publish([], { remove: ['版本'] });
    await call('team.sync', {});
    expect(await note()).toBeUndefined();
    await answers('base');
  },
  2 * patience,
);

test(
  'one for other weights, or with other tensors than a version may change, is not taken',
  async () => {
    await shared.publish([await patchFor('地', { baseHash: 'a'.repeat(64) })]);
    await join_();
    expect(await note()).toBe('team.patch-other-model');
    const real = await patchFor('地');
    const cut = { ...real, bytes: real.bytes.subarray(0, -2) };
    await shared.publish([cut]);
    await call('team.sync', {});
    expect(await note()).toBe('team.patch-failed');
    // The list says that it fits; the patch itself does not.
    await shared.publish([{ ...(await patchFor('地', { baseHash: 'a'.repeat(64) })), base }]);
    await call('team.sync', {});
    expect(await note()).toBe('team.patch-failed');
    expect(await versions()).toEqual([]);
  },
  2 * patience,
);
