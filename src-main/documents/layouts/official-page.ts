import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { officialPage } from '../schema/official-formats.ts';
import { paragraph } from './official-blocks.ts';

/** The page of official documents, and the numbers at its foot. */

const twips = (points: number): number => Math.round(points * 20);

/**
 * `— 1 —` a character in from the outer edge (7.5).
 * @param side that the outer edge is on
 * @param below distance to what follows, in twips
 */
function pageNumber(markup: Markup, side: 'left' | 'right', below: number): string {
  const tag: Markup['tag'] = markup.tag.bind(markup);
  const dash = (text: string) => ({
    xml: tag('r', {}, tag('rPr', {}, tag('rFonts', { hint: 'eastAsia' })) + markup.text(text)),
  });
  const page = { xml: tag('fldSimple', { instr: ' PAGE ' }, tag('r', {}, markup.text('1'))) };
  return paragraph(markup, 'pageNumber', [dash('— '), page, dash(' —')], {
    jc: tag('jc', { val: side }),
    ind: tag('ind', { [side]: 280, [`${side}Chars`]: 100 }),
    spacing: tag('spacing', { after: below }),
  });
}

/** Distance of the footer from the page's lower edge, in points: dashes of page numbers are 7 mm below the text. */
const numberFoot = 70.4;

/** What stands at the foot of the first page instead of its number. */
export interface FirstFoot {
  readonly content: string;
  /** From the page's lower edge, in points. */
  readonly distance: number;
}

/** Section and footers of an official document. */
export function officialSection(markup: Markup, first?: FirstFoot): Pick<NewPackage, 'section' | 'footers'> {
  const { width, height, top, right, bottom, left, linePitch } = officialPage;
  const tag: Markup['tag'] = markup.tag.bind(markup);
  const footer = first?.distance ?? numberFoot;
  const below = twips(numberFoot - footer);
  const edges = { top, right, bottom, left, header: 42.5, footer, gutter: 0 };
  const margins = Object.entries(edges).map(([edge, points]) => [edge, twips(points)] as const);
  const section = new Map([
    ['pgSz', tag('pgSz', { w: twips(width), h: twips(height) })],
    ['pgMar', tag('pgMar', Object.fromEntries(margins))],
    ['cols', tag('cols', { space: 425 })],
    ['docGrid', tag('docGrid', { type: 'lines', linePitch: twips(linePitch ?? 0) })],
  ]);
  if (first) section.set('titlePg', tag('titlePg'));
  const footers = {
    default: pageNumber(markup, 'right', below),
    even: pageNumber(markup, 'left', below),
    ...(first && { first: first.content }),
  };
  return { section, footers };
}
