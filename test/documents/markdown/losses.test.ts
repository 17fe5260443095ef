import type { JSONContent } from '@tiptap/core';
import { expect, test } from 'vitest';
import { saveDocument } from '../../../src-main/documents/document.ts';
import { lossesBetween } from '../../../src-main/documents/losses.ts';
import { patchMarkdown } from '../../../src-main/documents/markdown/patch.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { key, opened } from './editing.ts';

function losses(...content: JSONContent[]) {
  const doc = documentSchema().nodeFromJSON({ type: 'doc', content });
  const written = saveDocument(doc, { format: 'md', source: null, form: null });
  return Object.fromEntries(lossesBetween(doc, written, 'md').map(({ kind, count }) => [kind, count]));
}
const text = (value: string, ...marks: NonNullable<JSONContent['marks']>): JSONContent => ({
  type: 'text',
  text: value,
  marks,
});
const paragraph = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content });

test('what Markdown holds is no loss', () => {
  expect(
    losses(
      { type: 'heading', attrs: { level: 3 }, content: [text('标题')] },
      paragraph(
        text('粗', { type: 'bold' }),
        text('斜', { type: 'italic' }),
        text('“线”', { type: 'underline' }),
        text('2', { type: 'font', attrs: { vertical: 'sub' } }),
      ),
      paragraph(text('链', { type: 'link', attrs: { href: 'http://a.example' } }), { type: 'gap' }),
      { type: 'horizontalRule' },
    ),
  ).toEqual({});
});

test('what it does not hold is counted by kind', () => {
  expect(
    losses(
      { ...paragraph(text('中')), attrs: { format: { align: 'center' }, style: 'a' } },
      paragraph(
        text('大', { type: 'font', attrs: { size: 22 } }),
        text('小'),
        text('大', { type: 'font', attrs: { size: 22, color: 'ff0000' } }),
      ),
      paragraph(text('页'), { type: 'atom', attrs: { kind: 'field', text: '3' } }),
      { type: 'paragraph' },
      { type: 'pageBreak' },
      { type: 'atomBlock', attrs: { kind: 'picture', text: '图' } },
    ),
  ).toEqual({
    'paragraph-format': 1,
    styles: 1,
    font: 1,
    'atom field': 1,
    'page-breaks': 1,
    pictures: 1,
  });
});

test('a Markdown file loses nothing of its own', () => {
  const file =
    '---\na: 1\n---\n\n# 一\n\n- [ ] 二 $x$\n\n| a | b |\n|:-:|---|\n| c |\n\n<div>\n\n[x][]\n\n[x]: /y\n';
  const doc = opened(file);
  expect(lossesBetween(doc, new TextEncoder().encode(patchMarkdown(file, key, doc)), 'md')).toEqual([]);
});
