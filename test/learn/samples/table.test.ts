import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readXlsx } from '../../../src-main/documents/xlsx.ts';
import { entriesOf, understand } from '../../../src-main/learn/samples/layout.ts';
import { readTable } from '../../../src-main/learn/samples/table.ts';
import { said } from '../../support/words.ts';

/** The rows of the glossary that a table of text is. */
const terms = (table: ReturnType<typeof readTable>) =>
  entriesOf('glossary', understand('glossary', [{ ...table, name: '', merged: new Set() }]));
const csv = (text: string) => readTable({ as: 'text', text }, 'csv');
const cells = (table: ReturnType<typeof readTable>) => table.rows.map((row) => row.cells);

describe('a table with separators', () => {
  test('what a spreadsheet writes comes back the same, whatever the cells hold', () => {
    const cell = fc
      .array(fc.constantFrom('术语', '"', ',', ';', '\t', '\n', '😀', ' ', "'"), { maxLength: 5 })
      .map((parts) => parts.join(''));
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('csv', 'tsv'),
        (rows, format) => {
          // The heading decides which sign separates; its cells hold none.
          const all = [['甲', '乙', '丙', '丁'], ...rows];
          const delimiter = format === 'csv' ? ',' : '\t';
          const text = stringify(all, { delimiter, quoted: true });
          const shown = all
            .map((cells, i) => ({ row: i + 1, cells }))
            .filter(({ cells }) => cells.some((one) => one.trim()));
          fc.pre(format === 'tsv' || !rows.flat().some((one) => /[;\t]/.test(one)));
          expect(readTable({ as: 'text', text }, format)).toEqual({ rows: shown, broken: [] });
        },
      ),
    );
  });

  test('an unclosed quotation mark costs its own row alone', () => {
    const table = csv('术语,释义\n靶向,好\n"免疫,坏\n化疗,好\n放疗,"好"\n');
    expect(table.broken).toMatchObject([{ row: 3, text: said({ zh: expect.stringContaining('引号') }) }]);
    expect(cells(table)).toEqual([
      ['术语', '释义'],
      ['靶向', '好'],
      ['化疗', '好'],
      ['放疗', '好'],
    ]);
    expect(table.rows.at(-1)?.row).toBe(5);
  });

  test('quotation marks inside a word are part of it', () => {
    expect(cells(csv('术语,释义\n屏幕,5"的\n"5""屏",好\n'))).toEqual([
      ['术语', '释义'],
      ['屏幕', '5"的'],
      ['5"屏', '好'],
    ]);
  });

  test('rows are counted as the spreadsheet counts them, empty ones too', () => {
    expect(csv('术语\n\n靶向\n,,\n免疫\n').rows.map(({ row }) => row)).toEqual([1, 3, 5]);
  });

  test.each(['utf-8', 'gb18030', 'utf-16le'])('%s is found out', (encoding) => {
    const bytes = new Uint8Array(
      iconv.encode('术语;释义\r\n靶向;针对特定分子的治疗\r\n', encoding, { addBOM: encoding !== 'gb18030' }),
    );
    expect(cells(readTable({ as: 'bytes', bytes }, 'csv'))[1]).toEqual(['靶向', '针对特定分子的治疗']);
  });

  test('bytes that are no text and tables beyond all measure are refused as a whole', () => {
    const bytes = Uint8Array.from({ length: 99 }, (_, i) => (i * 37) % 256);
    expect(() => readTable({ as: 'bytes', bytes }, 'csv')).toThrow(
      expect.objectContaining({ code: 'document-unreadable' }),
    );
    expect(() => csv('词\n'.repeat(50_001))).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});

describe('what is pasted', () => {
  test.each([
    [
      'cells of a spreadsheet',
      '靶向\t好\n免疫\t"两\n行"',
      [
        ['靶向', '好'],
        ['免疫', '两\n行'],
      ],
    ],
    [
      'pairs with an arrow',
      '天气不错啊 → 天气较为适宜\n东西挺好->该产品性能优良',
      [
        ['天气不错啊', '天气较为适宜'],
        ['东西挺好', '该产品性能优良'],
      ],
    ],
    ['a list', '靶向\n\n免疫', [['靶向'], ['免疫']]],
    [
      'a table with commas',
      '靶向,好\n免疫,好',
      [
        ['靶向', '好'],
        ['免疫', '好'],
      ],
    ],
    ['sentences, some with a comma', '好,不错\n很好', [['好,不错'], ['很好']]],
  ])('%s', (_name, text, expected) => {
    expect(cells(readTable({ as: 'text', text }, 'text'))).toEqual(expected);
  });

  test('JSON lines', () => {
    const table = readTable({ as: 'text', text: '{"text":"今天[MASK]气","answer":"天"}\n{"a' }, 'jsonl');
    expect(table.rows).toEqual([{ row: 1, fields: { text: '今天[MASK]气', answer: '天' } }]);
    expect(table.broken).toMatchObject([{ row: 2 }]);
  });
});

describe('columns', () => {
  const read = (text: string) =>
    terms(csv(text)).map((one) => [one.row, one.get('term'), one.get('definition'), one.get('domain')]);

  test.each([
    ['in Chinese', '序号,领域,术语,释义\n1,医学,靶向,好\n'],
    ['in English', 'No.,Domain,Term,Definition (short)\n1,医学,靶向,好\n'],
  ])('are found by headings %s', (_name, text) => {
    expect(read(text)).toEqual([[2, '靶向', '好', '医学']]);
  });

  test('go by their order where there is no heading', () => {
    expect(read('靶向,好\n免疫\n')).toEqual([
      [1, '靶向', '好', undefined],
      [2, '免疫', undefined, undefined],
    ]);
  });

  test('are told by the heading that the writer gave them', () => {
    const [one] = terms(csv('术语,例句\n靶向,好\n'));
    expect(one?.label('examples')).toBe('例句');
    expect(terms(csv('靶向\n'))[0]?.label('definition')).toBe('B');
  });
});

describe('.xlsx', () => {
  const saved = (name: string) => readFileSync(new URL(`tables/${name}`, import.meta.url));
  /** LibreOffice's own, where its Calc is there to write one. */
  const fromLibreOffice = (): [string, () => Buffer][] => {
    const dir = mkdtempSync(join(tmpdir(), 'bumo-calc-'));
    writeFileSync(join(dir, 'openpyxl.xlsx'), saved('openpyxl.xlsx'));
    const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
    const made = join(dir, 'made', 'openpyxl.xlsx');
    spawnSync('soffice', [
      ...[profile, '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML'],
      ...['--outdir', join(dir, 'made'), join(dir, 'openpyxl.xlsx')],
    ]);
    const bytes = existsSync(made) ? readFileSync(made) : null;
    rmSync(dir, { recursive: true, force: true });
    return bytes ? [['LibreOffice', () => bytes]] : [];
  };

  test.each([
    ['XlsxWriter', () => saved('xlsxwriter.xlsx')],
    ['openpyxl', () => saved('openpyxl.xlsx')],
    ...fromLibreOffice(),
  ] as const)('as %s writes it: the first sheet with content, empty rows counted', (_name, bytes) => {
    const [sheet] = readXlsx(new Uint8Array(bytes()));
    expect(sheet?.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, '术语', '释义', '领域'],
      [2, '靶向', '针对<特定>分子', '医学'],
      [4, '免疫', '', '5'],
    ]);
  });

  const book = (sheet: string, shared = '', after = ''): Uint8Array =>
    zipSync({
      'xl/workbook.xml': strToU8(
        '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="藏" sheetId="1" state="hidden" r:id="rId9"/><sheet name="a" sheetId="2" r:id="rId1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData>${after}</worksheet>`),
      'xl/sharedStrings.xml': strToU8(`<sst>${shared}</sst>`),
    });

  test('as other programs write it: inline strings, rich text with readings, no references', () => {
    const bytes = book(
      '<row><c t="inlineStr"><is><t>术</t></is></c><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>',
      '<si><r><t>靶</t></r><r><rPr/><t>向</t></r><rPh><t>ba</t></rPh></si>',
    );
    expect(readXlsx(bytes)[0]?.rows).toEqual([{ row: 1, cells: ['术', '靶向', 'TRUE', ''] }]);
  });

  test('what is merged over rows stands in each of them', () => {
    const cell = (at: string, value: string) => `<c r="${at}" t="str"><v>${value}</v></c>`;
    const bytes = book(
      `<row r="1">${cell('A1', '医学')}${cell('B1', '靶向')}</row><row r="2">${cell('B2', '免疫')}</row><row r="4">${cell('B4', '放疗')}</row>`,
      '',
      '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="Z9"/><mergeCell ref="B5:B1048576"/></mergeCells>',
    );
    expect(readXlsx(bytes)).toEqual([
      {
        name: 'a',
        rows: [
          { row: 1, cells: ['医学', '靶向'] },
          { row: 2, cells: ['医学', '免疫'] },
          { row: 4, cells: ['', '放疗'] },
        ],
        merged: [1, 2],
      },
    ]);
  });

  test('a table beyond all measure is refused in words', () => {
    const many = book('<row><c><v>1</v></c></row>'.repeat(50_001));
    const wide = book(`<row>${'<c><v>2</v></c><c><v>1</v></c>'.repeat(500_001)}</row>`);
    const unpacked = zipSync(
      { 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/sharedStrings.xml': new Uint8Array(200_000_001) },
      { level: 1 },
    );
    for (const [name, bytes] of Object.entries({ many, wide, unpacked }))
      expect(() => readXlsx(bytes), name).toThrow(expect.objectContaining({ code: 'document-too-complex' }));
  });

  test('two hundred thousand empty rows with formats are passed over', () => {
    const bytes = book(`${'<row s="1"/>'.repeat(200_000)}<row><c><v>1</v></c></row>`);
    expect(readXlsx(bytes)[0]?.rows).toEqual([{ row: 200_001, cells: ['1'] }]);
  });

  test.each([
    ['text', strToU8('术语,释义')],
    ['another kind of package', zipSync({ 'word/document.xml': strToU8('<a/>') })],
    ['a broken sheet', book('<row><c>')],
    ['nothing', new Uint8Array()],
  ])('%s is refused in words', (_name, bytes) => {
    expect(() => readXlsx(bytes)).toThrow(expect.objectContaining({ code: 'document-unreadable' }));
  });
});
