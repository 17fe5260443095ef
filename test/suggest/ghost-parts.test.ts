import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPart, type Part } from '../../src-renderer/suggest/ghost/parts.ts';

const phrase = '现将有关事项通知如下：请于3月底前报送。';

test.each<[part: Part, from: number, next: string]>([
  ['whole', 0, phrase],
  ['whole', 11, '请于3月底前报送。'],
  ['character', 0, '现'],
  ['character', 10, '：'],
  ['word', 2, '有关'],
  // Whoever typed the first character of a word gets the rest of it.
  ['word', 3, '关'],
  ['word', 10, '：'],
  ['clause', 0, '现将有关事项通知如下：'],
  ['clause', 10, '：'],
  ['clause', 11, '请于3月底前报送。'],
])('the next %s from %i', (part, from, next) => {
  expect(nextPart(phrase, from, part)).toBe(next);
});

test('up to the punctuation is all where there is none, and takes what follows it at once', () => {
  expect(nextPart('特此通知', 2, 'clause')).toBe('通知');
  expect(nextPart('（试行）》的通知', 0, 'clause')).toBe('（试行）》');
});

test('a part is never empty while something is left, cuts no character, and parts make the whole', () => {
  const text = fc.string({
    unit: fc.constantFrom('通', '知', '，', '𠮷', ' ', 'a', '3', '。'),
    minLength: 1,
    maxLength: 24,
  });
  fc.assert(
    fc.property(text, fc.constantFrom<Part>('whole', 'word', 'character', 'clause'), (whole, part) => {
      let taken = '';
      while (taken.length < whole.length) {
        const next = nextPart(whole, taken.length, part);
        expect(next).not.toBe('');
        expect(next.isWellFormed()).toBe(true);
        taken += next;
      }
      expect(taken).toBe(whole);
    }),
  );
});
