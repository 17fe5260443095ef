import { expect, test } from 'vitest';
import type { TableLayout } from '../../../src-main/contract/index.ts';
import { asWritten } from '../../../src-main/texts/message.ts';
import {
  chosenColumn,
  tickedPreview,
  withColumn,
  withRow,
} from '../../../src-renderer/learn/import-layout.ts';

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

test('what a preview counts and shows follows the rows that are ticked', () => {
  const line = (row: number) => ({
    row,
    kind: 'glossary' as const,
    text: '患者接受[MASK]。',
    answer: '靶向',
  });
  const note = (row: number) => ({ row, column: 'term', text: asWritten('标题', 'a title') });
  const table = { layout, sheets: [''], top: [], headings: [], columns: [], rows: [], rowsTotal: 4 };
  const preview = { table, lines: [3, 3, 4].map(line), kept: [3, 4], refused: [5, 6].map(note) };
  const shown = (now: TableLayout) => {
    const { rows, lines, refused } = tickedPreview(preview, now);
    return [rows, lines.map(({ row }) => row), refused.map(({ row }) => row)];
  };
  expect(shown(layout)).toEqual([2, [3, 3, 4], [5, 6]]);
  expect(shown(withRow(layout, 3, false))).toEqual([1, [4], [5, 6]]);
  // One that could not be stored anyway is no row less.
  expect(shown(withRow(layout, 6, false))).toEqual([2, [3, 3, 4], [5]]);
  // One that the shell left out.
  expect(shown(withRow(layout, 5, true))).toEqual([3, [3, 3, 4], [6]]);
  expect(shown(withRow(withRow(layout, 3, false), 3, true))).toEqual([2, [3, 3, 4], [5, 6]]);
});
