/** The word lists that detectors are made of: an empty word would match everywhere, a sign could change a pattern. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anyOf, anyUnless, wordsOf } from '../../src-main/privacy/words.ts';

const folder = new URL('../../resources/privacy/', import.meta.url);
const list = z.union([z.string(), z.array(z.string())]);
const shape = z.record(z.string(), z.union([list, z.record(z.string(), z.string())]));

/** Every list of a file, those inside another under both names. */
function listsOf(file: string): [name: string, lines: string | string[]][] {
  const lists = shape.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return Object.entries(lists).flatMap(([name, value]) => {
    if (typeof value === 'string' || Array.isArray(value)) return [[`${file} ${name}`, value]];
    return Object.entries(value).map(([word, next]): [string, string] => [`${file} ${name} ${word}`, next]);
  });
}

describe('a list for the scrubber', () => {
  const lists = readdirSync(folder).flatMap(listsOf);

  test('holds words of letters, digits and Chinese characters, each once', () => {
    expect(lists.length).toBeGreaterThan(100);
    for (const [name, lines] of lists) {
      const words = wordsOf(lines);
      expect(
        words.filter((word) => !/^[\p{L}\p{N}、./]+$/u.test(word)),
        name,
      ).toEqual([]);
      expect(
        words.filter((word, i) => words.indexOf(word) !== i),
        name,
      ).toEqual([]);
    }
  });
});

test('words become alternatives in their order, their signs without a meaning', () => {
  expect(anyOf('No. 宿舍楼', ['宿舍'])).toBe('No\\.|宿舍楼|宿舍');
  expect(new RegExp(`^(?:${anyOf('S/N No. a+')})$`).test('Nox')).toBe(false);
});

test('a word counts unless its exceptions follow', () => {
  const pattern = new RegExp(`^(?:${anyUnless({ 同学: '们会', 女士: '们' })})`);
  expect(['同学你好', '同学们', '同学会', '女士', '女士们'].map((text) => pattern.test(text))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});
