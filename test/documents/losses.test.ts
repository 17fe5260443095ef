import type { Mark, Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { saveDocument } from '../../src-main/documents/document.ts';
import type { FileFormat } from '../../src-main/documents/files/read-file.ts';
import { lossesBetween } from '../../src-main/documents/losses.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

const schema = documentSchema();
const text = (value: string, ...marks: Mark[]) => schema.text(value, marks);
const p = (...content: Node[]) => schema.node('paragraph', null, content);
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks);
const cell = (value: string, attrs = {}) => schema.node('tableCell', attrs, [p(text(value))]);
const row = (...cells: Node[]) => schema.node('tableRow', null, cells);

function losses(one: Node, format: FileFormat) {
  const written = saveDocument(one, { format, source: null, form: null });
  return Object.fromEntries(lossesBetween(one, written, format).map(({ kind, count }) => [kind, count]));
}

test('plain paragraphs lose nothing in any format, gaps neither', () => {
  const one = doc(
    p(text('今天'), schema.node('gap', { spelling: '［MASK］' }), text('很好。')),
    p(text('完')),
  );
  for (const format of ['docx', 'md', 'txt'] as const) expect(losses(one, format)).toEqual({});
});

test('a text loses whatever is no text: each kind is named and counted by its places', () => {
  const one = doc(
    schema.node('heading', { level: 1, format: { align: 'center' } }, [text('通知')]),
    p(text('请', schema.mark('bold')), text('各'), text('部门', schema.mark('bold'))),
    p(text('网页', schema.mark('link', { href: 'https://example.com' }))),
    p(text('红', schema.mark('font', { color: 'C00000' }))),
    schema.node('table', null, [row(cell('合计', { colspan: 2 })), row(cell('一'), cell('二'))]),
  );
  expect(losses(one, 'txt')).toEqual({
    heading: 1,
    'paragraph-format': 1,
    bold: 1,
    link: 1,
    font: 1,
    table: 1,
    'merged-cells': 1,
  });
});

test('Markdown keeps what it has words for, and loses the rest', () => {
  const one = doc(
    schema.node('heading', { level: 2 }, [text('通知')]),
    schema.node('paragraph', { format: { align: 'right' } }, [text('务必', schema.mark('bold'))]),
    p(text('仿宋', schema.mark('font', { eastAsia: '仿宋' }))),
    schema.node('bulletList', null, [schema.node('listItem', null, [p(text('甲'))])]),
  );
  expect(losses(one, 'md')).toEqual({ 'paragraph-format': 1, font: 1 });
});

test('a kind that nobody thought of is named by the schema’s own name', () => {
  const one = doc(p(text('见'), schema.node('atom', { kind: 'hologram', text: '〔图〕' })));
  expect(losses(one, 'txt')).toEqual({ 'atom hologram': 1 });
});
