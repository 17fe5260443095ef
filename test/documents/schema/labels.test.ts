import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Numbering, NumberingLevel } from '../../../src-main/contract/document-formats.ts';
import { labelsOf } from '../../../src-main/documents/schema/labels.ts';

const level = (text: string, format = 'decimal', more: Partial<NumberingLevel> = {}): NumberingLevel => ({
  format,
  text,
  start: 1,
  restart: null,
  legal: false,
  suffix: 'tab',
  run: {},
  ...more,
});

const numbering = (levels: readonly NumberingLevel[], more: Partial<Numbering> = {}): Numbering => ({
  abstract: '0',
  levels,
  starts: {},
  ...more,
});

/** Labels of places written as `ID/LEVEL`; `-` is a paragraph without a numbering. */
const labels = (numberings: Record<string, Numbering>, places: string) =>
  labelsOf(
    places.split(' ').map((place) => {
      const [id = '', at = ''] = place.split('/');
      return place === '-' ? null : { id, level: Number(at) };
    }),
    numberings,
  );

const decimal = [level('%1.'), level('%1.%2'), level('%1.%2.%3')];

describe('counting', () => {
  test.each<[string, Record<string, Numbering>, string, (string | null)[]]>([
    [
      'levels begin anew behind higher ones',
      { a: numbering(decimal) },
      'a/0 a/1 a/1 a/2 a/0 a/1 a/2 a/2',
      ['1.', '1.1', '1.2', '1.2.1', '2.', '2.1', '2.1.1', '2.1.2'],
    ],
    [
      'paragraphs between do not matter',
      { a: numbering(decimal) },
      'a/0 - a/0 b/0 a/0',
      ['1.', null, '2.', null, '3.'],
    ],
    [
      'levels that are skipped count as begun',
      { a: numbering(decimal) },
      'a/2 a/0 a/2 a/1',
      ['1.1.1', '2.', '2.1.1', '2.2'],
    ],
    [
      'a start of its own',
      { a: numbering([level('%1', 'decimal', { start: 5 }), level('%2', 'decimal', { start: 0 })]) },
      'a/0 a/0 a/1 a/1 a/0 a/1',
      ['5', '6', '0', '1', '7', '0'],
    ],
    [
      'numberings of one definition count on',
      { a: numbering(decimal), b: numbering(decimal) },
      'a/0 a/0 b/0 b/1 a/1 a/0',
      ['1.', '2.', '3.', '3.1', '3.2', '4.'],
    ],
    [
      'numberings of two definitions do not',
      { a: numbering(decimal), b: numbering(decimal, { abstract: '1' }) },
      'a/0 b/0 a/0 b/0',
      ['1.', '1.', '2.', '2.'],
    ],
    [
      'a numbering with a start begins anew once',
      { a: numbering(decimal), b: numbering(decimal, { starts: { 0: 1 } }) },
      'a/0 a/0 b/0 b/0 a/0 b/0',
      ['1.', '2.', '1.', '2.', '3.', '4.'],
    ],
    [
      'a start of a lower level is that of each restart',
      { b: numbering(decimal, { starts: { 0: 3, 1: 4 } }) },
      'b/0 b/1 b/1 b/0 b/1',
      ['3.', '3.4', '3.5', '4.', '4.4'],
    ],
    [
      'a level that never begins anew',
      { a: numbering([level('%1'), level('%2', 'decimal', { restart: 0 })]) },
      'a/0 a/1 a/1 a/0 a/1',
      ['1', '1', '2', '2', '3'],
    ],
    [
      'a level that begins anew behind the first alone',
      { a: numbering([level('%1'), level('%2'), level('%3', 'decimal', { restart: 1 })]) },
      'a/0 a/1 a/2 a/2 a/1 a/2 a/0 a/1 a/2',
      ['1', '1', '1', '2', '2', '3', '2', '1', '1'],
    ],
    [
      'a restart behind a lower level is none',
      { a: numbering([level('%1'), level('%2', 'decimal', { restart: 3 })]) },
      'a/0 a/1 a/1 a/0 a/1',
      ['1', '1', '2', '2', '1'],
    ],
    ['a level that there is not is the last', { a: numbering(decimal) }, 'a/0 a/9', ['1.', '1.1.1']],
  ])('%s', (_, numberings, places, expected) => {
    expect(labels(numberings, places)).toEqual(expected);
  });

  test('a name that every object has is no numbering', () => {
    expect(labels({}, 'constructor/0 __proto__/0')).toEqual([null, null]);
  });
});

describe('texts', () => {
  test.each<[string, readonly NumberingLevel[], string, string[]]>([
    [
      'Chinese official documents',
      [
        level('%1、', 'chineseCountingThousand'),
        level('（%2）', 'chineseCounting'),
        level('%3.'),
        level('（%4）'),
      ],
      'a/0 a/1 a/1 a/2 a/3 a/0 a/1',
      ['一、', '（一）', '（二）', '1.', '（1）', '二、', '（一）'],
    ],
    ['clauses', [level('第%1条', 'chineseCountingThousand')], 'a/0 a/0 a/0', ['第一条', '第二条', '第三条']],
    [
      'numbers of higher levels in their own formats',
      [level('第%1章', 'chineseCounting'), level('%1-%2')],
      'a/0 a/1',
      ['第一章', '一-1'],
    ],
    [
      'numbers of higher levels in digits',
      [level('第%1章', 'chineseCounting'), level('%1.%2', 'decimalZero', { legal: true })],
      'a/0 a/1',
      ['第一章', '1.01'],
    ],
    [
      'a level without a number',
      [level('附件', 'none'), level('%1%2')],
      'a/0 a/0 a/1',
      ['附件', '附件', '1'],
    ],
    [
      'numbers of lower levels are not shown',
      [level('%1.%2'), level('%2', 'decimal', { restart: 0 })],
      'a/0 a/1 a/0',
      ['1.', '1', '2.'],
    ],
    [
      'a number twice, a per cent sign, a number behind nine',
      [level('%1 %1 100% %10 %')],
      'a/0',
      ['1 1 100% 10 %'],
    ],
    ['no text', [level('')], 'a/0', ['']],
  ])('%s', (_, levels, places, expected) => {
    expect(labels({ a: numbering(levels) }, places)).toEqual(expected);
  });
});

describe('bullets', () => {
  const bullet = (text: string, ascii?: string) =>
    labels(
      { a: numbering([level(text, 'bullet', { run: ascii === undefined ? {} : { ascii } })]) },
      'a/0',
    )[0];
  test.each([
    ['\uf0b7', 'Symbol', '•'],
    ['\uf06c', 'Wingdings', '●'],
    ['l', 'Wingdings', '●'],
    ['\uf06e', 'Wingdings', '■'],
    ['\uf075', 'wingdings', '◆'],
    ['\uf0d8', 'Wingdings', '➢'],
    ['\uf0fc', 'Wingdings', '✓'],
    ['\uf0a7', 'Wingdings', '▪'],
    ['\uf050', 'Wingdings 2', '✓'],
    ['\uf0a7', undefined, '▪'],
    ['\uf0b7', undefined, '•'],
    ['\uf012', 'Wingdings', '•'],
    ['o', 'Courier New', 'o'],
    ['●', 'Wingdings', '●'],
    ['—', undefined, '—'],
    ['%1', 'Arial', '%1'],
    ['', 'Symbol', ''],
  ])('%j of %s is %s', (text, font, expected) => {
    expect(bullet(text, font)).toBe(expected);
  });
});

test('labels of paragraphs up to a place do not depend on those behind it', () => {
  const numberings = {
    a: numbering(decimal),
    b: numbering(decimal, { starts: { 0: 1, 2: 5 } }),
    c: numbering([level('%1'), level('%2', 'lowerLetter', { restart: 0 })], { abstract: '1' }),
  };
  const place = fc.option(
    fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), level: fc.integer({ min: 0, max: 3 }) }),
  );
  fc.assert(
    fc.property(fc.array(place), fc.array(place), (first, rest) => {
      const all = labelsOf([...first, ...rest], numberings);
      expect(all).toHaveLength(first.length + rest.length);
      expect(all.slice(0, first.length)).toEqual(labelsOf(first, numberings));
    }),
  );
});
