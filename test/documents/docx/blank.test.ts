import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import { openDocument, saveDocument } from '../../../src-main/documents/document.ts';
import { blankDocx } from '../../../src-main/documents/docx/blank.ts';
import { layoutDocx } from '../../../src-main/documents/layouts/layouts.ts';
import { openPackage } from '../../../src-main/documents/package/opc.ts';
import { elementsOf, parseXml } from '../../../src-main/documents/package/xml.ts';
import { schemaOrderOf } from '../../support/schema-order.ts';

const bytes = blankDocx();
const files = openPackage(bytes);

describe('the blank package', () => {
  test('is the same bytes every time', () => {
    expect(Buffer.from(blankDocx()).equals(Buffer.from(bytes))).toBe(true);
    expect(Buffer.from(layoutDocx({ layout: 'blank', year: 2026 })).equals(Buffer.from(bytes))).toBe(true);
  });

  test('is an empty page of A4 with Word’s margins', () => {
    const { doc, summary, losses } = openDocument(bytes, { name: '新.docx' });
    expect(doc.attrs.page).toMatchObject({ width: 595.3, height: 841.9, top: 72, left: 90, linePitch: 15.6 });
    expect(summary).toEqual({ blocks: 1, characters: 0, gaps: 0, blanks: 0, atoms: {} });
    expect(losses).toEqual([]);
  });

  test('has the styles that Word’s users expect', () => {
    const { sheet } = openDocument(bytes, { name: '新.docx' });
    const styleOf = (name: string) => sheet?.styles.find((style) => style.name === name);
    expect(sheet?.normal).toBe('Normal');
    expect(styleOf('Normal')?.format.base).toEqual({
      eastAsia: '宋体',
      ascii: 'Times New Roman',
      size: 10.5,
    });
    for (const level of [1, 2, 3, 4, 5, 6])
      expect(styleOf(`heading ${level}`)).toMatchObject({
        outline: level,
        next: 'Normal',
        format: { keepNext: true, base: { bold: true } },
      });
    for (const name of ['Title', 'Quote', 'header', 'footer']) expect(styleOf(name)).toBeDefined();
    const names = elementsOf(parseXml(files.text('word/styles.xml')).root).flatMap((style) =>
      elementsOf(style)
        .filter(({ name }) => name === 'w:name')
        .map(({ attributes }) => attributes['w:val']),
    );
    expect(names).toEqual(expect.arrayContaining(['Normal Table', 'Table Grid', 'Hyperlink']));
  });

  test('says who made it in one word, and nothing about anybody', () => {
    const parts = files.zip.names.map((name) => files.text(name)).join('\n');
    expect(files.text('docProps/app.xml')).toContain('<Application>补墨 Bumo</Application>');
    expect(parts).not.toMatch(/creator|lastModifiedBy|rsid|created/);
  });

  test('names the type of every part, and leads to each', () => {
    for (const name of files.zip.names) expect(files.contentType(name)).toMatch(/xml$/);
    for (const kind of ['styles', 'settings']) expect(files.related(files.mainPart, kind)).not.toBe(null);
  });

  test('keeps the order that the schema demands', () => {
    for (const name of files.zip.names)
      for (const { found, wanted } of schemaOrderOf(files.text(name))) expect(found).toEqual(wanted);
  });

  test('takes text and is saved as a change of itself', () => {
    const { doc } = openDocument(bytes, { name: '新.docx' });
    const changed = new Transform(doc).insert(1, doc.type.schema.text('你好')).doc;
    const saved = saveDocument(changed, { format: 'docx', source: bytes, form: null });
    expect(openPackage(saved).text('word/styles.xml')).toBe(files.text('word/styles.xml'));
    expect(openDocument(saved, { name: '新.docx' }).doc.textContent).toBe('你好');
  });
});
