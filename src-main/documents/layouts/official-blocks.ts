import type { RunFormat } from '../../contract/document-formats.ts';
import { lookProperties } from '../docx/look-properties.ts';
import type { Markup } from '../docx/markup.ts';
import { patchProperties } from '../docx/properties.ts';
import { officialFonts } from '../schema/official-formats.ts';
import { type StyleKey, styleId } from './official-styles.ts';

/** Blocks of official documents as WordprocessingML. */

/** Text, text with a look of its own, or markup. `\t` in a text is a tab. */
export type Piece = string | { readonly text: string; readonly look: RunFormat } | { readonly xml: string };

/** Text in 黑体, and in 楷体. */
export const hei = (text: string): Piece => ({ text, look: { eastAsia: officialFonts.hei } });
export const kai = (text: string): Piece => ({ text, look: { eastAsia: officialFonts.kai } });

function runOf(markup: Markup, piece: Piece): string {
  if (typeof piece !== 'string' && 'xml' in piece) return piece.xml;
  const { text, look } = typeof piece === 'string' ? { text: piece, look: {} } : piece;
  const changes = lookProperties(markup, new Map(Object.entries(look)), undefined, {});
  const properties = patchProperties(markup, 'rPr', undefined, changes);
  const parts = text.split('\t').map((part) => (part === '' ? '' : markup.text(part)));
  return markup.tag('r', {}, properties + parts.join(markup.tag('tab')));
}

/** @param properties paragraph properties besides the style, by local name */
export function paragraph(
  markup: Markup,
  key: StyleKey,
  content: readonly Piece[] = [],
  properties: Readonly<Record<string, string>> = {},
): string {
  const changes = new Map([
    ['pStyle', markup.tag('pStyle', { val: styleId(key) })],
    ...Object.entries(properties),
  ]);
  const runs = content.map((piece) => runOf(markup, piece));
  return markup.tag('p', {}, patchProperties(markup, 'pPr', undefined, changes) + runs.join(''));
}

/** Width of the text block, in twips. */
const width = 8844;

/** A row of the imprint table. */
interface ImprintRow {
  readonly key: 'copies' | 'imprint';
  readonly text: string;
}

/**
 * 版记 (7.4): lines as wide as the text block around copies and imprint, at the foot of the last page. The table floats:
 * Word sets it on the page of the paragraph behind it.
 * @param lines whether there are lines: a letter has none (10.1)
 */
export function imprintTable(markup: Markup, rows: readonly ImprintRow[], lines: boolean): string {
  const tag: Markup['tag'] = markup.tag.bind(markup);
  const edges = markup.line('top', 8) + markup.line('bottom', 8) + markup.line('insideH', 6);
  const borders = tag('tblBorders', {}, edges);
  const margins = ['left', 'right'].map((side) => tag(side, { w: 0, type: 'dxa' }));
  const place = {
    leftFromText: 0,
    rightFromText: 0,
    vertAnchor: 'margin',
    horzAnchor: 'margin',
    tblpXSpec: 'center',
    tblpYSpec: 'bottom',
  };
  const properties = [
    tag('tblpPr', place),
    tag('tblW', { w: width, type: 'dxa' }),
    lines ? borders : '',
    tag('tblLayout', { type: 'fixed' }),
    tag('tblCellMar', {}, margins.join('')),
  ];
  const row = ({ key, text }: ImprintRow) => {
    const cell = tag('tcPr', {}, tag('tcW', { w: width, type: 'dxa' })) + paragraph(markup, key, [text]);
    return tag('tr', {}, tag('trPr', {}, tag('cantSplit')) + tag('tc', {}, cell));
  };
  const grid = tag('tblGrid', {}, tag('gridCol', { w: width }));
  return (
    tag('tbl', {}, tag('tblPr', {}, properties.join('')) + grid + rows.map(row).join('')) +
    paragraph(markup, 'end')
  );
}
