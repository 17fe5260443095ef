import { describe, expect, test } from 'vitest';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { harmless } from './harmless.ts';
import { personal } from './personal.ts';

/** The sentence as written, and what must be left of it: every marked part is gone, everything else stays. */
function read(marked: string) {
  const text = marked.replaceAll(/[«»]/g, '');
  const parts = [...marked.matchAll(/«([^»]*)»/g)].map((match) => match[1]);
  return { text, parts };
}

describe('what is personal goes, and nothing beside it', () => {
  test.each(personal)('%s', (marked) => {
    const { text, parts } = read(marked);
    const { found } = scrub(text);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(parts);
  });
});

describe('words that begin as a name does stay', () => {
  test.each(harmless)('%s', (text) => {
    expect(scrub(text).text).toBe(text);
  });
});

test('the same two characters are a word in a sentence and a name behind a label', () => {
  expect(scrub('高峰时段限行。').text).toBe('高峰时段限行。');
  expect(scrub('联系人：高峰').text).toBe('联系人：⟦姓名⟧');
});

test('a list of names ends where the names end', () => {
  expect(scrub('出席：王强、李明、各部门负责人。').text).toBe('出席：⟦姓名⟧、⟦姓名⟧、各部门负责人。');
  expect(scrub('联系人：张伟，江苏人。').text).toBe('联系人：⟦姓名⟧，江苏人。');
});
