import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { FeedbackKind } from '../../../src-main/contract/index.ts';
import {
  collectRemembered,
  collectTrainingSamples,
  listContradictions,
  listSamples,
} from '../../../src-main/learn/samples/collect.ts';
import { sampleId } from '../../../src-main/learn/samples/id.ts';
import { scrub } from '../../../src-main/privacy/scrub.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { editFeedback, giveFeedback, undoFeedback } from '../../../src-main/store/feedback.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { addPair } from '../../../src-main/store/pairs.ts';
import {
  addImport,
  addSample,
  editSample,
  removeSample,
  setStatus,
} from '../../../src-main/store/samples.ts';
import { recordSuggestion } from '../../../src-main/store/suggestions.ts';
import { addTerm } from '../../../src-main/store/terms.ts';
import { putUnlearnable } from '../../../src-main/store/unlearnable.ts';
import { said, words } from '../../support/words.ts';

const now = Date.UTC(2026, 10, 24);
const s = (text: string) => scrub(text).text;

function fresh(): WriteDb {
  const db = openWritable(':memory:');
  migrate(db);
  addImport(db, { id: 'i', at: now, kind: 'correction', fileName: s('corrections.jsonl') });
  return db;
}

type Said = readonly [kind: FeedbackKind, word: string | null, at?: number];

/** A suggestion at the first gap of a text, and what the writer made of it. @returns the ids of the feedback */
const judge = (db: WriteDb, context: string, ...said: readonly Said[]): string[] =>
  judgeIn(undefined, db, context, ...said);

function judgeIn(
  documentId: string | undefined,
  db: WriteDb,
  context: string,
  ...said: readonly Said[]
): string[] {
  const suggestionId = randomUUID();
  const gap = /(?:\[MASK\])+/.exec(context.replace(/^.*«/, (cut) => ' '.repeat(cut.length))) ?? [''];
  const clean = context.replace('«', '');
  const start = context.includes('«') ? context.indexOf('«') : context.indexOf(gap[0]);
  recordSuggestion(db, {
    id: suggestionId,
    at: now,
    documentId,
    context: s(clean),
    gapStart: start,
    gapEnd: start + gap[0].length,
    offered: [
      { word: s('手术'), probability: 0.5 },
      { word: s('药物'), probability: 0.3 },
    ],
    stage: 'full',
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  return said.map(([kind, word, at = now]) => {
    const id = randomUUID();
    giveFeedback(db, { id, suggestionId, at, kind, word: word === null ? null : s(word) });
    return id;
  });
}

function given(
  db: WriteDb,
  text: string,
  answer: string,
  more: { at?: number; status?: 'pending' } = {},
): string {
  const id = sampleId(text, answer);
  addSample(db, {
    id,
    at: more.at ?? now,
    source: 'correction',
    origin: 'file',
    status: more.status ?? 'approved',
    text: s(text),
    answer: s(answer),
    rejected: [],
    weight: 1,
    provenance: { importId: 'i', row: 1 },
  });
  return id;
}

const collected = (db: WriteDb, at = now) => collectTrainingSamples(db, at);
const text = '患者接受[MASK]治疗后好转。';

describe('what feedback teaches', () => {
  test.each<[string, readonly Said[], object | null]>([
    [
      '✗ with a word refuses what was offered',
      [['wrong', '靶向']],
      { source: 'correction', answer: '靶向', rejected: ['手术', '药物'], weight: 1 },
    ],
    [
      '✗ on a word that was taken refuses that word alone',
      [
        ['accepted', '手术'],
        ['wrong', '靶向'],
      ],
      { source: 'correction', answer: '靶向', rejected: ['手术'] },
    ],
    [
      '✓ confirms',
      [
        ['accepted', '手术'],
        ['right', '手术'],
      ],
      { source: 'confirmation', answer: '手术', rejected: [], weight: 1 },
    ],
    ['a word taken counts half', [['accepted', '手术']], { source: 'implicit', answer: '手术', weight: 0.5 }],
    [
      'a word taken and kept counts more, and less than ✓',
      [
        ['accepted', '手术'],
        ['kept', '手术'],
      ],
      { source: 'implicit', answer: '手术', weight: 0.8 },
    ],
    [
      'a word that was changed later teaches no answer',
      [
        ['accepted', '手术'],
        ['changed', '手术'],
      ],
      null,
    ],
    ['a dismissed list teaches no answer', [['dismissed', '手术']], null],
    [
      '✗ without a word teaches no answer',
      [
        ['accepted', '手术'],
        ['wrong', null],
      ],
      null,
    ],
    [
      'the last that was said holds',
      [
        ['right', '手术', now - 5],
        ['wrong', '靶向'],
      ],
      { answer: '靶向', source: 'correction' },
    ],
  ])('%s', (_name, said, sample) => {
    const db = fresh();
    judge(db, text, ...said);
    expect(collected(db)).toEqual(
      sample === null
        ? []
        : [expect.objectContaining({ text, group: expect.stringMatching(/^w:/), ...sample })],
    );
  });

  test('a run of gaps is one gap, and other gaps are cut away with their clause', () => {
    const db = fresh();
    judge(db, '采用[MASK]方案，根据医生的建议，患者接受«[MASK][MASK]治疗后好转，费用[MASK]。', [
      'wrong',
      '靶向',
    ]);
    expect(collected(db)[0]?.text).toBe('根据医生的建议，患者接受[MASK]治疗后好转，');
  });

  test('follows its feedback: edited, undone, deleted', () => {
    const db = fresh();
    const [id = ''] = judge(db, text, ['wrong', '靶向']);
    editFeedback(db, id, s('免疫'));
    expect(collected(db)).toMatchObject([{ answer: '免疫' }]);
    undoFeedback(db, id);
    expect(collected(db)).toEqual([]);
    judge(db, text, ['wrong', '靶向']);
    db.exec('DELETE FROM suggestions');
    expect(collected(db)).toEqual([]);
  });

  test('what may not be learned stays in the list, with its reason', () => {
    const db = fresh();
    judge(db, '联系人：[MASK]，请于周五前回复。', ['wrong', '长'.repeat(65)]);
    expect(collected(db)).toEqual([]);
    expect(listSamples(db, { limit: 10, offset: 0 }).items).toMatchObject([
      {
        answer: '长'.repeat(65),
        unused: said({ zh: expect.stringContaining('64'), en: expect.any(String) }),
      },
    ]);
  });

  test('what no version can learn stays in the list, with its reason: a word too long, what the last run refused', () => {
    const db = fresh();
    judge(db, '请按[MASK]办理。', ['wrong', '农村集体经济组织']);
    judge(db, '院方[MASK]会诊。', ['wrong', '安排']);
    judge(db, '院方[MASK]检查。', ['wrong', '组织']);
    const unusedOf = (answer: string) =>
      words(
        listSamples(db, { limit: 9, offset: 0 }).items.find((one) => one.answer === answer)?.unused,
        'zh',
      );
    expect(unusedOf('农村集体经济组织')).toMatch(/超过 6 个字/);
    expect(collectRemembered(db, now)).toHaveLength(3);
    expect([unusedOf('安排'), unusedOf('组织')]).toEqual([undefined, undefined]);
    putUnlearnable(db, 'm', [[sampleId('院方[MASK]会诊。', '安排'), 'row-too-long']]);
    expect(unusedOf('安排')).toMatch(/句子对模型来说太长/);
    // It is handed to the next run all the same: another model may take it.
    expect(collectTrainingSamples(db, now)).toHaveLength(2);
    putUnlearnable(db, 'm', [[sampleId('院方[MASK]检查。', '组织'), 'a new code']]);
    expect(unusedOf('安排')).toBeUndefined();
    expect(unusedOf('组织')).toMatch(/用不上/);
  });

  test('emoji and control characters of the document are no reason to lose a correction', () => {
    const db = fresh();
    judge(db, '各位好😀\u0007，患者接受«[MASK]治疗后好转👍🏽。', ['wrong', '靶向']);
    expect(collected(db)).toMatchObject([{ text: '各位好，患者接受[MASK]治疗后好转。' }]);
  });
});

describe('the same and the contrary', () => {
  test('the same pair 500 times counts once, with every refused word', () => {
    const db = fresh();
    for (let i = 0; i < 500; i++) judge(db, text, ['wrong', '靶向']);
    given(db, text, '靶向');
    expect(collected(db)).toHaveLength(1);
    expect(collected(db)[0]).toMatchObject({ weight: 1, rejected: ['手术', '药物'] });
  });

  test('knows the documents that it was said in, all of them where the same was said twice', () => {
    const db = fresh();
    judgeIn('b', db, text, ['wrong', '靶向']);
    judgeIn('a', db, text, ['right', '靶向']);
    judge(db, '院方[MASK]会诊。', ['wrong', '安排']);
    const documents = collected(db).map((one) => [one.answer, one.documents]);
    expect(new Map(documents as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ['靶向', ['a', 'b']],
        ['安排', undefined],
      ]),
    );
    const listed = listSamples(db, { limit: 9, offset: 0 }).items.map((one) => one.documentId);
    expect(listed.toSorted()).toEqual(['a', 'b', null]);
  });

  test('the newest answer counts, and what was said outweighs what was only seen', () => {
    const db = fresh();
    given(db, text, '靶向', { at: now - 10 });
    judge(db, text, ['wrong', '免疫', now - 5]);
    judge(db, text, ['accepted', '手术', now]);
    expect(collected(db)).toMatchObject([{ answer: '免疫' }]);
    const [conflict] = listContradictions(db);
    expect(conflict?.samples).toHaveLength(3);
    expect(conflict?.counts).toBe(sampleId(text, '免疫'));
    const unused = listSamples(db, { limit: 10, offset: 0 }).items.filter((one) => one.unused);
    expect(unused.map(({ answer }) => answer).sort()).toEqual(['手术', '靶向']);
  });

  test('of answers given at one moment none counts until the writer takes one away', () => {
    const db = fresh();
    given(db, '订单一直没[MASK]。', '生效');
    given(db, '订单一直没[MASK]。', '发货');
    given(db, text, '靶向');
    expect(collected(db)).toMatchObject([{ answer: '靶向' }]);
    expect(listContradictions(db)).toMatchObject([{ counts: null }]);
    removeSample(db, sampleId('订单一直没[MASK]。', '发货'));
    expect(listContradictions(db)).toEqual([]);
    expect(
      collected(db)
        .map(({ answer }) => answer)
        .sort(),
    ).toEqual(['生效', '靶向']);
  });
});

describe('approval', () => {
  test('what waits or was rejected is not learned; an edit approves', () => {
    const db = fresh();
    const id = given(db, text, '靶向', { status: 'pending' });
    expect(collected(db)).toEqual([]);
    setStatus(db, [id], 'rejected');
    expect(collected(db)).toEqual([]);
    const changed = '患者同意接受[MASK]治疗。';
    editSample(db, id, { newId: sampleId(changed, '靶向'), text: s(changed), answer: s('靶向') });
    expect(collected(db)).toMatchObject([{ id: sampleId(changed, '靶向'), text: changed }]);
  });

  test('what waited is approved by being given', () => {
    const db = fresh();
    given(db, text, '靶向', { status: 'pending' });
    given(db, text, '靶向');
    expect(collected(db)).toHaveLength(1);
  });
});

test('what was said fades with age, and never to nothing', () => {
  const db = fresh();
  const day = 24 * 60 * 60 * 1000;
  judge(db, text, ['wrong', '靶向']);
  const weightAfter = (days: number) => collected(db, now + days * day)[0]?.weight;
  expect(weightAfter(0)).toBe(1);
  // Learned again on the same day it is the same, to the last bit.
  expect(weightAfter(90 + 1 / 24)).toBe(weightAfter(90 + 23 / 24));
  expect(weightAfter(180)).toBeCloseTo(0.5, 6);
  expect(weightAfter(3650)).toBe(0.25);
});

test.each(['glossary', 'style'] as const)('what is given as %s does not age', (source) => {
  const db = fresh();
  const day = 24 * 60 * 60 * 1000;
  const provenance = { importId: 'i', row: 1 };
  const about = { id: 'x', at: now, provenance };
  addTerm(db, { ...about, term: s('靶向'), definition: null, domain: null, kind: 'noun' });
  addPair(db, { ...about, plain: s('打靶'), formal: s('靶向'), words: [] });
  addSample(db, {
    id: sampleId(text, '靶向'),
    at: now,
    source,
    origin: 'file',
    status: 'approved',
    text: s(text),
    answer: s('靶向'),
    rejected: [],
    weight: 0.8,
    ...(source === 'glossary' ? { termId: 'x' } : { pairId: 'x' }),
    provenance,
  });
  for (const days of [0, 180, 3650]) expect(collected(db, now + days * day)[0]?.weight).toBe(0.8);
});

test('the list is searched, filtered and paged', () => {
  const db = fresh();
  judge(db, text, ['wrong', '靶向']);
  for (let i = 0; i < 5; i++) given(db, `第${i}批订单一直没[MASK]。`, '发货', { at: now - i - 1 });
  const page = (more: object) => listSamples(db, { limit: 2, offset: 0, ...more });
  expect(page({})).toMatchObject({
    total: 6,
    items: [{ answer: '靶向' }, { text: '第0批订单一直没[MASK]。' }],
  });
  expect(page({ offset: 4 }).items).toHaveLength(2);
  expect(page({ query: '第3批' })).toMatchObject({
    total: 1,
    items: [{ fileName: 'corrections.jsonl', row: 1 }],
  });
  expect(page({ source: 'correction' }).total).toBe(6);
  expect(page({ status: 'pending' }).total).toBe(0);
});

test('a word longer than any that is trained is remembered, and no run waits for it', () => {
  const db = fresh();
  judge(db, '请按照[MASK]的要求办理。', ['wrong', '突发公共卫生事件应急预案']);
  judge(db, '该院开展[MASK]治疗。', ['wrong', '靶向']);
  expect(
    collectRemembered(db, now)
      .map(({ answer }) => answer)
      .toSorted(),
  ).toEqual(['突发公共卫生事件应急预案', '靶向']);
  expect(collectTrainingSamples(db, now).map(({ answer }) => answer)).toEqual(['靶向']);
});
