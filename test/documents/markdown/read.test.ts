import type { JSONContent } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../src-main/documents/markdown/read.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { key, opened } from './editing.ts';

/** What the editor shows of a Markdown text. */

const blocks = (text: string): JSONContent[] => readMarkdown(text, key).doc.content ?? [];
const texts = (text: string): string[] => opened(text).content.content.map(({ textContent }) => textContent);

test('every block names its place in the text', () => {
  expect(blocks('# 一\n\n二\n\n- 三\n').map(({ attrs }) => attrs?.src)).toEqual([
    `${key}:0`,
    `${key}:5`,
    `${key}:8`,
  ]);
});

test.each([
  ['---\na: 1\n---\n', 'frontMatter', '---\na: 1\n---'],
  ['+++\na = 1\n+++\n', 'frontMatter', '+++\na = 1\n+++'],
  ['<div>\n一\n</div>\n', 'html', '<div>\n一\n</div>'],
  ['<!-- 一 -->\n', 'comment', '<!-- 一 -->'],
  ['[a]: /x\n[b]: /y\n', 'definition', '[a]: /x\n[b]: /y'],
  ['[^1]: 一\n\n    二\n', 'footnoteDefinition', '[^1]: 一\n\n    二'],
  ['$$\na\n\nb\n$$\n', 'formula', '$$\na\n\nb\n$$'],
  [':::tip\n', 'directive', ':::tip'],
  [`${'>'.repeat(60)} 深\n`, 'blockquote', ''],
])('%j is a block that shows its source', (text, kind, source) => {
  const [block] = blocks(text);
  if (kind === 'blockquote') expect(opened(text).textContent).toBe('');
  else expect(block).toMatchObject({ type: 'atomBlock', attrs: { kind, text: source } });
});

test.each([
  ['a[^1]\n\n[^1]: x\n', 'footnote', '[^1]'],
  ['a $x_1$ b\n', 'formula', '$x_1$'],
  ['a <kbd>b</kbd>\n', 'html', '<kbd>'],
  ['a <!-- b -->\n', 'comment', '<!-- b -->'],
  ['a [[b|c]]\n', 'wikiLink', '[[b|c]]'],
  ['- [ ] a\n', 'task', '[ ]'],
  ['a [](b)\n', 'other', '[](b)'],
])('%j holds an atom', (text, kind, source) => {
  const found: unknown[] = [];
  opened(text).descendants((node) => {
    if (node.type.name === 'atom') found.push([node.attrs.kind, node.attrs.text]);
  });
  expect(found[0]).toEqual([kind, source]);
});

describe('gaps are text wherever they are', () => {
  test.each(['[MASK]', '[ mask ]', '<mask>', '［MASK］', '【MASK】'])('%s', (gap) => {
    for (const text of [
      `${gap}\n`,
      `${gap}: 张三\n`,
      `a ${gap}(b)\n`,
      `[a ${gap} b](c)\n`,
      `- ${gap}\n`,
      `| ${gap} |\n| - |\n`,
      `一\n\n[mask]: /x\n\n${gap}\n`,
    ])
      expect(opened(text).textContent).toContain(gap);
  });
});

test('the end of a line is a space, and nothing between Chinese characters', () => {
  expect(texts('some\nwords\n\n一\n二，\n三\n\na\n三\n')).toEqual(['some words', '一二，三', 'a 三']);
});

test('looks that the schema knows', () => {
  const [paragraph] = blocks('**粗** _斜_ ~~删~~ `码` <u>线</u> H<sub>2</sub> [链](/u "t")\n');
  expect((paragraph?.content ?? []).flatMap(({ marks }) => marks?.map(({ type }) => type) ?? [])).toEqual([
    'bold',
    'italic',
    'strike',
    'code',
    'underline',
    'font',
    'link',
  ]);
});

test('a row that is shorter than its table is filled, a longer one is cut', () => {
  const table = opened('| a | b |\n|---|:-:|\n| c |\n| d | e | f |\n').firstChild;
  expect(table?.content.content.map((row) => row.content.content.map((cell) => cell.textContent))).toEqual([
    ['a', 'b'],
    ['c', ''],
    ['d', 'e'],
  ]);
  expect(table?.firstChild?.lastChild?.attrs.align).toBe('center');
});

test('no text is refused', () => {
  const hostile = [
    '['.repeat(3000),
    '*a '.repeat(2000),
    '> '.repeat(300),
    '- '.repeat(300),
    '`'.repeat(999),
    '$a '.repeat(2000),
    '\0',
    '\ud800',
    '<'.repeat(3000),
    `${'#'.repeat(7)} x`,
    '&#0;',
    '|'.repeat(500),
  ];
  for (const text of hostile)
    expect(() => documentSchema().nodeFromJSON(readMarkdown(text, key).doc).check()).not.toThrow();
});
