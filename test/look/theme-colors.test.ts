import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groundOnDark, inkOnDark, themed } from '../../src-renderer/look/theme-colors.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => value.toString(16).padStart(6, '0'));
const paper = '1f2226';
const ink = 'e3e1dc';

test('any colour of text is readable on dark paper', () => {
  fc.assert(fc.property(hex, (color) => contrast(inkOnDark(color), paper) >= 4.5));
});

test('the text of the dark theme is readable on any background', () => {
  fc.assert(fc.property(hex, (color) => contrast(ink, groundOnDark(color)) >= 4.5));
});

test('what suits dark paper stays as it is', () => {
  expect(inkOnDark('FFFFFF')).toBe('ffffff');
  expect(inkOnDark('FFFF00')).toBe('ffff00');
  expect(groundOnDark('000080')).toBe('000080');
});

test('hues stay: red is red and grey is grey', () => {
  expect(inkOnDark('C00000')).toMatch(/^f[a-f0-9]/);
  expect(new Set(inkOnDark('000000').match(/../g)).size).toBeLessThanOrEqual(2);
});

test('every colour of a style gets its counterpart, each by its use', () => {
  expect(themed('color: #FF0000; background-color: #FFFF00; border-top: 1pt solid #000000')).toBe(
    `color: light-dark(#FF0000, #${inkOnDark('FF0000')});` +
      ` background-color: light-dark(#FFFF00, #${groundOnDark('FFFF00')});` +
      ` border-top: 1pt solid light-dark(#000000, #${inkOnDark('000000')})`,
  );
  expect(themed('text-align: center')).toBe('text-align: center');
});
