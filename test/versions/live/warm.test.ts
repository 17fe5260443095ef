import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../src-main/base/log.ts';
import type { Engine } from '../../../src-main/engine/api.ts';
import type { LoadReport } from '../../../src-main/engine/protocol.ts';
import { askedAs, readSuites } from '../../../src-main/learn/exam/questions.ts';
import { saveMarks } from '../../../src-main/store/exams.ts';
import { openStore, type Store } from '../../../src-main/store/open.ts';
import { saveVersion } from '../../../src-main/store/versions.ts';
import { enginePort } from '../../../src-main/versions/live/engine-port.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';

/** A version answers, before it takes traffic, the surest questions of its exam. */

const id = '00000000000000a1';
let store: Store;
let suites: string;
let answer: LoadReport['answers'][number];

beforeEach(() => {
  store = openStore({ dir: tempDir(), clock: manualClock() });
  suites = tempDir();
  writeFileSync(join(suites, 'daily.jsonl'), '{"text":"今[MASK]很好。","answer":"天"}\n');
  saveVersion(store.write, {
    id,
    base: 'basehash',
    modelId: 'tiny',
    mode: 'patch',
    createdAt: 1,
    patchFile: `${id}.safetensors`,
    patchBytes: 1,
    recipe: {},
    seed: 1,
    metrics: {},
    samples: [],
  });
});
afterEach(() => store.close());

/** Records that the exam had the first word with a probability of 0.9. */
async function examined(ranking: string): Promise<void> {
  const questions = await readSuites(suites);
  const first = { word: '天', probability: 0.9 };
  const marks = questions.map(({ item }) => ({ item, rank: 0, probability: 0.9, first }));
  const name = askedAs(questions, { precision: 'float32', ranking });
  saveMarks(store.write, { version: id, base: 'basehash' }, name, marks, 1);
}

function warm(): Promise<void> {
  const part: Pick<Engine, 'state' | 'load'> = {
    state: () => ({ phase: 'none' }),
    load: async (_, gaps) => ({ answers: gaps.map(() => answer), milliseconds: 1, ranking: 'now' }),
  };
  // The port asks nothing else of an engine here.
  const engine = part as Engine;
  return enginePort({ store, engine, log: silentLog, patches: suites, suites }).warm(id);
}

test('a version that answers as in its exam is warm', async () => {
  await examined('now');
  answer = { word: '天', probability: 0.9 };
  await warm();
});

test('a version that says another word, or is otherwise sure, is refused', async () => {
  await examined('now');
  answer = { word: '日', probability: 0.9 };
  await expect(warm()).rejects.toMatchObject({ code: 'model-broken' });
  answer = { word: '天', probability: 0.6 };
  await expect(warm()).rejects.toMatchObject({ code: 'model-broken' });
});

test('where the base model was calibrated after the exam, the words alone count', async () => {
  await examined('before');
  answer = { word: '天', probability: 0.6 };
  await warm();
  answer = { word: '日', probability: 0.9 };
  await expect(warm()).rejects.toMatchObject({ code: 'model-broken' });
});
