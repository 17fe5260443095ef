import type { Sheet } from '../../src-main/contract/document-formats.ts';
import { isEastAsianFont } from '../../src-main/documents/schema/font-stacks.ts';
import type { FontChange } from './font-marks.ts';

/** Fonts to choose from. Pure. */

/** Fonts of Chinese offices first. A font that this computer lacks is shown by a substitute. */
const usual: readonly string[] = [
  '仿宋',
  '仿宋_GB2312',
  '楷体',
  '楷体_GB2312',
  '黑体',
  '宋体',
  '方正小标宋简体',
  '微软雅黑',
  '等线',
  '华文中宋',
  '华文仿宋',
  '华文楷体',
  'Times New Roman',
  'Arial',
  'Calibri',
  'Cambria',
  'Courier New',
];

/**
 * The fields that choosing a font sets: a Chinese font applies to all characters, a Latin font to Latin ones, as in
 * Word.
 */
export const fontChange = (font: string): FontChange =>
  isEastAsianFont(font) ? { eastAsia: font, ascii: font } : { ascii: font };

/** The usual fonts and those that the file's styles name. */
export function fontsOf(sheet: Sheet | null): string[] {
  const own = (sheet?.styles ?? []).flatMap(({ format }) => [format.base?.eastAsia, format.base?.ascii]);
  return [...new Set([...own.filter((name): name is string => name !== undefined), ...usual])];
}

/** The font that the picker shows: the Chinese one, unless only a Latin one is set. */
export const shownFont = (eastAsia: string | undefined, ascii: string | undefined): string =>
  eastAsia ?? ascii ?? '';
