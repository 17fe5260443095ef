import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import { openDocument, saveDocument } from '../../../src-main/documents/document.ts';
import { type Layout, layoutDocx } from '../../../src-main/documents/layouts/layouts.ts';
import { openPackage } from '../../../src-main/documents/package/opc.ts';
import { parseXml } from '../../../src-main/documents/package/xml.ts';
import { layOutOfficially } from '../../../src-main/documents/schema/official-layout.ts';
import { find } from '../../support/docx.ts';
import { convert, pagesOf, withoutPages, wordsOf } from '../../support/office.ts';
import { schemaOrderOf } from '../../support/schema-order.ts';
import { skippedFor } from '../../support/skipped.ts';
import { tempDir } from '../../support/temp.ts';

const official = ['notice', 'request', 'report', 'letter', 'minutes'] as const;
const all: readonly Layout[] = ['blank', ...official];

const bytesOf = (layout: Layout) => layoutDocx({ layout, year: 2026 });
const open = (bytes: Uint8Array) => openDocument(bytes, { name: 'a.docx' });
const save = (doc: Node, source: Uint8Array) => saveDocument(doc, { format: 'docx', source, form: null });

/** Puts a text in the place of another one. */
function replaced(doc: Node, old: string, text: string): Node {
  const { from, to } = find(doc, old);
  return new Transform(doc).replaceWith(from, to, doc.type.schema.text(text)).doc;
}

describe.each(all)('the layout %s', (layout) => {
  const bytes = bytesOf(layout);

  test('is the same bytes for the same year, and opens as an A4 page without a loss', () => {
    expect(Buffer.from(bytesOf(layout)).equals(Buffer.from(bytes))).toBe(true);
    const { doc, readOnly, losses, summary } = open(bytes);
    expect({ readOnly, losses, atoms: summary.atoms }).toEqual({ readOnly: null, losses: [], atoms: {} });
    expect(doc.attrs.page).toMatchObject({ width: 595.3, height: 841.9 });
    expect(Buffer.from(save(doc, bytes)).equals(Buffer.from(bytes))).toBe(true);
  });

  test('keeps the schema’s order in every part', () => {
    const files = openPackage(bytes);
    for (const name of files.zip.names)
      for (const { found, wanted } of schemaOrderOf(files.text(name))) expect(found).toEqual(wanted);
  });

  test('stays a whole package when words of it change', () => {
    const { doc } = open(bytes);
    const saved = save(new Transform(doc).insert(1, doc.type.schema.text('第一个字')).doc, bytes);
    const [before, after] = [openPackage(bytes), openPackage(saved)];
    expect(after.zip.names).toEqual(before.zip.names);
    for (const name of after.zip.names) {
      parseXml(after.text(name));
      if (name !== after.mainPart) expect(after.text(name)).toBe(before.text(name));
    }
    expect(open(saved).doc.textContent).toBe(`第一个字${doc.textContent}`);
  });
});

describe.each(official)('the official layout %s', (layout) => {
  const opened = open(bytesOf(layout));

  test('has margins of 37, 35, 28 and 26 mm and a grid of 22 lines', () => {
    const { top, bottom, left, right, height, linePitch } = opened.doc.attrs.page;
    const millimetres = [top, bottom, left, right].map((points) => Math.round((points / 72) * 25.4));
    expect(millimetres).toEqual([37, 35, 28, 26]);
    expect(Math.floor((height - top - bottom) / linePitch)).toBe(22);
  });

  test('has styles by the names of the standard, its headings in the outline', () => {
    const styleOf = (name: string) => opened.sheet?.styles.find((style) => style.name === name);
    expect(styleOf('公文标题')?.format).toMatchObject({
      align: 'center',
      base: { eastAsia: '方正小标宋简体', size: 22 },
    });
    expect(styleOf('公文正文')?.format).toMatchObject({
      first: { value: 2, unit: 'char' },
      line: { rule: 'exact', value: 28 },
      base: { eastAsia: '仿宋_GB2312', size: 16 },
    });
    const headings = ['一级标题', '二级标题', '三级标题', '四级标题'].map((name) => styleOf(name));
    expect(headings.map((style) => style?.outline)).toEqual([1, 2, 3, 4]);
    expect(headings.map((style) => style?.format.base?.eastAsia)).toEqual([
      '黑体',
      '楷体_GB2312',
      '仿宋_GB2312',
      '仿宋_GB2312',
    ]);
    expect(styleOf('一级标题')?.next).toBe(styleOf('公文正文')?.id);
    for (const name of ['主送机关', '附件说明', '发文机关署名', '成文日期', '抄送机关'])
      expect(styleOf(name)).toMatchObject({ listed: true });
  });

  test('is what laying out an official document makes of it', () => {
    const tr = new Transform(opened.doc);
    layOutOfficially(tr);
    expect(tr.steps).toEqual([]);
  });

  test('waits for words, and names the year', () => {
    expect(opened.summary.gaps).toBeGreaterThan(0);
    expect(opened.doc.textContent).toContain('〔2026〕');
    expect(open(layoutDocx({ layout, year: 2031 })).doc.textContent).toContain('〔2031〕');
  });
});

test('each kind has its own words', () => {
  const textOf = (layout: Layout) => open(bytesOf(layout)).doc.textContent;
  expect(textOf('notice')).toMatch(/文件.*的通知.*附件：1\..*抄送：/s);
  expect(textOf('request')).toMatch(/签发人：.*的请示.*妥否，请批示。.*联系人：/s);
  expect(textOf('report')).toMatch(/签发人：.*的报告.*特此报告。/s);
  expect(textOf('letter')).toMatch(/的函.*函复为盼。/s);
  expect(textOf('letter')).not.toContain('印发');
  expect(textOf('minutes')).toMatch(/会议纪要.*出席：.*请假：.*列席：.*分送：/s);
});

test('copies stand at the foot of the last page, between lines where it is no letter', () => {
  const tableOf = (layout: Layout) => {
    const files = openPackage(bytesOf(layout));
    return /<w:tbl>.*<\/w:tbl>/s.exec(files.text(files.mainPart))?.[0] ?? '';
  };
  for (const layout of official) {
    expect(tableOf(layout)).toMatch(/<w:tblpPr [^>]*w:vertAnchor="margin"[^>]* w:tblpYSpec="bottom"\/>/);
    expect(tableOf(layout).includes('<w:tblBorders>')).toBe(layout !== 'letter');
  }
});

/** Points of millimetres. */
const mm = (millimetres: number) => (millimetres / 25.4) * 72;

describe.skipIf(withoutPages !== null)(skippedFor('on paper', withoutPages), () => {
  test('the layouts have the pages that they should, and every part its place', () => {
    const dir = tempDir();
    for (const layout of all) writeFileSync(join(dir, `${layout}.docx`), bytesOf(layout));
    convert(
      dir,
      all.map((layout) => `${layout}.docx`),
      'pdf',
    );
    const counts = all.map((layout) => pagesOf(join(dir, `${layout}.pdf`)).length);
    expect(Object.fromEntries(all.map((layout, i) => [layout, counts[i]]))).toEqual({
      blank: 1,
      notice: 2,
      request: 2,
      report: 2,
      letter: 1,
      minutes: 2,
    });
    const words = wordsOf(join(dir, 'notice.pdf'));
    const wordOf = (end: string) => words.find(({ text }) => text.endsWith(end));
    const [mark, title, date] = [wordOf('文件'), wordOf('的通知'), wordOf('×日')];
    const middle = (word: typeof mark) => ((word?.left ?? 0) + (word?.right ?? 0)) / 2;
    const centre = mm(28 + 156 / 2);
    for (const word of [mark, title]) expect(Math.abs(middle(word) - centre)).toBeLessThan(2);
    // 35 mm below the text block's edge, as far as a font's box tells.
    expect(Math.abs((mark?.top ?? 0) - mm(37 + 35))).toBeLessThan(mm(5));
    // Four characters in from the right.
    expect(Math.abs((date?.right ?? 0) - (mm(28 + 156) - 4 * 15.75))).toBeLessThan(4);
    const numbers = words.filter(({ text }) => text === '—');
    expect(numbers).toHaveLength(4);
    for (const { page, left, top, bottom } of numbers) {
      expect((top + bottom) / 2).toBeGreaterThan(mm(297 - 35 + 5));
      expect((top + bottom) / 2).toBeLessThan(mm(297 - 35 + 10));
      // Odd pages on the right, even ones on the left.
      expect(left > centre).toBe(page % 2 === 1);
    }
    // A letter's first page has no number.
    expect(wordsOf(join(dir, 'letter.pdf')).filter(({ text }) => text === '—')).toEqual([]);
  }, 240_000);

  test('a full page has 22 lines of 28 characters', () => {
    const dir = tempDir();
    const bytes = bytesOf('notice');
    const long = replaced(
      open(bytes).doc,
      '【写明工作的目标、原则和时限。】',
      '严格落实工作责任'.repeat(150),
    );
    writeFileSync(join(dir, 'long.docx'), save(long, bytes));
    convert(dir, ['long.docx'], 'pdf');
    const [, second = ''] = pagesOf(join(dir, 'long.pdf'));
    const lines = second.split('\n').filter((line) => /[\u4e00-\u9fff]/.test(line));
    expect(lines).toHaveLength(22);
    expect(new Set(lines.map((line) => line.trim().length))).toEqual(new Set([28]));
  }, 240_000);
});
