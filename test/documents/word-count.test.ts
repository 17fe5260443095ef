import { Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { countWords, wordsIn } from '../../src-renderer/documents/word-count.ts';

test.each([
  ['', 0],
  ['照样可以写。', 6],
  ['共 35 人参加 BERT 培训', 8],
  ['（2026年）', 4],
  ['see https://example.com now', 3],
  ['　全角空格　', 4],
  ['“引号”——破折号……', 11],
])('%j has %i', (text, count) => {
  expect(countWords(text)).toBe(count);
});

test('a document counts all its paragraphs, in tables and lists too', () => {
  const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
  const doc = Node.fromJSON(documentSchema(), {
    type: 'doc',
    content: [
      paragraph('一二'),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('三四')] }] },
      { type: 'paragraph' },
    ],
  });
  expect([wordsIn(doc), wordsIn(doc)]).toEqual([4, 4]);
});
