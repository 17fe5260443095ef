import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { seededRng } from '../../../src-main/base/rng.ts';
import type { Mark, SuiteResult } from '../../../src-main/contract/exam.ts';
import { createVersions } from '../../../src-main/fillmask/bert/versions.ts';
import { asShipped } from '../../../src-main/fillmask/calibration/ranking.ts';
import { createLanguage } from '../../../src-main/fillmask/language.ts';
import { type ExamOptions, examine } from '../../../src-main/learn/exam/examine.ts';
import { askedAs, question, readSuites } from '../../../src-main/learn/exam/questions.ts';
import {
  confidenceOf,
  equalMassError,
  pairedOf,
  scoreOf,
  signTest,
} from '../../../src-main/learn/exam/score.ts';
import { openStoredTrunk, type StoredTrunk } from '../../../src-main/learn/exam/stored-trunk.ts';
import { fitTemperature } from '../../../src-main/learn/exam/temperature.ts';
import { assertUnseen } from '../../../src-main/learn/exam/unseen.ts';
import { judge } from '../../../src-main/learn/exam/verdict.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { expandPatch } from '../../../src-main/models/expand.ts';
import { weightsHash } from '../../../src-main/models/manifest.ts';
import { readPatch, writePatch } from '../../../src-main/models/patch.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { render } from '../../../src-main/texts/message.ts';
import { tempDir } from '../../support/temp.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';

const mark = (rank: number | null, probability = 0.5, firstProbability = probability): Mark => ({
  item: String(rank),
  rank,
  probability,
  first: { word: 'x', probability: firstProbability },
});

describe('figures', () => {
  test('scores count places in the list', () => {
    const { top1, top3, top5, mrr } = scoreOf([mark(0), mark(2), mark(4), mark(null)]);
    expect([top1, top3, top5]).toEqual([0.25, 0.5, 0.75]);
    expect(mrr).toBeCloseTo((1 + 1 / 3 + 1 / 5) / 4, 10);
  });

  test('the sign test gives the textbook probabilities', () => {
    expect(signTest(5, 5)).toBeCloseTo(2 / 32, 12);
    expect(signTest(9, 10)).toBeCloseTo(22 / 1024, 12);
    expect(signTest(0, 0)).toBe(1);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (a, b) => {
        expect(signTest(a, a + b)).toBeCloseTo(signTest(b, a + b), 10);
        expect(signTest(a, a + b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('pairs count only what changed sides', () => {
    const before = [mark(0), mark(0), mark(3), mark(null), mark(1)];
    const after = [mark(0), mark(1), mark(0), mark(0), mark(2)];
    expect(pairedOf(before, after)).toMatchObject({ gained: 2, lost: 1 });
  });

  test('answers as sure as they are right have no calibration error, boasters have it all', () => {
    const answers = Array.from({ length: 1_000 }, (_, i) => ({
      probability: Math.floor(i / 100) / 10 + 0.05,
      right: i % 100 < Math.floor(i / 100) * 10 + 5,
    }));
    expect(equalMassError(answers)).toBeLessThan(1e-9);
    expect(equalMassError(answers.map((one) => ({ ...one, probability: 1, right: false })))).toBeCloseTo(
      1,
      12,
    );
  });

  test('confidence health: an interval around the error, and the share of sure answers that are wrong', () => {
    const marks = [
      ...Array.from({ length: 50 }, () => mark(0, 0.97)),
      ...Array.from({ length: 10 }, () => mark(1, 0.01, 0.97)),
      ...Array.from({ length: 40 }, () => mark(null, 0, 0.4)),
    ];
    const { ece, sure, brier, nll } = confidenceOf(marks, seededRng(1));
    expect(sure).toEqual({ given: 60, wrong: 10 });
    expect(ece.low).toBeLessThan(ece.value);
    expect(ece.high).toBeGreaterThan(ece.value);
    expect(brier).toBeCloseTo((50 * 0.03 ** 2 + 10 * 0.97 ** 2 + 40 * 0.4 ** 2) / 100, 10);
    expect(nll).toBeGreaterThan(4);
  });

  test('the temperature of a model that is too sure is above 1, of one too timid below it', () => {
    const random = seededRng(2);
    const made = (claimed: readonly number[], truth: readonly number[]) => {
      const marks: Mark[] = [];
      for (let i = 0; i < 600; i++) {
        const at = random();
        const [first = 0, second = 0] = truth;
        marks.push(mark(at < first ? 0 : at < first + second ? 1 : 2));
      }
      return fitTemperature(
        marks,
        marks.map(() => claimed),
      );
    };
    const truth = [0.5, 0.3, 0.2];
    const cooled = (power: number) => {
      const raised = truth.map((share) => share ** power);
      const sum = raised.reduce((all, one) => all + one, 0);
      return raised.map((one) => one / sum);
    };
    expect(made(cooled(2), truth)).toBeCloseTo(2, 0);
    expect(made(cooled(0.5), truth)).toBeLessThan(0.75);
    expect(fitTemperature([mark(0)], [[1]])).toBe(1);
  });
});

describe('the verdict', () => {
  const result = (
    suite: string,
    before: number,
    after: number,
    gained: number,
    lost: number,
  ): SuiteResult => ({
    suite,
    before: { n: 110, top1: before, top3: 1, top5: 1, mrr: 1 },
    after: { n: 110, top1: after, top3: 1, top5: 1, mrr: 1 },
    paired: { gained, lost, p: signTest(gained, gained + lost) },
  });
  const change = { suite: 'law', text: '一律平[MASK]。', answer: '等', before: '等', after: '台' };
  const base = {
    suites: [result('law', 0.6, 0.6, 2, 2), result('daily', 0.6, 0.61, 2, 1)],
    overall: result('overall', 0.6, 0.6, 4, 3),
    heldOut: result('held-out', 0.1, 0.2, 8, 0),
    heldOutSentences: null,
    returned: null,
    learned: result('learned', 0, 0.9, 20, 0),
    worse: [change],
    improved: [],
  };

  test('is better where corrections are answered and nothing is forgotten', () => {
    expect(judge(base)).toMatchObject({ verdict: 'better' });
  });

  test('is worse where one fixed suite is forgotten, whatever was learned, and says which with an example', () => {
    const { verdict, reason } = judge({ ...base, suites: [result('law', 0.6, 0.5, 1, 12)] });
    expect(verdict).toBe('worse');
    expect(render(reason, 'zh')).toContain('法律');
    expect(render(reason, 'zh')).toContain('一律平[MASK]');
  });

  test('is worse where all suites together lose what none of them shows alone', () => {
    const suites = [result('law', 0.6, 0.57, 1, 5), result('daily', 0.6, 0.57, 1, 5)];
    expect(judge({ ...base, suites }).verdict).not.toBe('worse');
    expect(judge({ ...base, suites, overall: result('overall', 0.6, 0.57, 2, 15) }).verdict).toBe('worse');
  });

  test('is worse where corrections that were kept out come out worse', () => {
    expect(judge({ ...base, heldOut: result('held-out', 0.5, 0.1, 0, 9) }).verdict).toBe('worse');
  });

  test('is no different where chance would explain it', () => {
    expect(judge({ ...base, heldOut: result('held-out', 0.1, 0.2, 3, 1) }).verdict).toBe('no-different');
  });

  test('counts other sentences of the words that were taught, together with words that were not', () => {
    const few = (gained: number, n: number) => ({
      ...result('x', 0.1, 0.2, gained, 0),
      after: { ...base.heldOut.after, n },
    });
    expect(judge({ ...base, heldOut: few(0, 2), heldOutSentences: few(4, 4) }).verdict).toBe('no-different');
    expect(judge({ ...base, heldOut: few(0, 2), heldOutSentences: few(6, 8) }).verdict).toBe('better');
    expect(judge({ ...base, heldOut: null, heldOutSentences: few(6, 6) }).verdict).toBe('better');
    const down = judge({ ...base, heldOutSentences: result('x', 0.5, 0.1, 0, 9) });
    expect(down.verdict).toBe('worse');
    expect(render(down.reason, 'zh')).toContain('学过的词、没学过的句子');
  });

  test('is worse where learning what was held out cost more answers to it than it won', () => {
    const { verdict, reason } = judge({ ...base, returned: result('returned', 0.5, 0.1, 0, 9) });
    expect(verdict).toBe('worse');
    expect(render(reason, 'zh')).toContain('先留出、后来学了的修改');
  });

  test('does not count what returned as evidence, since the version has learned it', () => {
    const heldOut = result('held-out', 0.1, 0.1, 2, 2);
    expect(judge({ ...base, heldOut, returned: result('returned', 0, 0.9, 20, 0) }).verdict).toBe(
      'no-different',
    );
  });

  test('does not rest on what was trained on, which is told apart', () => {
    const memorised = { ...base, heldOut: result('held-out', 0.1, 0.1, 2, 2) };
    const { verdict, reason } = judge(memorised);
    expect(verdict).toBe('no-different');
    expect(render(reason, 'zh')).toContain('记住了 99/110 处，不计入结论');
  });

  test('could not be given where too few corrections were kept out of training', () => {
    for (const heldOut of [null, { ...base.heldOut, after: { ...base.heldOut.after, n: 5 } }]) {
      const { verdict, reason } = judge({ ...base, heldOut });
      expect(verdict).toBe('unjudged');
      expect(render(reason, 'zh')).toContain('无法判断');
    }
  });
});

describe('an exam', () => {
  const fixed = ['天', '地', '人', '和'].map((answer) =>
    question('daily', `今天[MASK]气很好，我们去公园。`, answer),
  );
  const asked = [
    { text: '我们[MASK]公园玩。', answer: '去' },
    { text: '今天天气很[MASK]。', answer: '好' },
  ];
  const lexicon = {
    total: 1_000,
    words: () => [
      { word: '天', count: 10 },
      { word: '天气', count: 10 },
    ],
  };

  async function open(file: string, layersBelow?: number) {
    const dir = tempDir();
    await writeTinyModel(dir);
    const checkpoint = await openCheckpoint(dir);
    const base = await weightsHash(dir);
    let stored: StoredTrunk | undefined;
    let runs = 0;
    const versions = await createVersions(checkpoint, ortRunner, {
      provider: 'cpu',
      clock: systemClock,
      step: async () => undefined,
      ...(layersBelow === undefined ? {} : { layersBelow }),
      cacheOf: async (trunk) => {
        const counting = {
          encode: (rows: Parameters<typeof trunk.encode>[0]) => {
            runs++;
            return trunk.encode(rows);
          },
        };
        stored = await openStoredTrunk(counting, {
          file,
          baseHash: base,
          hiddenSize: checkpoint.config.hiddenSize,
        });
        return stored;
      },
    });
    const bias = new Float32Array(checkpoint.config.vocabSize);
    bias[checkpoint.vocabulary.indexOf('地')] = 40;
    const { file: patch } = await writePatch(
      tempDir(),
      { baseHash: base, mode: 'patch', seed: 1, recipe: '{}', samples: [], metrics: {} },
      new Map([['cls.predictions.bias', { shape: [bias.length], data: bias }]]),
    );
    await versions.load(
      'new',
      await expandPatch(
        await readPatch(patch, { config: checkpoint.config, baseHash: base }),
        checkpoint,
        systemClock,
      ),
    );
    const language = createLanguage(checkpoint, lexicon);
    const run = (known?: readonly Mark[], trial: ExamOptions['trial'] = null) =>
      examine({
        version: { id: 'new', model: versions.model('new') },
        trial,
        against: { id: 'base', model: versions.model('base'), ...(known ? { fixed: known } : {}) },
        language,
        ranking: asShipped,
        questions: 'fixed-shipped',
        fixed,
        precision: 'float32',
        terms: [],
        heldOut: asked.slice(0, 1),
        heldOutSentences: asked.slice(1),
        learned: asked.slice(1),
        seed: 3,
        at: 7,
        peakMemory: () => 1,
        onProgress: () => undefined,
        onFixed: async () => stored?.close(),
      });
    return { run, runs: () => runs, base: { id: 'trial', model: versions.model('base') } };
  }

  test('compares two versions question by question', async () => {
    const { run } = await open(join(tempDir(), 'rows.safetensors'));
    const { report, fixed: marks } = await run();
    expect(marks.map(({ first }) => first?.word)).toEqual(['地', '地', '地', '地']);
    expect(report.suites.map(({ suite, after }) => [suite, after.top1])).toEqual([['daily', 0.25]]);
    expect(report.overall.after.n).toBe(4);
    expect(report.heldOut?.after.n).toBe(1);
    expect(report.heldOutSentences).toMatchObject({ suite: 'held-out-sentences', after: { n: 1 } });
    expect(report.learned?.after.n).toBe(1);
    expect(report.limits.map(({ answer }) => answer)).toEqual(['天', '人', '和']);
    expect(report.questions).toBe('fixed-shipped');
    expect(report).toMatchObject({ trial: null, returned: null });
  });

  test('asks the trial what was held out of it, and the version that has learned it only on the side', async () => {
    const { run, base: trial } = await open(join(tempDir(), 'rows.safetensors'));
    // As a trial that has learned nothing, the running version answers as before.
    const { report, found } = await run(undefined, trial);
    expect(report.trial).toBe('trial');
    for (const held of [report.heldOut, report.heldOutSentences]) {
      expect(held?.after).toEqual(held?.before);
      expect(held?.paired).toMatchObject({ gained: 0, lost: 0 });
    }
    const alone = (await run()).report;
    expect(report.learned).toEqual(alone.learned);
    expect(report.suites).toEqual(alone.suites);
    const held = [alone.heldOut, alone.heldOutSentences].map((one) => one?.after.mrr ?? 9);
    expect(report.returned?.after.n).toBe(2);
    expect(report.returned?.after.mrr).toBeCloseTo(((held[0] ?? 9) + (held[1] ?? 9)) / 2, 9);
    expect(report.returned?.after.mrr).not.toBe(report.returned?.before.mrr);
    // The ledger shows what the version in use makes of a correction.
    expect(found.some(({ before, after }) => before !== after)).toBe(true);
  });

  test('a version is not asked as unseen what it was trained on', () => {
    expect(() => assertUnseen(['a', 'b'], ['c'])).not.toThrow();
    expect(() => assertUnseen(['a', 'b'], ['b', 'c'])).toThrow();
  });

  test('asks the running version only what is not known of it', async () => {
    const { run } = await open(join(tempDir(), 'rows.safetensors'));
    const first = await run();
    const second = await run(first.fixed);
    expect(second.report.overall.before).toEqual(first.report.overall.after);
  });

  test('gives the same report where the trunk holds every layer that no version changes', async () => {
    const marksBelow = async (layers?: number) => {
      const { report, fixed: marks } = await (await open(join(tempDir(), 'rows.safetensors'), layers)).run();
      return { verdict: report.verdict, ranks: marks.map(({ rank }) => rank), overall: report.overall };
    };
    const all = await marksBelow();
    for (const layers of [2, 3]) expect(await marksBelow(layers)).toEqual(all);
  });

  test('leaves one file of states, that of the last questions', async () => {
    const folder = join(tempDir(), 'exam');
    await (await open(join(folder, 'old.safetensors'))).run();
    await (await open(join(folder, 'new.safetensors'))).run();
    expect(readdirSync(folder)).toEqual(['new.safetensors']);
    // An exam that stores nothing deletes nothing.
    writeFileSync(join(folder, 'other.safetensors'), '');
    await (await open(join(folder, 'new.safetensors'))).run();
    expect(readdirSync(folder)).toContain('other.safetensors');
  });

  test('runs the trunk once for questions that come again', async () => {
    const file = join(tempDir(), 'sub', 'rows.safetensors');
    const once = await open(file);
    const first = await once.run();
    const again = await open(file);
    const { report } = await again.run();
    const still = (one: typeof report) => ({ ...one, latency: null });
    expect(still(report)).toEqual(still(first.report));
    // The writer's own two questions are run anew, and nothing of them is in the file.
    expect(once.runs()).toBeGreaterThan(again.runs());
    expect(again.runs()).toBeLessThanOrEqual(4);
    const kept = readFileSync(file);
    await (await open(file)).run();
    expect(readFileSync(file)).toEqual(kept);
  });
});

test('suites are read in the order of their names, and named by what they ask', async () => {
  const folder = join(tempDir(), 'suites');
  mkdirSync(folder);
  writeFileSync(join(folder, 'b.jsonl'), '{"text":"二[MASK]","answer":"月"}\n');
  writeFileSync(join(folder, 'a.jsonl'), '{"text":"一[MASK]","answer":"月"}\n');
  const questions = await readSuites(folder);
  expect(questions.map(({ suite }) => suite)).toEqual(['a', 'b']);
  const asked = { precision: 'float32', ranking: 'a' } as const;
  const name = askedAs(questions, asked);
  const others = [
    askedAs(questions.toReversed(), asked),
    askedAs(questions, { ...asked, precision: 'int8' }),
    askedAs(questions, { ...asked, ranking: 'b' }),
  ];
  expect(others).not.toContain(name);
  writeFileSync(join(folder, 'c.jsonl'), '{"text":"没有","answer":"月"}\n');
  await expect(readSuites(folder)).rejects.toMatchObject({ code: 'suite-invalid' });
});
