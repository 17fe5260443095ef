import type { ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import { newDocx, newMarkup } from './new-package.ts';
import type { NewStyle } from './new-styles.ts';

/** The package of a new document: an A4 page with the styles that users of Word expect. */

const text: RunFormat = { eastAsia: '宋体', ascii: 'Times New Roman', size: 10.5 };

/** Size of a heading's text, space above and below, in points; level 1 first. */
const headings = [
  [22, 17, 16],
  [16, 13, 13],
  [15, 13, 13],
  [14, 12, 12],
  [12, 12, 12],
  [12, 10, 10],
] as const;

const points = (value: number) => ({ value, unit: 'pt' }) as const;

function headingStyle(level: number, size: number, before: number, after: number): NewStyle {
  const format: ParagraphFormat = {
    align: 'justify',
    keepNext: true,
    before: points(before),
    after: points(after),
    line: { rule: 'multiple', value: 1.5 },
  };
  return {
    id: `Heading${level}`,
    name: `heading ${level}`,
    next: 'Normal',
    format,
    run: { ...text, eastAsia: '黑体', bold: true, size },
    outline: level,
  };
}

/** The names are Word's own. */
const styles: readonly [NewStyle, ...NewStyle[]] = [
  { id: 'Normal', name: 'Normal', format: { align: 'justify' }, run: text },
  ...headings.map(([size, before, after], i) => headingStyle(i + 1, size, before, after)),
  {
    id: 'Title',
    name: 'Title',
    next: 'Normal',
    format: { align: 'center', before: points(12), after: points(12) },
    run: { ...text, eastAsia: '黑体', bold: true, size: 22 },
  },
  {
    id: 'Quote',
    name: 'Quote',
    format: {
      align: 'justify',
      left: { value: 2, unit: 'char' },
      right: { value: 2, unit: 'char' },
      before: points(6),
      after: points(6),
    },
    run: { ...text, eastAsia: '楷体', color: '404040' },
  },
  { id: 'Header', name: 'header', format: { align: 'center' }, run: { ...text, size: 9 }, unlisted: true },
  { id: 'Footer', name: 'footer', run: { ...text, size: 9 }, unlisted: true },
];

/** An empty document as the bytes of a .docx; always the same bytes. */
export function blankDocx(): Uint8Array {
  const markup = newMarkup();
  const margins = { top: 1440, right: 1800, bottom: 1440, left: 1800, header: 851, footer: 992, gutter: 0 };
  const section = new Map([
    ['pgSz', markup.tag('pgSz', { w: 11906, h: 16838 })],
    ['pgMar', markup.tag('pgMar', margins)],
    ['cols', markup.tag('cols', { space: 425 })],
    ['docGrid', markup.tag('docGrid', { type: 'lines', linePitch: 312 })],
  ]);
  return newDocx({ styles, body: markup.tag('p'), section });
}
