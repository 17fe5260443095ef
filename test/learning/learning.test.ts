import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { LearnState } from '../../src-main/contract/learn-run.ts';
import { fixedQuestions } from '../../src-main/learn/exam/base-ranking.ts';
import { createLearning, type Learning } from '../../src-main/learning/learning.ts';
import { RunProcesses } from '../../src-main/learning/processes.ts';
import { expandedFile } from '../../src-main/models/expand.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { patchFile, readPatch } from '../../src-main/models/patch.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { examsOf, marksOf } from '../../src-main/store/exams.ts';
import { giveFeedback } from '../../src-main/store/feedback.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { heldSamples, holdingsOf, learnedWords } from '../../src-main/store/version-samples.ts';
import { findVersion, listVersions } from '../../src-main/store/versions.ts';
import { listLedger } from '../../src-main/versions/record/ledger.ts';
import { tempDir } from '../support/temp.ts';
import { tinyConfig, writeTinyModel } from '../support/tiny-model.ts';
import { said } from '../support/words.ts';

/** Runs from feedback to a version on record, with real processes over the tiny model. */

let home: string;
let store: Store;
let learning: Learning;
let states: LearnState[];
let offered: string[];
let modelId = 'tiny';
let catching = false;
const pids: number[] = [];

beforeEach(async () => {
  home = tempDir();
  await writeTinyModel(join(home, 'model'));
  mkdirSync(join(home, 'resources', 'suites'), { recursive: true });
  mkdirSync(join(home, 'resources', 'replay'));
  const questions = ['天', '地', '人'].map((answer) =>
    JSON.stringify({ text: '今天[MASK]气很好。', answer }),
  );
  writeFileSync(join(home, 'resources', 'suites', 'daily.jsonl'), `${questions.join('\n')}\n`);
  writeFileSync(
    join(home, 'resources', 'replay', 'sentences.txt'),
    ['今天天气很好，我们去公园玩。', '我们的公园在天地人和。', '人有天和地，我们有公园。'].join('\n'),
  );
  store = openStore({ dir: home, clock: systemClock });
  open();
});

afterEach(async () => {
  learning.close();
  await store.close();
});

function open(): void {
  states = [];
  offered = [];
  learning = createLearning({
    store,
    fork(entry, options) {
      const child = forkNode(entry, { ...options, quiet: true });
      if (child.pid) pids.push(child.pid);
      return child;
    },
    clock: systemClock,
    log: silentLog,
    dir: join(home, 'learning'),
    patches: join(home, 'patches'),
    resources: join(home, 'resources'),
    model: () => ({ id: modelId, dir: join(home, 'model') }),
    running: () => 'base',
    precision: () => 'float32',
    onState(state) {
      states.push(state);
      // Tiny runs are over in a moment: one that is to be caught is held where it first tells of itself.
      if (catching && state.run && state.run.progress.steps > 0) {
        catching = false;
        learning.pause(true);
      }
    },
    offer(version) {
      offered.push(version);
      return true;
    },
    ownSentences: () => [],
  });
}

function correct(context: string, meant: string): void {
  const suggestionId = randomUUID();
  const gapStart = context.indexOf('[MASK]');
  recordSuggestion(store.write, {
    id: suggestionId,
    at: 1,
    context: scrub(context).text,
    gapStart,
    gapEnd: gapStart + 6,
    offered: [],
    stage: 'full',
    modelId: 'tiny',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  giveFeedback(store.write, {
    id: randomUUID(),
    suggestionId,
    at: 2,
    kind: 'wrong',
    word: scrub(meant).text,
  });
}

function correctAll(): void {
  correct('今天[MASK]气很好，我们去公园玩。', '地');
  correct('我们[MASK]公园玩，今天很好。', '在');
  correct('今天天气很[MASK]，我们去玩。', '和');
}

const paused = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i++) await paused(50);
  expect(condition()).toBe(true);
}

async function learn() {
  const { outcome } = await learning.begin({ mode: 'lora', seed: 3 });
  const ended = await outcome;
  if (ended.kind !== 'learned') throw new Error(ended.kind);
  return ended;
}

test('a run ends in a version on record, with its samples, its exam and its marks', async () => {
  correctAll();
  expect(learning.state()).toMatchObject({ waiting: 3, samples: 3, run: null });
  const { version, report } = await learn();
  expect(findVersion(store.read, version)).toMatchObject({
    modelId: 'tiny',
    mode: 'lora',
    seed: 3,
    base: await weightsHash(join(home, 'model')),
    // Three corrections are too few to set any aside.
    verdict: 'unjudged',
  });
  expect(existsSync(patchFile(join(home, 'patches'), version))).toBe(true);
  expect(learnedWords(store.read, [version])).toEqual(['和', '在', '地']);
  const [exam] = examsOf(store.read, version).items;
  expect(exam?.report.version).toBe(version);
  const base = await weightsHash(join(home, 'model'));
  for (const one of [version, 'base'])
    expect(marksOf(store.read, { version: one, base }, report.questions)).toHaveLength(3);
  expect(learning.state()).toMatchObject({ waiting: 0, run: null });
  expect(offered).toEqual(report.verdict === 'better' ? [version] : []);
});

test('the same samples and seed give the same version', async () => {
  correctAll();
  const first = await learn();
  const second = await learn();
  expect(second.version).toBe(first.version);
  expect(listVersions(store.read)).toHaveLength(1);
});

test('progress is told in the order of the phases; how long a run takes is known once one was made', async () => {
  correctAll();
  expect(learning.state().estimate).toBeNull();
  await learn();
  expect(learning.state().estimate).toBeGreaterThan(0);
  const phases = states.flatMap(({ run }) => (run ? [run.progress.phase] : []));
  const order = ['prepare', 'train', 'exam'];
  expect([...new Set(phases)].filter((phase) => order.includes(phase))).toEqual(order);
  expect(states.at(-1)?.last?.kind).toBe('learned');
});

describe('a run that does not end well', () => {
  test('does not begin without samples', async () => {
    await expect(learning.begin()).rejects.toMatchObject({ code: 'learn-no-samples' });
  });

  test('is refused while another one goes on', async () => {
    correctAll();
    const { outcome } = await learning.begin({ mode: 'lora' });
    await expect(learning.begin()).rejects.toMatchObject({ code: 'learn-busy' });
    learning.cancel();
    await outcome.catch(() => undefined);
  });

  test('leaves nothing behind when it is cancelled', async () => {
    correctAll();
    const { outcome } = await learning.begin({ mode: 'lora' });
    learning.cancel();
    await expect(outcome).rejects.toMatchObject({ code: 'learn-cancelled' });
    expect(learning.state()).toMatchObject({ run: null, last: { kind: 'cancelled' } });
    expect(listVersions(store.read)).toEqual([]);
    expect(await learning.resume()).toBeNull();
  });

  test('is taken up at the next start when the app was closed, and ends as it would have', async () => {
    correctAll();
    const { version } = await learn();
    catching = true;
    const again = await learning.begin({ mode: 'lora', seed: 3 });
    await until(() => !catching);
    learning.close();
    await expect(again.outcome).rejects.toThrow();
    open();
    modelId = 'another';
    expect(await learning.resume()).toBeNull();
    modelId = 'tiny';
    const resumed = await learning.resume();
    expect(resumed).toMatchObject({ kind: 'learned', version });
    expect(await learning.resume()).toBeNull();
  });

  test('goes on where its process was killed', async () => {
    correctAll();
    const { version } = await learn();
    catching = true;
    const { outcome } = await learning.begin({ mode: 'lora', seed: 3 });
    await until(() => !catching);
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    learning.pause(false);
    expect(await outcome).toMatchObject({ kind: 'learned', version });
  });
});

test('what the exam asks as kept out was kept out of a trial, returns for the version, and is enough for a verdict', async () => {
  for (const [i, meant] of ['天', '地', '人', '和', '今', '气'].entries()) {
    correct(`${'我们去公园玩'.slice(i)}，[MASK]很好。`, meant);
    correct(`今天${'天地人和我们'.slice(i)}在公园[MASK]，我们去。`, meant);
    correct(`很好${'公园天地人和'.slice(i)}，今天[MASK]去玩。`, meant);
  }
  const { version, report } = await learn();
  const { metadata } = await readPatch(patchFile(join(home, 'patches'), version), {
    config: tinyConfig,
    baseHash: await weightsHash(join(home, 'model')),
  });
  const held = heldSamples(store.read);
  expect(held).toHaveLength(18);
  // The version has learned what its trial was asked as unseen.
  expect(metadata.samples.toSorted()).toEqual(held.map(({ id }) => id).toSorted());
  expect(held.filter(({ id }) => holdingsOf(store.read, id)[0]?.heldOut)).toEqual([]);
  const kept = (report.heldOut?.after.n ?? 0) + (report.heldOutSentences?.after.n ?? 0);
  expect(kept).toBeGreaterThanOrEqual(6);
  expect(report.returned?.after.n).toBe(kept);
  expect(report.trial).toMatch(/^[0-9a-f]{16}$/);
  expect(report.trial).not.toBe(version);
  expect(report.verdict).not.toBe('unjudged');
  // Nothing of the trial stays.
  expect(existsSync(join(home, 'learning', 'run.trial'))).toBe(false);
  expect(existsSync(expandedFile(join(home, 'model'), report.trial ?? ''))).toBe(false);
});

test('an exam refuses to ask a version as unseen what it has learned', async () => {
  correctAll();
  const { version } = await learn();
  const [one] = heldSamples(store.read);
  const itself = { id: version, patch: patchFile(join(home, 'patches'), version) };
  const exam = (trial: typeof itself | null, heldOutIds: readonly string[]) =>
    new RunProcesses({ fork: forkNode, log: silentLog, clock: systemClock }).examine(
      {
        dir: join(home, 'model'),
        provider: 'cpu',
        precision: 'float32',
        suites: join(home, 'resources', 'suites'),
        version: itself,
        trial,
        against: { id: 'base', patch: null },
        known: null,
        terms: [],
        heldOut: [],
        heldOutSentences: [],
        heldOutIds,
        learned: [],
        seed: 1,
      },
      () => undefined,
    );
  await expect(exam(null, [one?.id ?? ''])).rejects.toThrow();
  await expect(exam({ ...itself }, [one?.id ?? ''])).rejects.toThrow();
  expect((await exam(null, ['another'])).report.version).toBe(version);
});

describe('the exams of a base model', () => {
  const correctMany = (count: number) => {
    for (let i = 0; i < count; i++)
      correct(`${'我们去公园玩'.slice(i % 6)}，[MASK]很${'好天'.slice(i > 5 ? 1 : 0)}。`, '和');
  };
  const trunkStates = () => {
    const folder = join(home, 'model', 'exam');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const questionsOf = async () => {
    const weights = { baseHash: await weightsHash(join(home, 'model')), precision: 'float32' } as const;
    return fixedQuestions(join(home, 'resources', 'suites'), join(home, 'model'), weights);
  };
  const marks = async () =>
    marksOf(
      store.read,
      { version: 'base', base: await weightsHash(join(home, 'model')) },
      await questionsOf(),
    );

  test('are prepared once while corrections are collected, so that a run asks the base version nothing', async () => {
    correctMany(10);
    const before = pids.length;
    learning.refresh();
    await until(() => trunkStates().length === 1);
    for (let i = 0; i < 100 && !(await marks()); i++) await paused(50);
    const prepared = await marks();
    expect(prepared).toHaveLength(3);
    const states = trunkStates();
    const storedAt = () =>
      store.read.prepare("SELECT at FROM exam_marks WHERE version = 'base' ORDER BY at DESC").get();
    const at = storedAt();
    learning.refresh();
    expect(pids.length).toBe(before + 1);
    const { report } = await learn();
    // A run that asks the base version stores its marks anew.
    expect(storedAt()).toEqual(at);
    // A run that trains other layers than were prepared stores other states.
    expect(trunkStates()).toEqual(states);
    expect(report.questions).toBe(await questionsOf());
    expect(report.overall.before.n).toBe(3);
  });

  test('are not prepared for a few corrections, nor on battery', async () => {
    const before = pids.length;
    correctMany(9);
    learning.refresh();
    correctMany(12);
    learning.pace('power', 0.5);
    learning.refresh();
    await paused(50);
    expect(pids.length).toBe(before);
  });

  test('a run that begins during a preparation ends as usual', async () => {
    correctMany(10);
    learning.refresh();
    const { version } = await learn();
    expect(findVersion(store.read, version)).not.toBeNull();
    expect(await marks()).toHaveLength(3);
  });
});

describe('a sample that the trainer cannot use', () => {
  const unknown = () => correct('我们去公[MASK]，今天很好。', '龘');

  test('waits for no further run of this model, and says why; another model may try it', async () => {
    correctAll();
    unknown();
    expect(learning.state()).toMatchObject({ waiting: 4, samples: 4 });
    expect(await learn()).toMatchObject({ leftOut: 1 });
    expect(learning.state().waiting).toBe(0);
    const { items } = listLedger(store.read, { limit: 9, offset: 0 }, 3);
    expect(items.find(({ answer }) => answer === '龘')).toMatchObject({
      standing: 'waiting',
      unused: said({ zh: expect.stringContaining('不认识其中的字') }),
      versions: [],
    });
    modelId = 'other';
    expect(learning.state().waiting).toBe(1);
    modelId = 'tiny';
  });

  test('waits no more where it was the only one, either', async () => {
    unknown();
    const { outcome } = await learning.begin({ mode: 'lora', seed: 3 });
    await expect(outcome).rejects.toMatchObject({ code: 'learn-no-samples' });
    expect(learning.state()).toMatchObject({ waiting: 0, suggested: false });
    const { items } = listLedger(store.read, { limit: 9, offset: 0 }, 3);
    expect(items).toMatchObject([
      { standing: 'waiting', unused: said({ zh: expect.stringContaining('没有学') }) },
    ]);
  });
});
