import { expect, test } from 'vitest';
import { chosenColumn, withColumn, withRow } from '../../../src-renderer/learn/import-layout.ts';

const layout = { sheet: 1, header: 2, columns: { term: 0, definition: 1, domain: null }, leftOut: [5] };

test('a column that is chosen is taken from the one that had it, and the rows are judged anew', () => {
  expect(withColumn(layout, 'term', 1)).toEqual({
    sheet: 1,
    header: 2,
    columns: { term: 1, definition: null, domain: null },
  });
  expect(withColumn(layout, 'definition', null).columns).toEqual({ term: 0, definition: null, domain: null });
});

test('a row is left out once, and taken back', () => {
  const out = withRow(withRow(layout, 3, false), 3, false);
  expect(out.leftOut).toEqual([5, 3]);
  expect(withRow(out, 5, true).leftOut).toEqual([3]);
});

test('no column is none', () => {
  expect([chosenColumn('-1'), chosenColumn('0'), chosenColumn('3')]).toEqual([null, 0, 3]);
});
