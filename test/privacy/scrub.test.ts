import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeholders } from '../../src-main/privacy/hit.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { negatives, positives } from './cases.ts';
import { harmless } from './harmless.ts';
import { personal } from './personal.ts';

test('there are enough cases for the figures to mean something', () => {
  expect(new Set(positives.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200);
  expect(new Set(negatives).size).toBeGreaterThanOrEqual(200);
});

describe('personal data becomes a typed placeholder', () => {
  test.each(positives)('$kind: $text', ({ kind, text, start, end }) => {
    expect(scrub(text).text).toBe(text.slice(0, start) + placeholders[kind] + text.slice(end));
  });
});

describe('look-alikes stay', () => {
  test.each(negatives)('%s', (text) => {
    expect(scrub(text).text).toBe(text);
  });
});

const anyText = fc.array(
  fc.oneof(
    fc.constantFrom(...positives.map(({ text }) => text), ...negatives),
    fc.constantFrom(...personal.map((text) => text.replaceAll(/[«»]/g, '')), ...harmless),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('[MASK]', '⟦姓名⟧', '，', '\n', '😀', '１２３', '张', '-'),
  ),
  { maxLength: 6 },
);

test('scrubbing twice is scrubbing once, and [MASK] survives', () => {
  fc.assert(
    fc.property(anyText, (pieces) => {
      const text = pieces.join('');
      const once = scrub(text).text;
      expect(scrub(once).text).toBe(once);
      const masks = (one: string) => one.split('[MASK]').length;
      expect(masks(once)).toBe(masks(text));
    }),
  );
});

test('offsets map so that untouched text keeps its letters', () => {
  fc.assert(
    fc.property(anyText, (pieces) => {
      const text = pieces.join('');
      const { text: out, found, mapOffset } = scrub(text);
      const inside = new Set(
        found.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
      );
      for (let at = 0; at < text.length; at++) if (!inside.has(at)) expect(out[mapOffset(at)]).toBe(text[at]);
      expect(mapOffset(text.length)).toBe(out.length);
    }),
  );
});

test('time grows with the text, not with its square', () => {
  const long = '1381234567 '.repeat(20_000) + '张'.repeat(20_000) + 'a.'.repeat(20_000);
  expect(scrub(long).text.length).toBeGreaterThan(0);
});
