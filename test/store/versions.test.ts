import { describe, expect, test } from 'vitest';
import { ExamReport } from '../../src-main/contract/exam.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { openWritable } from '../../src-main/store/db.ts';
import {
  examsOf,
  forgetInExams,
  latestMarks,
  listExams,
  marksOf,
  saveExam,
  saveMarks,
} from '../../src-main/store/exams.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import {
  forgetHeld,
  heldSamples,
  holdingsOf,
  type VersionSample,
} from '../../src-main/store/version-samples.ts';
import {
  addNote,
  findVersion,
  listVersions,
  markRemoved,
  type NewVersion,
  notesOf,
  saveVersion,
} from '../../src-main/store/versions.ts';
import { render } from '../../src-main/texts/message.ts';
import { examReport, mark } from '../support/exam-report.ts';

const [a, b] = ['00000000000000a1', '00000000000000b2'] as const;

function fresh() {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

const sample = (id: string, change: Partial<VersionSample> = {}): VersionSample => ({
  id,
  text: `订单已经[MASK]${id}。`,
  answer: '发货',
  source: 'correction',
  at: 500,
  heldOut: false,
  ...change,
});

const version = (change: Partial<NewVersion> = {}): NewVersion => ({
  id: a,
  base: 'basehash',
  modelId: 'bert-base-chinese',
  mode: 'patch',
  createdAt: 1_000,
  patchFile: `${a}.safetensors`,
  patchBytes: 44_000_000,
  recipe: { epochs: 8, learningRates: { last: 5e-5 } },
  seed: 7,
  metrics: { loss: 0.1 },
  samples: [sample('s1'), sample('s2', { source: 'glossary' }), sample('s3', { heldOut: true })],
  ...change,
});

describe('versions', () => {
  test('are kept with recipe, metrics and what they learned, newest first', () => {
    const db = fresh();
    saveVersion(db, version());
    saveVersion(db, version({ id: b, createdAt: 3_000, samples: [] }));
    expect(listVersions(db).map(({ id }) => id)).toEqual([b, a]);
    expect(findVersion(db, a)).toEqual({
      ...version(),
      samples: 2,
      team: null,
      sources: { correction: 1, glossary: 1 },
      heldOut: 1,
      temperature: 1,
      verdict: null,
      removedAt: null,
    });
    expect(findVersion(db, 'base')).toBeNull();
  });

  test('stay on record when removed, once; the same patch made again is there again', () => {
    const db = fresh();
    saveVersion(db, version());
    expect([markRemoved(db, a, 9_000), markRemoved(db, a, 9_500)]).toEqual([true, false]);
    expect(findVersion(db, a)?.removedAt).toBe(9_000);
    expect(heldSamples(db)).toEqual([]);
    saveVersion(db, version({ createdAt: 10_000, samples: [sample('s1')] }));
    expect(findVersion(db, a)).toMatchObject({ removedAt: null, createdAt: 1_000, samples: 1 });
  });

  test('that fail half-way leave nothing', () => {
    const db = fresh();
    const bad = { ...sample('s9'), source: 'rumour' as 'style' };
    expect(() => saveVersion(db, version({ samples: [sample('s1'), bad] }))).toThrow(/CHECK/);
    expect(listVersions(db)).toEqual([]);
  });

  test('whose recipe is damaged are still listed', () => {
    const db = fresh();
    saveVersion(db, version());
    db.exec(`UPDATE versions SET recipe = '[1]', metrics = '{"loss":"much"}'`);
    expect(findVersion(db, a)).toMatchObject({ recipe: null, metrics: null, seed: 7 });
  });

  test('carry notes in the order they were signed off, the base model too', () => {
    const db = fresh();
    for (const [id, text, at] of [
      ['base', '够用', 2],
      [a, '二', 3],
      [a, '一', 1],
    ] as const)
      addNote(db, id, scrub(text).text, at);
    expect(notesOf(db, a)).toMatchObject([
      { text: '一', at: 1 },
      { text: '二', at: 3 },
    ]);
    expect(notesOf(db, 'base')).toMatchObject([{ text: '够用' }]);
  });
});

describe('exams', () => {
  const exam = { base: 'basehash', report: examReport(), marks: [mark('i1', 0), mark('i2', null)] };

  test('come back as they were, and tell verdict and temperature of the version', () => {
    const db = fresh();
    saveVersion(db, version());
    saveExam(db, exam);
    expect(examsOf(db, a)).toEqual({ items: [{ base: 'basehash', report: examReport() }], damaged: 0 });
    expect(findVersion(db, a)).toMatchObject({ verdict: 'better', temperature: 1.2 });
  });

  test('keep marks for the same version, base and questions alone', () => {
    const db = fresh();
    saveExam(db, exam);
    saveMarks(db, { version: 'base', base: 'basehash' }, 'q1', [mark('i1', 3)], 1);
    saveMarks(db, { version: 'base', base: 'basehash' }, 'q1', [mark('i1', 4)], 2);
    expect(marksOf(db, { version: a, base: 'basehash' }, 'q1')).toEqual(exam.marks);
    expect(marksOf(db, { version: 'base', base: 'basehash' }, 'q1')).toEqual([mark('i1', 4)]);
    expect(marksOf(db, { version: 'base', base: 'other' }, 'q1')).toBeNull();
    expect(marksOf(db, { version: a, base: 'basehash' }, 'q2')).toBeNull();
  });

  test('have a latest one on the same questions, whatever calibration they were asked under', () => {
    const db = fresh();
    const base = { version: 'base', base: 'basehash' };
    saveMarks(db, base, 'q1-aaaa', [mark('i1', 3)], 1);
    saveMarks(db, base, 'q1-bbbb', [mark('i1', 4)], 2);
    saveMarks(db, base, 'q2-aaaa', [mark('i1', 5)], 3);
    expect(latestMarks(db, base, 'q1')).toEqual({ questions: 'q1-bbbb', marks: [mark('i1', 4)] });
    expect(latestMarks(db, base, 'q3')).toBeNull();
    expect(latestMarks(db, { ...base, base: 'other' }, 'q1')).toBeNull();
  });

  test('that are damaged are counted and passed over', () => {
    const db = fresh();
    saveExam(db, exam);
    saveExam(db, exam);
    db.exec(`UPDATE exams SET report = json_set(report, '$.overall.after.top1', 7) WHERE id = 1`);
    db.exec(`UPDATE exam_marks SET marks = '{}'`);
    expect(listExams(db)).toMatchObject({ items: [{ report: { version: a } }], damaged: 1 });
    expect(marksOf(db, { version: a, base: 'basehash' }, 'q1')).toBeNull();
  });

  test('tell where a correction was found before and after, of those that were asked', () => {
    const db = fresh();
    saveVersion(db, version());
    const { text, answer } = sample('s1');
    saveExam(db, { ...exam, found: [{ text, answer, before: null, after: 0 }] });
    expect(holdingsOf(db, 's1')).toEqual([
      { version: a, createdAt: 1_000, heldOut: false, effect: { before: null, after: 0 } },
    ]);
    expect(holdingsOf(db, 's3')).toMatchObject([{ heldOut: true, effect: null }]);
    expect(holdingsOf(db, 'nobody')).toEqual([]);
  });

  test('no longer quote a correction that was forgotten', () => {
    const db = fresh();
    saveExam(db, exam);
    forgetInExams(db, '订单已经[MASK]完毕。', '发货');
    const report = examsOf(db, a).items[0]?.report;
    expect(JSON.stringify(report)).not.toMatch(/订单|发货/);
    expect(report).toMatchObject({ improved: [], worse: examReport().worse, limits: examReport().limits });
    expect(render(ExamReport.parse(report).reason, 'zh')).toContain('已忘掉');
  });
});

test('a forgotten sample keeps its line for as long as a version holds it, without its text', () => {
  const db = fresh();
  saveVersion(db, version());
  saveVersion(db, version({ id: b, createdAt: 3_000 }));
  const { text, answer } = sample('s1');
  expect(forgetHeld(db, 's1')).toEqual({ text, answer });
  expect(forgetHeld(db, 's1')).toBeNull();
  expect(holdingsOf(db, 's1').map((one) => one.version)).toEqual([b, a]);
  expect(heldSamples(db).find(({ id }) => id === 's1')).toMatchObject({ text: null, answer: null });
  expect(heldSamples(db)).toHaveLength(3);
  expect(JSON.stringify(db.prepare('SELECT * FROM version_samples').all())).not.toContain('[MASK]s1');
});
