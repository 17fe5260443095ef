import { describe, expect, test } from 'vitest';
import type { RolloutEntry } from '../../../src-main/contract/rollouts.ts';
import { HealthRecord, MetricName } from '../../../src-main/contract/versions.ts';
import { saveExam } from '../../../src-main/store/exams.ts';
import { addRolloutEntry } from '../../../src-main/store/rollouts.ts';
import { markRemoved } from '../../../src-main/store/versions.ts';
import { asWritten, render } from '../../../src-main/texts/message.ts';
import { healthRecord } from '../../../src-main/versions/record/record.ts';
import { listSummaries } from '../../../src-main/versions/record/summaries.ts';
import { listTrends } from '../../../src-main/versions/record/trends.ts';
import { examReport, suiteResult } from '../../support/exam-report.ts';
import { said } from '../../support/words.ts';
import { baseHash, emptyStore, first, now, second, store, withSlot } from './world.ts';

describe('the list of versions', () => {
  test('is newest first with the base model last, each with its place in service', () => {
    const db = store();
    const states = () => listSummaries(db, now).map(({ id, state }) => [id, state]);
    expect(states()).toEqual([
      [second, 'ready'],
      [first, 'live'],
      ['base', 'ready'],
    ]);
    withSlot(db, { main: 'base', previous: { version: first, until: now + 1 }, blocked: [second] });
    expect(states().map(([, state]) => state)).toEqual(['stopped', 'previous', 'live']);
    withSlot(db, { main: 'base', target: second, previous: { version: first, until: now } });
    expect(states().map(([, state]) => state)).toEqual(['under-way', 'ready', 'live']);
    markRemoved(db, first, now);
    expect(states()[1]).toEqual([first, 'removed']);
  });

  test('tells the verdict with its sentence and the figures that it rests on', () => {
    const [newest] = listSummaries(store(), now);
    expect(newest).toMatchObject({
      samples: 2,
      verdict: 'better',
      reason: said({ zh: expect.stringContaining('更好') }),
      general: { against: first, before: 0.56, after: 0.57 },
      heldOut: { before: 0.125, after: 0.55 },
    });
  });
});

describe('a health record', () => {
  test('holds training, figures against the version before, drift, limits, service and notes', () => {
    const record = healthRecord(store(), first, now);
    expect(HealthRecord.parse(record)).toEqual(record);
    expect(record.training).toMatchObject({
      samples: 1,
      heldOut: 1,
      sources: [{ source: 'correction', count: 1 }],
      recipe: { epochs: 8 },
      metrics: { loss: 0.0421 },
    });
    expect(record.metrics.map(({ name }) => name)).toEqual(MetricName.options);
    expect(record.limits).toEqual(examReport().limits);
    expect(record.rollout.map(({ text }) => render(text, 'zh'))).toEqual([
      '开始后台试答，不展示',
      '开始回答 5 % 的请求',
      '正式启用，回答全部请求',
    ]);
    expect(record.rollout[2]?.evidence).toMatchObject({ answered: 65, agreement: { same: 60, of: 65 } });
    expect(record.notes).toMatchObject([{ text: '先用一周' }]);
    expect([record.incidents, record.damaged]).toEqual([[], []]);
  });

  test('compares memory and size with those of the version before', () => {
    const { metrics } = healthRecord(store(), second, now);
    const of = (name: string) => metrics.find((one) => one.name === name);
    expect(of('memory')).toMatchObject({ before: 900 * 1024 ** 2, after: 1_000 * 1024 ** 2 });
    expect(of('size')).toMatchObject({ before: 44 * 1024 ** 2, after: 44 * 1024 ** 2 });
    expect(of('top1')).toMatchObject({ before: 0.56, after: 0.57 });
  });

  test('of the base model has neither training nor exam, and stands in the trend', () => {
    const record = healthRecord(store(), 'base', now);
    expect(HealthRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({ training: null, exam: null, metrics: [] });
    expect(record.drift?.versions[0]?.version).toBe('base');
  });

  test('tells why a version was stopped, failed or was rolled back', () => {
    const db = store();
    const opening = { rule: 'errors-in-last', figures: { errors: 2, requests: 50 } } as const;
    const failure = { code: 'patch-corrupt', text: asWritten('文件坏了', 'The file is broken.') };
    const all: RolloutEntry[] = [
      { id: 10, at: now, version: first, kind: 'opened', opening, evidence: null },
      { id: 11, at: now, version: 'base', kind: 'back-to', from: first },
      { id: 12, at: now, version: first, kind: 'failed', failure, wasMain: true },
      { id: 13, at: now, version: first, kind: 'ended', how: 'rolled-back', evidence: null },
    ];
    for (const entry of all) addRolloutEntry(db, entry);
    const { incidents, rollout } = healthRecord(db, first, now);
    expect(incidents.map(({ kind, reason }) => [kind, render(reason, 'zh')])).toEqual([
      ['breaker', expect.stringContaining('50 次请求中出错 2 次')],
      ['rolled-back', '使用中被切回到基础模型'],
      ['failure', expect.stringContaining('文件坏了')],
      ['rolled-back', '试用期间被切回'],
    ]);
    expect(rollout.slice(3).map(({ text }) => render(text, 'zh'))).toEqual([
      expect.stringMatching(/^被自动停用：/),
      '切回到基础模型',
      '无法使用：文件坏了',
      '被切回，原版本继续',
    ]);
    const came = healthRecord(db, 'base', now).rollout.map(({ text }) => render(text, 'zh'));
    expect(came).toEqual([`从版本 ${first}切回到这个版本`]);
  });

  test('says what of it is damaged, and shows the rest', () => {
    const db = store();
    db.exec(`UPDATE versions SET recipe = '[]'; UPDATE exams SET report = '{}';
             UPDATE rollouts SET content = '{}' WHERE id = 2; UPDATE version_samples SET effect = '7'`);
    const record = healthRecord(db, first, now);
    expect(HealthRecord.parse(record)).toEqual(record);
    expect(record.damaged.map((text) => render(text, 'zh').slice(0, 4))).toEqual([
      '训练配方',
      '考核有 ',
      '上线经过',
    ]);
    expect(record).toMatchObject({ exam: null, training: { recipe: null, seed: 7 }, notes: [{}] });
    expect(record.rollout).toHaveLength(2);
  });

  test('of nobody is refused', () => {
    expect(() => healthRecord(store(), 'ffffffffffffffff', now)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});

describe('trends', () => {
  const lines = (trend: ReturnType<typeof listTrends>[number] | undefined) =>
    trend?.series.map(({ suite, points }) => [suite, points.map(({ score }) => score.top1)]);

  test('follow each suite over the versions that were asked the same, the base model first', () => {
    const [trend, ...others] = listTrends(store());
    expect(others).toEqual([]);
    expect(trend?.versions.map(({ version }) => version)).toEqual(['base', first, second]);
    expect(lines(trend)).toEqual([
      ['idioms', [0.5, 0.52, 0.55]],
      ['law', [0.6, 0.58, 0.57]],
      ['overall', [0.55, 0.56, 0.57]],
    ]);
    expect(trend?.series.map(({ name }) => render(name, 'zh'))).toEqual(['成语', '法律', '全部固定题']);
  });

  test('take a version’s own last exam over what others say of it', () => {
    const db = store();
    const again = examReport({ at: now, suites: [suiteResult('idioms', 0.5, 0.8)] });
    saveExam(db, { base: baseHash, report: again, marks: [] });
    expect(lines(listTrends(db)[0])?.[0]).toEqual(['idioms', [0.5, 0.8, 0.55]]);
    expect(listTrends(db)[0]?.versions.map(({ version }) => version)).toEqual(['base', first, second]);
  });

  test('keep other questions and other base models apart, the last asked first', () => {
    const db = store();
    saveExam(db, { base: baseHash, report: examReport({ at: now, questions: 'q2' }), marks: [] });
    saveExam(db, { base: 'other', report: examReport({ at: now - 1 }), marks: [] });
    expect(listTrends(db).map(({ base, questions }) => [base, questions])).toEqual([
      [baseHash, 'q2'],
      ['other', 'q1'],
      [baseHash, 'q1'],
    ]);
    expect(healthRecord(db, second, now).drift).toMatchObject({ base: baseHash, questions: 'q1' });
  });

  test('are none before the first exam', () => {
    expect(listTrends(emptyStore())).toEqual([]);
    expect(healthRecord(emptyStore(), 'base', now)).toMatchObject({
      drift: null,
      version: { state: 'live' },
    });
  });
});
