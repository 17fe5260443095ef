/** Formats as CSS declarations for a `style` attribute. */
export { fontSizeName, fontSizePoints } from './font-sizes.ts';
export { fontVariables, signFaces } from './font-stacks.ts';
export { gridCss, paragraphCss } from './paragraph-css.ts';
export { runCss } from './run-css.ts';
export { cellCss, rowCss, tableCss } from './table-css.ts';
