import type { Markup } from '../docx/markup.ts';
import type { NewPackage } from '../docx/new-package.ts';
import { red } from '../schema/official-formats.ts';
import { imprintTable, paragraph } from './official-blocks.ts';
import { officialSection } from './official-page.ts';
import { officialStyles } from './official-styles.ts';
import { contact, numberOf, paragraphs, signature } from './official-text.ts';

/** A line of 170 mm and its indents from the text block's edges, in twips. */
const line = { width: 9638, left: -454, right: -340 };

/** A frame that places a paragraph on the page; text begins below it. */
const placed = (markup: Markup, y: number): string =>
  markup.tag('framePr', {
    w: line.width,
    wrap: 'notBeside',
    vAnchor: 'page',
    hAnchor: 'page',
    xAlign: 'center',
    y,
  });

/** Who writes, 30 mm from the page's upper edge, which is above the text block; the double line 4 mm below (10.1). */
function head(markup: Markup): string {
  const [top, height, distance] = [1701, 1000, 110];
  const spacing = markup.tag('spacing', { before: 0, after: 0, line: height, lineRule: 'exact' });
  return (
    paragraph(markup, 'mark', ['【发文机关】'], { framePr: placed(markup, top), spacing }) +
    paragraph(markup, 'doubleRule', [], { framePr: placed(markup, top + height + distance) })
  );
}

/** The double line at the foot of the first page, the thin line above: 20 mm from the page's lower edge (10.1). */
function foot(markup: Markup): string {
  return paragraph(markup, 'doubleRule', [], {
    pBdr: markup.tag(
      'pBdr',
      {},
      markup.line('top', 6, { color: red }) + markup.line('bottom', 18, { color: red }),
    ),
    ind: markup.tag('ind', { left: line.left, right: line.right }),
  });
}

/** 函: between offices of which none is above the other. */
export const letter = (markup: Markup, year: number): NewPackage => ({
  styles: officialStyles,
  body:
    head(markup) +
    paragraph(markup, 'number', [numberOf(year)], { jc: markup.tag('jc', { val: 'right' }) }) +
    paragraphs(markup, [
      ['title', '关于【事项】的函'],
      ['addressee', '【主送机关】：'],
      ['body', '【写明发函的缘由和依据。】现就有关事项函告如下：'],
      ['body', '一、【写明商洽、询问或答复的第一项内容。】'],
      ['body', '二、【写明第二项内容。】'],
      ['body', '以上事项请予[MASK]，并于×月×日前函复为盼。'],
      ...signature(year),
      contact,
    ]) +
    imprintTable(markup, [{ key: 'copies', text: '抄送：【抄送机关】。' }], false),
  ...officialSection(markup, { content: foot(markup), distance: 56.7 }),
});
