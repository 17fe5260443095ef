import type { PageFormat } from '../../src-main/contract/document-formats.ts';
import { fontVariables, gridCss, signFaces } from '../../src-main/documents/schema/css.ts';

/** The page of a file on screen and paper. Scripts set styles, since the content security policy allows no others. */

/** Declarations for the sheet of paper. A file's margins may be negative: the text stays on the sheet. */
export function paperCss(page: PageFormat, zoom: number): string {
  const { width, height, top, right, bottom, left, header, footer } = page;
  const [above, after, below, before] = [top, right, bottom, left].map((margin) => Math.max(0, margin));
  return [
    `--page-width: ${width}pt`,
    `--page-height: ${height}pt`,
    `--page-top: ${above}pt`,
    `--page-right: ${after}pt`,
    `--page-bottom: ${below}pt`,
    `--page-left: ${before}pt`,
    `--page-header: ${header}pt`,
    `--page-footer: ${footer}pt`,
    `zoom: ${zoom}`,
    gridCss(page),
  ].join('; ');
}

/** The `@page` rule. */
export const printCss = ({ width, height, top, right, bottom, left }: PageFormat): string =>
  `@page { size: ${width}pt ${height}pt; margin: ${[top, right, bottom, left]
    .map((margin) => `${Math.max(0, margin)}pt`)
    .join(' ')}; }`;

let printer: CSSStyleSheet | null = null;

function printerSheet(): CSSStyleSheet {
  if (printer) return printer;
  printer = new CSSStyleSheet();
  document.adoptedStyleSheets.push(printer);
  return printer;
}

/** Sets the page for printing; null for that of print.css. */
export function printOn(page: PageFormat | null): void {
  if (page) printerSheet().replaceSync(printCss(page));
  else printer?.replaceSync('');
}

let ready = false;

/** Substitutes for fonts that this computer lacks. */
export function useFonts(): void {
  if (ready) return;
  ready = true;
  document.documentElement.style.cssText += `; ${fontVariables}`;
  const faces = new CSSStyleSheet();
  faces.replaceSync(signFaces);
  document.adoptedStyleSheets.push(faces);
}
