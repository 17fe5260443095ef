import type { Markup } from '../docx/markup.ts';
import { twips } from '../docx/measures.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { pageNumber } from '../docx/page-number.ts';
import { numberFoot, officialPage } from '../schema/official-formats.ts';
import { lookOfStyle } from './official-styles.ts';

/** The page of official documents and its page numbers. */

/** Footer of the first page instead of the page number. */
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
  const below = numberFoot - footer;
  const edges = { top, right, bottom, left, header: 42.5, footer, gutter: 0 };
  const margins = Object.entries(edges).map(([edge, points]) => [edge, twips(points)] as const);
  const section = new Map([
    ['pgSz', tag('pgSz', { w: twips(width), h: twips(height) })],
    ['pgMar', tag('pgMar', Object.fromEntries(margins))],
    ['cols', tag('cols', { space: 425 })],
    ['docGrid', tag('docGrid', { type: 'lines', linePitch: twips(linePitch ?? 0) })],
  ]);
  if (first) section.set('titlePg', tag('titlePg'));
  const number = (side: 'left' | 'right') => pageNumber(markup, side, lookOfStyle('pageNumber'), below);
  const footers = {
    default: number('right'),
    even: number('left'),
    ...(first && { first: first.content }),
  };
  return { section, footers };
}
