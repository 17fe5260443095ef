import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { documentFrom, openDocument, saveDocument } from '../../../src-main/documents/document.ts';
import { convert, withoutOffice } from '../../support/office.ts';
import { skippedFor } from '../../support/skipped.ts';
import { tempDir } from '../../support/temp.ts';

/** Documents that came from no file, as .docx. */

type Mark = NonNullable<JSONContent['marks']>[number];

const text = (value: string, ...marks: Mark[]): JSONContent => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});
const p = (...content: JSONContent[]): JSONContent => ({
  type: 'paragraph',
  ...(content.length > 0 ? { content } : {}),
});
const aligned = (align: string, value: string): JSONContent => ({
  ...p(text(value)),
  attrs: { format: { align } },
});
const heading = (level: number, value: string): JSONContent => ({
  type: 'heading',
  attrs: { level },
  content: [text(value)],
});
const item = (...content: JSONContent[]): JSONContent => ({ type: 'listItem', content });
const list = (type: string, ...content: JSONContent[]): JSONContent => ({ type, content });
const cell = (value: string, attrs = {}): JSONContent => ({
  type: 'tableCell',
  attrs,
  content: [p(text(value))],
});
const row = (...content: JSONContent[]): JSONContent => ({ type: 'tableRow', content });
const table = (...content: JSONContent[]): JSONContent => ({ type: 'table', content });

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function written(...content: JSONContent[]): Promise<Uint8Array> {
  const doc = documentFrom(JSON.stringify({ type: 'doc', content }));
  return saveDocument(doc, { format: 'docx', source: null, form: null });
}

const reread = async (...content: JSONContent[]): Promise<Node> =>
  openDocument(await written(...content), { name: 'a.docx' }).doc;

/** Names of what a document holds, each once: types of nodes and marks, and alignments. */
function inventory(doc: Node): Set<string> {
  const found = new Set<string>();
  doc.descendants((node) => {
    found.add(node.type.name === 'atom' ? String(node.attrs.kind) : node.type.name);
    if (node.attrs.numbering) found.add('numbered');
    const { align } = node.attrs.format ?? {};
    if (align === 'center' || align === 'right') found.add(align);
    for (const { type } of node.marks) if (type.name !== 'run') found.add(type.name);
  });
  return found;
}

/** Kinds of content: what each is read back as. */
const kinds: Readonly<Record<string, readonly [content: JSONContent[], kept: readonly string[]]>> = {
  'a paragraph': [[p(text('今天天气很好。'))], ['paragraph']],
  'an empty paragraph between two': [[p(text('一')), p(), p(text('二'))], ['paragraph']],
  'heading 1': [[heading(1, '关于召开会议的通知')], ['heading']],
  'heading 6': [[heading(6, '（一）范围')], ['heading']],
  bold: [[p(text('请'), text('务必', { type: 'bold' }), text('参加'))], ['bold']],
  italic: [[p(text('斜体', { type: 'italic' }))], ['italic']],
  underline: [[p(text('下划线', { type: 'underline' }))], ['underline']],
  strike: [[p(text('删去', { type: 'strike' }))], ['strike']],
  'marks together': [
    [p(text('都有', { type: 'bold' }, { type: 'italic' }, { type: 'underline' }))],
    ['bold', 'italic', 'underline'],
  ],
  'centred text': [[aligned('center', '居中')], ['center']],
  'right-aligned text': [[aligned('right', '二〇二六年十一月')], ['right']],
  'a bullet list': [[list('bulletList', item(p(text('甲'))), item(p(text('乙'))))], ['numbered']],
  'a nested list': [
    [list('bulletList', item(p(text('甲')), list('orderedList', item(p(text('一'))))), item(p(text('乙'))))],
    ['numbered'],
  ],
  'a table': [[table(row(cell('姓名'), cell('部门')), row(cell('张三'), cell('财务')))], ['table']],
  'merged columns': [[table(row(cell('合计', { colspan: 2 })), row(cell('一'), cell('二')))], ['table']],
  'merged rows': [[table(row(cell('部门', { rowspan: 2 }), cell('一')), row(cell('二')))], ['table']],
  'two tables in a row': [[table(row(cell('一'))), table(row(cell('二')))], ['table']],
  'a link': [
    [p(text('见'), text('网页', { type: 'link', attrs: { href: 'https://example.com/a?b=1&c=2' } }))],
    ['link'],
  ],
  'an image': [
    [p({ type: 'image', attrs: { src: onePixel, alt: '印章', width: 40, height: 30 } })],
    ['picture'],
  ],
  'a line break': [[p(text('上'), { type: 'hardBreak' }, text('下'))], ['hardBreak']],
  'a page break': [[p(text('上页')), { type: 'pageBreak' }, p(text('下页'))], ['pageBreak']],
  'a font': [
    [p(text('仿宋三号', { type: 'font', attrs: { eastAsia: '仿宋_GB2312', size: 16, color: 'C00000' } }))],
    ['font'],
  ],
  'a quotation': [[{ type: 'blockquote', content: [p(text('引文'))] }], ['paragraph']],
  code: [[{ type: 'codeBlock', content: [text('if a:\n\tb()')] }], ['paragraph']],
  'a rule': [[p(text('上')), { type: 'horizontalRule' }, p(text('下'))], ['paragraph']],
  'rare characters and emoji': [[p(text('𠮷野家 😀 ①〇㎡ “引号” <标签> & 合'))], ['paragraph']],
  gaps: [
    [p(text('没'), { type: 'gap' }, text('，'), { type: 'gap', attrs: { spelling: '【MASK】' } })],
    ['gap'],
  ],
};

const lettersOf = (node: Node): string => node.textContent.replace(/\s+/g, '');

describe.each(Object.entries(kinds))('%s', (_name, [content, kept]) => {
  test('comes back from a new file', async () => {
    const doc = await reread(...content);
    expect(lettersOf(doc)).toBe(lettersOf(documentFrom(JSON.stringify({ type: 'doc', content }))));
    expect([...inventory(doc)]).toEqual(expect.arrayContaining([...kept]));
  });
});

test('tables that touch stay two tables, and merged cells stay merged', async () => {
  const two = await reread(
    table(row(cell('一'))),
    table(row(cell('二', { rowspan: 2 }), cell('三')), row(cell('四'))),
  );
  const tables = two.children.filter(({ type }) => type.name === 'table');
  expect(tables).toHaveLength(2);
  expect(tables[1]?.child(0).child(0).attrs.rowspan).toBe(2);
});

describe.skipIf(withoutOffice !== null)(skippedFor('LibreOffice', withoutOffice), () => {
  test('opens what we save, and we read what it makes of it: every kind of content, every letter', async () => {
    const dir = tempDir();
    const content = Object.values(kinds).flatMap(([one]) => one);
    const bytes = await written(...content);
    writeFileSync(join(dir, 'ours.docx'), bytes);
    convert(dir, ['ours.docx'], 'odt');
    convert(dir, ['ours.odt'], 'docx:MS Word 2007 XML');
    const theirs = openDocument(readFileSync(join(dir, 'ours.docx')), { name: 'ours.docx' }).doc;
    const ours = openDocument(bytes, { name: 'ours.docx' }).doc;
    expect(lettersOf(theirs)).toBe(lettersOf(ours));
    expect([...inventory(theirs)]).toEqual(expect.arrayContaining([...inventory(ours)]));
    const fonts = JSON.stringify(theirs.toJSON());
    expect(fonts).toContain('仿宋_GB2312');
    expect(fonts).toContain('C00000');
    convert(dir, ['ours.docx'], 'txt:Text (encoded):UTF8');
    const plain = readFileSync(join(dir, 'ours.txt'), 'utf8');
    for (const word of ['关于召开会议的通知', '张三', '上页', '𠮷野家']) expect(plain).toContain(word);
  }, 240_000);
});
