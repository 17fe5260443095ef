import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ImportKind } from '../../../src-main/contract/index.ts';
import { entriesOf, type LayoutWish, understand } from '../../../src-main/learn/samples/layout.ts';
import { viewOf } from '../../../src-main/learn/samples/layout-view.ts';
import { type NamedTable, readTables } from '../../../src-main/learn/samples/table.ts';
import { inProcessParser } from '../../support/in-process-parser.ts';

/** @param rows cells by row number, from 1; an empty row is none */
const table = (
  rows: readonly (readonly string[])[],
  merged: readonly number[] = [],
  name = '',
): NamedTable => ({
  name,
  rows: rows.map((cells, i) => ({ row: i + 1, cells })).filter(({ cells }) => cells.length > 0),
  broken: [],
  merged: new Set(merged),
});

function glossary(tables: readonly NamedTable[], wish: LayoutWish = {}) {
  const understood = understand('glossary', tables, wish);
  const entries = entriesOf('glossary', understood).filter(({ row }) => !understood.asides.has(row));
  return {
    sheet: understood.sheet,
    header: understood.header,
    terms: entries.map((one) => one.get('term')),
    definitions: entries.map((one) => one.get('definition')),
    asides: [...understood.asides],
  };
}

describe('the heading', () => {
  test('stands in the first row', () => {
    expect(
      glossary([
        table([
          ['术语', '释义'],
          ['靶向', '好'],
        ]),
      ]),
    ).toMatchObject({ header: 1, terms: ['靶向'] });
  });

  test('stands below a title and a date', () => {
    const rows = [['肿瘤科术语表'], ['编制日期', '2026 年'], ['序号', '术语', '释义'], ['1', '靶向', '好']];
    expect(glossary([table(rows, [1])])).toMatchObject({ header: 3, terms: ['靶向'], definitions: ['好'] });
  });

  test('reaches over two rows: the lower one names the columns under a merged cell', () => {
    // As the sheet is read: what is merged downwards stands in both rows.
    const rows = [
      ['术语', '内容', ''],
      ['术语', '释义', '例句'],
      ['靶向', '好', '句'],
    ];
    expect(glossary([table(rows, [1, 2])])).toMatchObject({
      header: 2,
      terms: ['靶向'],
      definitions: ['好'],
    });
  });

  test('that is merged over two rows is no row of the table', () => {
    const rows = [
      ['术语', '释义'],
      ['术语', '释义'],
      ['靶向', '好'],
    ];
    expect(glossary([table(rows, [1, 2])])).toMatchObject({ header: 2, terms: ['靶向'] });
  });

  test('that is printed again on another page is none either', () => {
    const rows = [
      ['术语', '释义'],
      ['靶向', '好'],
      ['术语', '释义'],
      ['免疫', '好'],
    ];
    expect(glossary([table(rows)])).toMatchObject({ header: 1, terms: ['靶向', '免疫'], asides: [3] });
  });

  test('is no term that happens to be a word for one', () => {
    expect(glossary([table([['靶向'], ['免疫'], ['名称']])])).toMatchObject({
      header: null,
      terms: ['靶向', '免疫', '名称'],
    });
  });

  test('is absent: a merged title is no term all the same', () => {
    const rows = [['肿瘤科术语'], ['靶向', '好'], ['免疫', '好']];
    expect(glossary([table(rows, [1])])).toMatchObject({
      header: null,
      terms: ['靶向', '免疫'],
      asides: [1],
    });
  });
});

describe('below the table', () => {
  const body = [
    ['术语', '释义'],
    ['靶向', '好'],
    ['免疫', '好'],
  ];

  test.each([
    ['a note with a mark', [['注：本表由肿瘤科提供。']]],
    ['a note with a number', [['备注1、内部使用']]],
    ['a sentence after an empty row', [[], ['本表由肿瘤科提供']]],
    ['several lines', [[], ['编制说明'], ['一、本表用于内部交流'], ['二、不得外传']]],
    ['a long sentence', [['本'.repeat(31)]]],
  ])('%s is no term', (_name, notes) => {
    const { terms, asides } = glossary([table([...body, ...notes])]);
    expect(terms).toEqual(['靶向', '免疫']);
    expect(asides).toHaveLength(notes.filter((cells) => cells.length > 0).length);
  });

  test('a term without a definition is one', () => {
    expect(glossary([table([...body, ['放疗']])]).terms).toEqual(['靶向', '免疫', '放疗']);
    expect(glossary([table([...body, ['放疗'], ['注：完']])]).terms).toEqual(['靶向', '免疫', '放疗']);
  });

  test('nothing of a list of one column is left out', () => {
    expect(glossary([table([['靶向'], [], ['免疫'], [], ['放'.repeat(40)]])]).asides).toEqual([]);
  });
});

describe('several sheets', () => {
  const cover = table([['封面'], ['编制'], ['审核'], ['批准'], ['发布']], [], '封面');
  const words = table(
    [
      ['术语', '释义'],
      ['靶向', '好'],
    ],
    [],
    '词表',
  );

  test('the one whose heading is known is taken, not the first or the longest', () => {
    expect(glossary([cover, words])).toMatchObject({ sheet: 1, terms: ['靶向'] });
  });

  test('without a heading the longest is taken; the writer may take another', () => {
    const short = table([['甲'], ['乙']], [], '短');
    expect(glossary([short, cover])).toMatchObject({ sheet: 1 });
    expect(glossary([short, cover], { sheet: 0 })).toMatchObject({ sheet: 0, terms: ['甲', '乙'] });
    expect(glossary([short], { sheet: 9 })).toMatchObject({ sheet: 0 });
  });
});

describe('what the writer corrects', () => {
  const rows = [
    ['英文', '中文', '解释'],
    ['targeted', '靶向', '好'],
    ['immune', '免疫', '好'],
  ];

  test('the row of the heading', () => {
    expect(glossary([table(rows)], { header: 1 }).terms).toEqual(['targeted', 'immune']);
    expect(glossary([table(rows)], { header: null }).terms).toEqual(['英文', 'targeted', 'immune']);
  });

  test('the columns; one that is not named there is absent', () => {
    const columns = { term: 1 };
    const { terms, definitions } = glossary([table(rows)], { header: 1, columns });
    expect([terms, definitions]).toEqual([
      ['靶向', '免疫'],
      [undefined, undefined],
    ]);
  });
});

test('the view holds sheet, heading, columns and every row, with what is left out beforehand', () => {
  const tables = [table([['标题'], ['术语', '释义'], ['靶向', '好'], [], ['注：完']], [1], '词表')];
  const see = (kind: ImportKind, leftOut: ReadonlySet<number> | null) =>
    viewOf(kind, tables, understand(kind, tables), leftOut);
  expect(see('glossary', null)).toEqual({
    layout: {
      sheet: 0,
      header: 2,
      columns: { term: 0, definition: 1, examples: null, domain: null },
      leftOut: [5],
    },
    sheets: ['词表'],
    top: [
      { row: 1, cells: ['标题'] },
      { row: 2, cells: ['术语', '释义'] },
      { row: 3, cells: ['靶向', '好'] },
      { row: 5, cells: ['注：完'] },
    ],
    headings: ['术语', '释义'],
    columns: ['term', 'definition', 'examples', 'domain'],
    rows: [
      { row: 3, cells: ['靶向', '好', '', ''] },
      { row: 5, cells: ['注：完', '', '', ''] },
    ],
    rowsTotal: 2,
  });
  expect(see('glossary', new Set([3])).layout.leftOut).toEqual([3]);
});

test('a spreadsheet as another program writes it: cover, title, headings over two rows, merged cells, a note', async () => {
  const bytes = new Uint8Array(readFileSync(new URL('tables/kept.xlsx', import.meta.url)));
  const tables = await readTables({ as: 'bytes', bytes }, 'xlsx', inProcessParser().sheets);
  const view = viewOf('glossary', tables, understand('glossary', tables), null);
  expect(view).toMatchObject({
    sheets: ['封面', '词表'],
    layout: {
      sheet: 1,
      header: 3,
      columns: { term: 1, definition: 2, examples: 3, domain: 0 },
      leftOut: [8],
    },
    rows: [
      { row: 4, cells: ['靶向', '针对特定分子的治疗', '该院开展靶向药物研究。', '治疗'] },
      { row: 5, cells: ['免疫', '身体的防御', '', '治疗'] },
      { row: 6, cells: ['活检', '', '', '检查'] },
      { row: 8 },
    ],
  });
});
