import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrub, scrubAt } from '../../src-main/privacy/scrub.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { type ExchangeFormat, exportFeedback, importFeedback } from '../../src-main/store/exchange.ts';
import { editFeedback, listFeedback } from '../../src-main/store/feedback.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { said } from '../support/words.ts';

const reading = { language: 'zh', timeZone: 'Asia/Shanghai' } as const;

function fresh() {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

const take = (db: ReturnType<typeof fresh>, text: string, format: ExchangeFormat) =>
  importFeedback(db, text, { format, scrub: (one) => scrub(one).text, scrubAt, newId: randomUUID });

const line = (change: object = {}) =>
  `${JSON.stringify({ at: 5, kind: 'wrong', context: '订单一直没[MASK]', word: '生效', ...change })}\n`;

const languages = fc.constantFrom('zh' as const, 'en' as const);
/** Offsets of minutes, and of summer. */
const zones = fc.constantFrom('Asia/Shanghai', 'America/St_Johns', 'Europe/London', 'UTC');
const everything = `SELECT f.at, f.kind, f.word, s.context, s.offered, s.model_id, s.version, s.document_id
  FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id ORDER BY f.at, f.rowid`;

test('no cell of a table is a formula to a spreadsheet', () => {
  const db = fresh();
  const texts = ['=1+1', '＝cmd|x', '@a', '+2', '-3', "'=1"];
  take(db, texts.map((word) => line({ context: `${word}[MASK]`, word })).join(''), 'jsonl');
  const rows: string[][] = parse(exportFeedback(db, 'csv', reading), { bom: true });
  expect(rows).toHaveLength(texts.length + 1);
  expect(rows.flat().filter((cell) => /^'*[=+@＝＋＠-]/.test(cell) && !cell.startsWith("'"))).toEqual([]);
  expect(rows.flat().filter((cell) => cell.startsWith("'"))).toHaveLength(2 * texts.length);
});

describe.each(['jsonl', 'csv'] as const)('%s', (format) => {
  test('what goes out comes back the same, whatever the text holds', () => {
    const piece = fc.constantFrom(
      '订单',
      '"',
      ',',
      '\r\n',
      '\n',
      '😀',
      "'",
      '；',
      '\\',
      '=1+1',
      '＝',
      '@',
      '-',
      '\t',
      ' ',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    const record = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('right', 'wrong', 'accepted', 'kept', 'changed', 'dismissed'),
      context: fc.tuple(text, text).map(([left, right]) => `${left}[MASK]${right}`),
      word: fc.constantFrom('生效', '", \n', null),
      version: fc.constantFrom('base', '00000000000000a1'),
      offered: fc.array(
        fc.record({
          word: fc.constantFrom('生效', 'a b', ' | ', '|', '[1', '', ' '),
          probability: fc.double({ min: 0, max: 1, noNaN: true }).map((one) => one + 0),
        }),
        { maxLength: 3 },
      ),
      document: fc.constantFrom('doc-0b8f6f9e-52f1-4a3c-9d52-3f0a5e1c7a11', null),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), languages, zones, (records, language, timeZone) => {
        const [first, second] = [fresh(), fresh()];
        take(first, records.map((one) => line(one)).join(''), 'jsonl');
        const out = exportFeedback(first, format, { language, timeZone });
        take(second, out, format);
        expect(exportFeedback(second, format, { language, timeZone })).toBe(out);
        expect(second.prepare(everything).all()).toEqual(first.prepare(everything).all());
      }),
      { numRuns: 60 },
    );
  });

  test('a second import of the same file adds nothing', () => {
    const db = fresh();
    take(db, line() + line({ at: 6 }), 'jsonl');
    const out = exportFeedback(db, format, reading);
    expect(take(db, out, format)).toEqual({ added: 0, skipped: 2 });
    expect(listFeedback(db, { limit: 10, offset: 0 }).total).toBe(2);
  });
});

test('an imported file is scrubbed like anything else', () => {
  const db = fresh();
  take(db, line({ context: '请拨打 13812345678 联系[MASK]。', word: '张伟先生' }), 'jsonl');
  take(db, line({ context: '收件人：[MASK]', word: '李娜' }), 'jsonl');
  take(db, line({ at: 6, document: '13812345678' }), 'jsonl');
  const out = exportFeedback(db, 'jsonl', reading);
  expect(out).not.toContain('13812345678');
  expect(out).not.toContain('李娜');
  expect(out).toContain('⟦手机号⟧');
});

test('records keep their document, which a table without that column does not name', () => {
  const db = fresh();
  const document = 'doc-0b8f6f9e-52f1-4a3c-9d52-3f0a5e1c7a11';
  take(db, line({ document }), 'jsonl');
  take(db, 'at,kind,context,word\n7,wrong,订单[MASK],生效\n', 'csv');
  const documents = db.prepare('SELECT document_id FROM suggestions ORDER BY at').pluck().all();
  expect(documents).toEqual([document, null]);
});

test.each([
  ['no JSON', 'jsonl', 'rubbish', 1],
  ['a context without a gap', 'jsonl', line() + line({ context: '没有空缺' }), 2],
  ['a kind that there is not', 'jsonl', line({ kind: 'perhaps' }), 1],
  ['a table of something else', 'csv', 'a,b\n1,2\n', 1],
  ['a broken table', 'csv', 'at,kind\n"1', 1],
] as const)('%s is refused by its number and nothing is added', (_name, format, text, number) => {
  const db = fresh();
  expect(() => take(db, text, format)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      text: said({ en: expect.stringContaining(`Record ${number} `) }),
    }),
  );
  expect(listFeedback(db, { limit: 1, offset: 0 }).total).toBe(0);
});

test('the word that was meant can be changed', () => {
  const db = fresh();
  take(db, line(), 'jsonl');
  const [item] = listFeedback(db, { limit: 1, offset: 0 }).items;
  editFeedback(db, item?.id ?? '', scrub('失效').text);
  expect(listFeedback(db, { limit: 1, offset: 0 }).items[0]).toMatchObject({ word: '失效', weight: 1 });
  expect(() => editFeedback(db, 'nobody', scrub('x').text)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  );
});

test.each([
  ['zh', ['时间,反馈,句子,词,当时的建议,模型,版本,文档', '不准', '原版']],
  ['en', ['Time,Feedback,Sentence,Word,Offered,Model,Version,Document', 'not quite', 'base']],
] as const)('a table in %s has its headings, kinds and times in that language', (language, parts) => {
  const db = fresh();
  const at = Date.UTC(2026, 10, 24, 0, 0, 0, 7);
  const offered = [
    { word: '有效', probability: 0.5 },
    { word: '到', probability: 0.25 },
  ];
  take(db, line({ at, offered, modelId: 'm' }), 'jsonl');
  const out = exportFeedback(db, 'csv', { ...reading, language });
  for (const part of parts) expect(out).toContain(part);
  expect(out).toContain('2026-11-24 08:00:00.007+08:00');
  expect(out).toContain('有效 0.5 | 到 0.25');
  expect(out).not.toMatch(language === 'zh' ? /wrong|probability|base/ : /不准|时间|原版/);
});
