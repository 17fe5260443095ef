import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { backgroundTexts } from '../../src-main/learn/memory/background-texts.ts';
import { createTeaching, type Teaching } from '../../src-main/learning/teaching.ts';
import { editFeedback, undoFeedback } from '../../src-main/store/feedback.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { setSettings } from '../../src-main/store/settings.ts';
import {
  listeningEngine,
  modelFolder,
  nothingTold,
  type Said,
  correct as say,
  type Told,
  word,
  wordsOf,
} from '../support/taught.ts';
import { tempDir } from '../support/temp.ts';

const replay = fileURLToPath(new URL('../../resources/replay', import.meta.url));
const calibration = fileURLToPath(new URL('../../resources/calibration', import.meta.url));
let store: Store;
let told: Told;
let modelDir: string | null;
let teaching: Teaching;

beforeEach(() => {
  store = openStore({ dir: tempDir(), clock: systemClock });
  told = nothingTold();
  modelDir = modelFolder('a');
  teaching = createTeaching({
    store,
    engine: listeningEngine(told),
    clock: systemClock,
    log: silentLog,
    replay,
    calibration,
    modelDir: () => modelDir,
    versions: () => ['base'],
  });
});

afterEach(() => store.close());

async function refreshed(): Promise<void> {
  teaching.refresh();
  await teaching.settled(10_000);
}

const correct = (context: string, meant: string, kind: Said['kind'] = 'wrong'): string =>
  say(store, context, meant, { kind }).id;

const words = () => wordsOf(told);

test('a correction is in the memory as soon as it is made, its key made once', async () => {
  correct('订单一直没[MASK]。', '生效');
  await refreshed();
  expect(words()).toEqual(['生效']);
  expect(told.embedded).toEqual([{ text: '订单一直没[MASK]。', length: 2 }]);
  correct('货物仍未[MASK]。', '签收');
  await refreshed();
  expect(words()).toEqual(['生效', '签收']);
  expect(told.embedded).toHaveLength(2);
});

test('what is taken back is forgotten at once; an edited word takes the place of the old one', async () => {
  const first = correct('订单一直没[MASK]。', '生效');
  const second = correct('货物仍未[MASK]。', '签收');
  await refreshed();
  undoFeedback(store.write, first);
  editFeedback(store.write, second, word('送达'));
  await refreshed();
  expect(words()).toEqual(['送达']);
});

test('a word that was only taken is left to learning', async () => {
  correct('订单一直没[MASK]。', '发货', 'accepted');
  correct('货物仍未[MASK]。', '签收', 'right');
  await refreshed();
  expect(words()).toEqual(['签收']);
});

test('turned off, the memory is empty; turned on again, no key is made anew', async () => {
  correct('订单一直没[MASK]。', '生效');
  await refreshed();
  setSettings(store.write, { memory: false });
  await refreshed();
  expect(words()).toEqual([]);
  setSettings(store.write, { memory: true });
  await refreshed();
  expect(words()).toEqual(['生效']);
  expect(told.embedded).toHaveLength(1);
});

test('another base model has keys of its own, and the first one finds its own again', async () => {
  correct('订单一直没[MASK]。', '生效');
  await refreshed();
  const first = modelDir;
  modelDir = modelFolder('b');
  told.memory.clear();
  await refreshed();
  expect(words()).toEqual(['生效']);
  expect(told.embedded).toHaveLength(2);
  modelDir = first;
  told.memory.clear();
  await refreshed();
  expect(words()).toEqual(['生效']);
  expect(told.embedded).toHaveLength(2);
});

test('without a model nothing is asked of the engine', async () => {
  modelDir = null;
  correct('订单一直没[MASK]。', '生效');
  await refreshed();
  expect(told.embedded).toEqual([]);
  expect(told.terms).toBeNull();
});

test('a background is measured on sentences of many kinds, the same ones every time', async () => {
  correct('订单一直没[MASK]。', '生效');
  await refreshed();
  await expect.poll(() => told.prepared).toBe(48);
  const texts = await backgroundTexts(replay);
  expect(texts).toEqual(await backgroundTexts(replay));
  for (const text of texts) expect(text.split('[MASK]')).toHaveLength(2);
  const folder = tempDir();
  cpSync(replay, folder, { recursive: true });
  expect(await backgroundTexts(folder)).toEqual(texts);
});

test('nothing is waited for where nothing was taught of late', async () => {
  const hours = 24 * 3_600_000;
  await expect(teaching.settled(hours)).resolves.toBeUndefined();
});
