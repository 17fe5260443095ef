import { expect, test } from 'vitest';
import { titleOf } from '../../src-renderer/documents/title.ts';
import { cleanWord } from '../../src-renderer/text/word-edit.ts';

const rare = '𠮷';

test('a title and a word are cut between characters, never inside one', () => {
  const content = JSON.stringify({ content: [{ content: [{ text: `一${rare.repeat(30)}` }] }] });
  expect(titleOf(content)).toBe(`一${rare.repeat(19)}`);
  expect(cleanWord(`一${rare.repeat(60)}`)).toBe(`一${rare.repeat(49)}`);
});
