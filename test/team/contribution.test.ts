import { expect, test } from 'vitest';
import type { SampleItem } from '../../src-main/contract/index.ts';
import { contributionOf, importable, readContribution, review } from '../../src-main/team/contribution.ts';

const sample = (id: string, text: string, answer: string, wish: Partial<SampleItem> = {}): SampleItem => ({
  id,
  at: 1_700_000_000_000,
  source: 'correction',
  origin: 'suggestion',
  status: 'approved',
  text,
  answer,
  rejected: ['开始'],
  weight: 1,
  fileName: '我的文件.docx',
  row: 7,
  suggestionId: 's1',
  documentId: 'doc-1',
  unused: null,
  team: false,
  ...wish,
});

const meeting = sample('a', '会议定于周五[MASK]。', '召开');
const order = sample('b', '订单已经[MASK]完毕。', '发货');

test('a contribution holds the chosen samples and nothing else of the writer', () => {
  const { text, samples } = contributionOf([meeting, order], ['a']);
  expect(samples).toBe(1);
  expect(text.split('\n')).toEqual([
    '{"format":"bumo-contribution","formatVersion":1}',
    '{"text":"会议定于周五[MASK]。","answer":"召开","rejected":["开始"]}',
    '',
  ]);
});

test('what was stored before the scrubber knew a form is scrubbed once more', () => {
  const phone = sample('p', '请打电话13912345678找张建国[MASK]。', '联系');
  expect(contributionOf([phone], ['p']).text).not.toMatch(/13912345678|张建国/);
});

test('the order of the choice does not show', () => {
  expect(contributionOf([meeting, order], ['a', 'b']).text).toBe(
    contributionOf([order, meeting], ['b', 'a']).text,
  );
});

test.each([
  ['of the team', { team: true }],
  ['that waits', { status: 'pending' }],
  ['that was rejected', { status: 'rejected' }],
] as const)('a sample %s cannot be contributed', (_, wish) => {
  expect(() => contributionOf([{ ...meeting, ...wish }], ['a'])).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  );
});

test('what comes back from a file is what was written; broken lines are counted', () => {
  const { text } = contributionOf([meeting, order], ['a', 'b']);
  const read = readContribution(`${text}no json\n{"text":"no gap","answer":"x"}\n{"text":1}\n`);
  expect(read.samples.map(({ answer }) => answer).toSorted()).toEqual(['发货', '召开']);
  expect(read.refused).toBe(3);
});

test('a file of another kind is refused', () => {
  for (const text of ['', '{}', '{"text":"订单已经[MASK]完毕。","answer":"发货"}\n'])
    expect(() => readContribution(text)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});

test('a review counts the files that have a sample, and marks those that contradict each other', () => {
  const other = { ...meeting, id: 'c', answer: '举行' };
  const files = [contributionOf([meeting, order], ['a', 'b']), contributionOf([meeting, other], ['a', 'c'])];
  const reviewed = review(files.map(({ text }) => readContribution(text)));
  expect(reviewed.map(({ answer, files: n, contradicted }) => [answer, n, contradicted])).toEqual([
    ['召开', 2, true],
    ['举行', 1, true],
    ['发货', 1, false],
  ]);
  expect(importable(reviewed.slice(2))).toBe(
    '{"text":"订单已经[MASK]完毕。","answer":"发货","rejected":["开始"]}\n',
  );
});
