import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPhrasebook } from '../../src-main/phrases/phrasebook.ts';
import { slots, slotted } from '../../src-main/phrases/slotted.ts';
import { tempDir } from '../support/temp.ts';

const resources = join(import.meta.dirname, '../../resources');

function bookOf(files: Readonly<Record<string, string>>) {
  const dir = tempDir();
  mkdirSync(join(dir, 'phrasebook'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, 'phrasebook', name), text);
  return createPhrasebook(dir);
}

test('entries that an organisation shares are told from those that ship, and follow it', () => {
  let others = [{ title: '局里的', text: '现将考勤情况通报如下。' }];
  const dir = tempDir();
  mkdirSync(join(dir, 'phrasebook'));
  writeFileSync(join(dir, 'phrasebook', 'a.txt'), '# 通知\n现将有关事项通知如下。\n');
  const book = createPhrasebook(dir, () => others);
  const next = () =>
    book()
      ?.matches('\n现将')[0]
      ?.sample.map(({ document, next: words }) => [words, book.shared(document)])
      .toSorted();
  expect(next()).toEqual([
    ['有关事项通知如下。', null],
    ['考勤情况通报如下。', '局里的'],
  ]);
  others = [];
  expect(next()).toHaveLength(2);
  book.reload();
  expect(next()).toEqual([['有关事项通知如下。', null]]);
});

describe('a phrasebook', () => {
  test('is one document a paragraph, with the kind of document as its title', () => {
    const book = bookOf({
      'a.txt': '\uFEFF# 通知\r\n\r\n现将有关事项通知如下。\r\n请认真执行。\r\n\r\n现将名单通知如下。\r\n',
      'b.txt': '# 函\n现将情况函告如下。\n',
      'notes.md': '# 无关\n现将',
    })();
    const [start] = book?.matches('\n现将') ?? [];
    expect(start?.count).toBe(3);
    expect(start?.sample.map(({ document, next }) => [book?.document(document), next])).toEqual(
      expect.arrayContaining([
        [{ title: '通知', at: 0 }, '有关事项通知如下。'],
        [{ title: '通知', at: 0 }, '名单通知如下。'],
        [{ title: '函', at: 0 }, '情况函告如下。'],
      ]),
    );
    expect(book?.matches('如下。\n')[0]?.sample.map(({ next }) => next)).toContain('请认真执行。');
  });

  test('goes on behind what a writer fills in, and offers none of it', () => {
    const book = bookOf({
      'a.txt': '# 通知\n\n请于⟦日期⟧前将⟦数字⟧份材料送⟦姓名⟧，经费⟦金额⟧由⟦单位⟧拨付。',
    })();
    const next = (typed: string) => book?.matches(slotted(typed))[0]?.sample.map((one) => one.next);
    expect(next('请于')).toEqual(['']);
    expect(next('请于2026年3月5日')).toEqual(['前将']);
    expect(next('请于3月5日前将12')).toEqual(['份材料送']);
    expect(next('经费3.5万元')).toEqual(['由']);
  });

  test('without a sentence is none', () => {
    expect(bookOf({ 'a.txt': '# 通知\n\n' })()).toBeNull();
  });
});

describe('the one that ships', () => {
  const folder = join(resources, 'phrasebook');
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(1));

  test('answers', () => {
    const book = createPhrasebook(resources)();
    const [match] = book?.matches('现将有关事项') ?? [];
    expect(match?.sample.some(({ next }) => next.startsWith('通知如下'))).toBe(true);
  });

  test('has a kind of document a file, and no number or personal data but in a placeholder', () => {
    for (const name of files) expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^# \S+\n/);
    const changed = lines.filter((line) => {
      const [plain, found] = [line, slotted(line)].map((text) =>
        text.replace(/⟦[^⟦⟧]*⟧/g, slots.other).replaceAll(slots.name, slots.other),
      );
      return plain !== found;
    });
    // The scrubber takes a few words for names.
    expect(changed.filter((line) => /[0-9]/.test(line))).toEqual([]);
    expect(changed.length).toBeLessThan(lines.length / 200);
  });
});
