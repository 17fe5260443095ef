import { expect, test } from 'vitest';
import { type Ghost, together, writeOut } from '../../../src-main/cli/drafting/writer.ts';

const text = '现将有关事项通知如下。';
const own = (phrase: string): Ghost => ({ text: phrase, kind: 'own-documents' });

test('what is right is accepted by one key, all else is typed', () => {
  const asked: number[] = [];
  const draft = writeOut(text, (units) => {
    asked.push(units);
    if (units === 2) return own('有关事项');
    return units === 6 ? { text: '通知书', kind: 'phrasebook' } : null;
  });
  expect(asked).toEqual([0, 1, 2, 6, 7, 8, 9, 10]);
  expect(draft).toEqual({
    keys: 11,
    shown: 2,
    right: 1,
    saved: 3,
    kinds: {
      'own-documents': { shown: 1, right: 1, saved: 3 },
      phrasebook: { shown: 1, right: 0, saved: 0 },
    },
  });
});

test('a ghost that is right but for its last character is wrong', () => {
  expect(writeOut(text, (units) => (units === 0 ? own('现将有关事宜') : null))).toMatchObject({
    right: 0,
    saved: 0,
  });
});

test('several texts are one sum', () => {
  const one = writeOut(text, (units) => (units === 0 ? own('现将') : null));
  expect(together([one, one])).toMatchObject({ keys: 22, shown: 2, right: 2, saved: 2 });
  expect(together([])).toEqual({ keys: 0, shown: 0, right: 0, saved: 0, kinds: {} });
});
