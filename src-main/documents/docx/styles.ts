import type { NumberingPlace } from '../../contract/document-formats.ts';
import { child } from '../package/xml.ts';
import type { NumberingReader } from './numbering.ts';
import { type ParagraphProperties, readParagraphProperties, stacked } from './paragraph-format.ts';
import { type RunProperties, readRun } from './run-format.ts';
import { chainResolver, type StyleElement, type StyleIndex } from './style-index.ts';
import type { Theme } from './theme.ts';

/** Paragraph and character styles with what they inherit (17.7.2). */

export interface ParagraphStyleProperties {
  readonly run: RunProperties;
  /** With the formatting of the style's numbering level. */
  readonly paragraph: ParagraphProperties;
  /** Without that formatting. */
  readonly plain: ParagraphProperties;
  /** Null for none. */
  readonly numbering: NumberingPlace | null;
}

const nothing: ParagraphStyleProperties = { run: {}, paragraph: {}, plain: {}, numbering: null };

/** The level of a heading by its name. */
const headingLevel = (name: string): number | undefined => {
  const digit = /^(?:heading|标题) ?([1-9])$/i.exec(name)?.[1];
  return digit === undefined ? undefined : Number(digit) - 1;
};

interface Context {
  readonly numbering: NumberingReader;
  readonly theme: Theme;
}

/**
 * The numbering and level of a style. A level that is linked to the style overrides the level that the style names.
 */
function placeOf(
  style: string,
  own: ParagraphProperties,
  base: ParagraphStyleProperties,
  numbering: NumberingReader,
): NumberingPlace | null {
  const id = own.numbering ?? base.plain.numbering;
  if (id === undefined || id === '0') return null;
  const inherited = base.numbering?.id === id ? base.numbering.level : 0;
  const level = numbering.levelOfStyle(id, style) ?? own.level ?? inherited;
  return numbering.level({ id, level }) ? { id, level } : null;
}

function deriveParagraph(
  { id, name, element }: StyleElement,
  base: ParagraphStyleProperties = nothing,
  { numbering, theme }: Context,
): ParagraphStyleProperties {
  const read = readParagraphProperties(child(element, 'w:pPr'), theme);
  const named = headingLevel(name);
  const own = read.outline === undefined && named !== undefined ? { ...read, outline: named } : read;
  const run = { ...base.run, ...readRun(child(element, 'w:rPr'), theme) };
  const plain = stacked(base.plain, own);
  if (own.numbering === undefined && own.level === undefined)
    return { run, plain, paragraph: stacked(base.paragraph, own), numbering: base.numbering };
  const place = placeOf(id, own, base, numbering);
  const level = place && numbering.level(place);
  // A style's own indents override those of its numbering, which override those of the base style.
  const paragraph = level ? stacked(stacked(base.plain, level.paragraph), own) : plain;
  return { run, plain, paragraph, numbering: place };
}

export interface StyleProperties {
  /** Undefined for an unknown id. */
  paragraph(id: string): ParagraphStyleProperties | undefined;
  /** Of a character style. */
  character(id: string): RunProperties | undefined;
}

export function createStyles(index: StyleIndex, numbering: NumberingReader, theme: Theme): StyleProperties {
  return {
    paragraph: chainResolver<ParagraphStyleProperties>(index, 'paragraph', (style, base) =>
      deriveParagraph(style, base, { numbering, theme }),
    ),
    character: chainResolver<RunProperties>(index, 'character', ({ element }, base) => ({
      ...base,
      ...readRun(child(element, 'w:rPr'), theme),
    })),
  };
}
