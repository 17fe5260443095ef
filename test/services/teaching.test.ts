import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Engine } from '../../src-main/fillmask/engine-api.ts';
import type { MemoryEntry, Place, Terms } from '../../src-main/fillmask/engine-protocol.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { backgroundTexts, createTeaching, type Teaching } from '../../src-main/services/teaching.ts';
import { editFeedback, giveFeedback, undoFeedback } from '../../src-main/store/feedback.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { setSettings } from '../../src-main/store/settings.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { tempDir } from '../support/temp.ts';

/** What an engine was told, by a teaching service over a real store. */
interface Told {
  readonly memory: Map<string, MemoryEntry>;
  readonly embedded: Place[];
  prepared: number;
  terms: Terms | null;
}

const replay = fileURLToPath(new URL('../../resources/replay', import.meta.url));
const word = (text: string) => scrub(text).text;
let store: Store;
let told: Told;
let modelDir: string | null;
let teaching: Teaching;

function engine(): Engine {
  const part: Pick<Engine, 'embed' | 'prepare' | 'setTerms' | 'remember'> = {
    async embed(places) {
      told.embedded.push(...places);
      return places.map(({ text, length }) => Float32Array.of(text.length, length, 1));
    },
    async prepare(texts) {
      told.prepared = texts.length;
    },
    setTerms(terms) {
      told.terms = terms;
    },
    remember({ add, remove }) {
      for (const id of remove) told.memory.delete(id);
      for (const entry of add) told.memory.set(entry.id, entry);
    },
  };
  // The service asks nothing else of an engine.
  return part as Engine;
}

function model(name: string): string {
  const dir = join(tempDir(), name);
  mkdirSync(dir);
  writeFileSync(join(dir, 'model.safetensors'), name);
  return dir;
}

beforeEach(() => {
  store = openStore({ dir: tempDir(), clock: systemClock });
  told = { memory: new Map(), embedded: [], prepared: 0, terms: null };
  modelDir = model('a');
  teaching = createTeaching({
    store,
    engine: engine(),
    clock: systemClock,
    log: silentLog,
    replay,
    modelDir: () => modelDir,
    versions: () => ['base'],
  });
});

afterEach(() => store.close());

async function refreshed(): Promise<void> {
  teaching.refresh();
  await teaching.settled(10_000);
}

function correct(context: string, meant: string, kind: 'wrong' | 'right' | 'accepted' = 'wrong'): string {
  const suggestionId = randomUUID();
  recordSuggestion(store.write, {
    id: suggestionId,
    at: 1,
    context: word(context),
    gapStart: context.indexOf('[MASK]'),
    gapEnd: context.indexOf('[MASK]') + 6,
    offered: [{ word: word('收到'), probability: 0.5 }],
    stage: 'full',
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  const id = randomUUID();
  giveFeedback(store.write, { id, suggestionId, at: 2, kind, word: word(meant) });
  return id;
}

const words = () => [...told.memory.values()].map((one) => one.word).toSorted();

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
  modelDir = model('b');
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
  expect(told.prepared).toBe(96);
  const texts = await backgroundTexts(replay);
  expect(texts).toEqual(await backgroundTexts(replay));
  for (const text of texts) expect(text.split('[MASK]')).toHaveLength(2);
  const folder = tempDir();
  cpSync(replay, folder, { recursive: true });
  expect(await backgroundTexts(folder)).toEqual(texts);
});

test('nothing is waited for where nothing was taught of late', async () => {
  const began = performance.now();
  await teaching.settled(5_000);
  expect(performance.now() - began).toBeLessThan(1_000);
});
