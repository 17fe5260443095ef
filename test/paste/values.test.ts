import { describe, expect, test } from 'vitest';
import { borderOf, colorOf, fillOf, fontsIn, lengthOf, sizeOf } from '../../src-renderer/paste/values.ts';

describe('lengths', () => {
  test.each([
    ['21.0pt', { value: 21, unit: 'pt' }],
    ['16px', { value: 12, unit: 'pt' }],
    ['1in', { value: 72, unit: 'pt' }],
    ['2.54CM', { value: 72, unit: 'pt' }],
    ['-.5pt', { value: -0.5, unit: 'pt' }],
    ['2em', { value: 2, unit: 'char' }],
    ['0', { value: 0, unit: 'pt' }],
    ['0em', { value: 0, unit: 'pt' }],
    ['50%', null],
    ['12', null],
    ['auto', null],
    ['calc(1pt)', null],
    ['1constructor', null],
  ])('%s', (text, wanted) => expect(lengthOf(text)).toEqual(wanted));
});

describe('sizes of text', () => {
  test.each([
    ['10.5pt', undefined, 10.5],
    ['14px', undefined, 10.5],
    ['16.0000pt', undefined, 16],
    ['150%', 12, 18],
    ['0.5em', 16, 8],
    ['1em', undefined, null],
    ['2rem', 30, 24],
    ['Large', undefined, 13.5],
    ['9999pt', undefined, null],
    ['toString', undefined, null],
  ])('%s in %s', (text, outer, wanted) => expect(sizeOf(text, outer)).toBe(wanted));
});

describe('colours', () => {
  test.each([
    ['#c00000', 'C00000'],
    ['#F0a', 'FF00AA'],
    ['#c0000080', 'C00000'],
    ['rgb(192, 0, 0)', 'C00000'],
    ['rgb(100% 0% 0% / 50%)', 'FF8080'],
    ['rgba(0,0,0,0)', null],
    ['Red', 'FF0000'],
    ['windowtext', null],
    ['transparent', null],
    ['constructor', null],
  ])('%s', (text, wanted) => expect(colorOf(text)).toBe(wanted));

  test('the colour behind text is found among what else a background says; white is none', () => {
    expect(fillOf('url("a b.png") #D9E2F3 repeat')).toBe('D9E2F3');
    expect(fillOf('white')).toBeNull();
    expect(fillOf(undefined)).toBeNull();
  });
});

test.each([
  [undefined, undefined],
  ['none', null],
  ['', null],
  ['solid windowtext 1.0pt', { kind: 'single', width: 1, color: null, space: 0 }],
  ['.5pt dashed #FF0000', { kind: 'dashed', width: 0.5, color: 'FF0000', space: 0 }],
  ['0px solid red', null],
  ['40pt double black', { kind: 'double', width: 6, color: null, space: 0 }],
])('the border %s', (text, wanted) => expect(borderOf(text)).toEqual(wanted));

test('fonts are those with a name of their own', () => {
  expect(fontsIn('"仿宋_GB2312", \'Times New Roman\', -apple-system, var(--x), serif,')).toEqual([
    '仿宋_GB2312',
    'Times New Roman',
  ]);
});
