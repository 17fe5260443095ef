import type {
  NumberingPlace,
  ParagraphFormat,
  RunFormat,
  RunOverride,
} from '../../contract/document-formats.ts';
import { child, childValue, elementsOf, textContent, type XmlElement } from '../package/xml.ts';
import { fontDifference } from '../schema/font.ts';
import type { Level, NumberingReader } from './numbering.ts';
import {
  type ParagraphProperties,
  paragraphFormatOf,
  readParagraphProperties,
  stacked,
} from './paragraph-format.ts';
import { effectiveRun, type RunLevels, readRun } from './run-format.ts';
import { signature } from './signature.ts';
import type { ParagraphStyleProperties, StyleProperties } from './styles.ts';
import type { TableContext } from './table-cells.ts';
import type { Theme } from './theme.ts';

/** Resolves paragraphs and runs through all levels of the style hierarchy (17.7.2). */

export interface ResolvedParagraph {
  /** The style that the paragraph names; null for none or an unknown one. */
  readonly style: string | null;
  readonly format: ParagraphFormat;
  readonly numbering: NumberingPlace | null;
  /** 1–9 for a heading. */
  readonly outline: number | null;
  /** The levels below its runs' own properties. */
  readonly levels: RunLevels;
}

export interface ParagraphScene {
  readonly theme: Theme;
  readonly numbering: NumberingReader;
  readonly styles: StyleProperties;
  /** Id of the default paragraph style; empty for none. */
  readonly normal: string;
  /** `w:docDefaults`. */
  readonly defaults: XmlElement | undefined;
}

/** Punctuation that Latin and Chinese fonts both have: `w:hint` decides for these characters only (17.3.2.26). */
const shared =
  /[\u00a7\u00b0\u00b1\u00b7\u00d7\u00f7\u2014\u2015\u2018\u2019\u201c\u201d\u2025\u2026\u2030\u203b]/;

/** Whether a run's text has such a character. */
const showsShared = (run: XmlElement | null | undefined): boolean =>
  run?.name === 'w:r' && elementsOf(run).some((one) => one.name === 'w:t' && shared.test(textContent(one)));

/** The first run of a paragraph that is not empty. */
function firstRun(element: XmlElement): XmlElement | undefined {
  for (const one of elementsOf(element)) {
    if (one.name === 'w:r' && elementsOf(one).some(({ name }) => name !== 'w:rPr')) return one;
    const inside = inlineWrappers.has(one.name) ? firstRun(one) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

const inlineWrappers: ReadonlySet<string> = new Set([
  'w:hyperlink',
  'w:ins',
  'w:moveTo',
  'w:smartTag',
  'w:customXml',
  'w:fldSimple',
  'w:sdt',
  'w:sdtContent',
]);

/**
 * The run properties of the paragraph's first character, whose size counts for indents in characters; of the mark
 * where the paragraph is empty.
 */
function firstProperties(element: XmlElement): XmlElement | undefined {
  const first = firstRun(element);
  return child(first ?? child(element, 'w:pPr'), 'w:rPr');
}

/** Whether a paragraph has no text and only ends a section: Word gives it no number. */
const withoutText = (list: XmlElement | undefined, element: XmlElement | null): boolean =>
  child(list, 'w:sectPr') !== undefined && element?.name === 'w:p' && firstRun(element) === undefined;

const countsCharacters = ({ left, right, first }: ParagraphFormat): boolean =>
  [left, right, first].some((indent) => indent?.unit === 'char');

/** The value of a key; made and stored where it is missing. */
function memo<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

const noContext: TableContext = { run: {}, paragraph: {} };
const noStyle: ParagraphStyleProperties = { run: {}, paragraph: {}, plain: {}, numbering: null };

/** The numbering and level of a paragraph with numbering properties of its own. */
function directPlace(
  direct: ParagraphProperties,
  style: ParagraphStyleProperties,
  id: string,
  numbering: NumberingReader,
): NumberingPlace | null {
  const named = direct.numbering ?? style.numbering?.id;
  if (named === undefined || named === '0') return null;
  const level =
    direct.level ??
    (style.numbering?.id === named ? style.numbering.level : (numbering.levelOfStyle(named, id) ?? 0));
  return numbering.level({ id: named, level }) ? { id: named, level } : null;
}

/** The differences between a label's format and its paragraph's text. */
function labelOf(look: RunFormat, base: RunFormat): RunOverride | undefined {
  const { bold, italic, underline, strike } = look;
  const label: RunOverride = {
    ...fontDifference(look, base),
    ...(bold && { bold }),
    ...(italic && { italic }),
    ...(underline && { underline }),
    ...(strike && { strike }),
  };
  return Object.keys(label).length > 0 ? label : undefined;
}

/** The run levels of a style in a table context: one object for each pair. */
function createLevels({ theme, defaults }: ParagraphScene) {
  const run = readRun(child(child(defaults, 'w:rPrDefault'), 'w:rPr'), theme);
  const known = new WeakMap<TableContext, Map<string, RunLevels>>();
  const bases = new WeakMap<RunLevels, RunFormat>();
  return {
    of: (id: string, style: ParagraphStyleProperties, context: TableContext): RunLevels =>
      memo(
        memo(known, context, () => new Map<string, RunLevels>()),
        id,
        () => ({ defaults: run, table: context.run, paragraph: style.run }),
      ),
    base: (levels: RunLevels): RunFormat => memo(bases, levels, () => effectiveRun(levels)),
  };
}

type Levels = ReturnType<typeof createLevels>;

/** @param named the style that the paragraph names; null for none */
function createResolver(scene: ParagraphScene, all: Levels) {
  const { theme, numbering, styles, normal, defaults } = scene;
  const usual = readParagraphProperties(child(child(defaults, 'w:pPrDefault'), 'w:pPr'), theme);

  const labelFormat = (level: Level, mark: XmlElement | undefined, levels: RunLevels) => {
    const character = styles.character(childValue(mark, 'w:rStyle') ?? '');
    const look = effectiveRun(levels, character, { ...readRun(mark, theme), ...level.run });
    return labelOf(look, all.base(levels));
  };

  return (named: string | null, list: XmlElement | undefined, context: TableContext): ResolvedParagraph => {
    const id = named ?? normal;
    const style = styles.paragraph(id) ?? noStyle;
    const direct = readParagraphProperties(list, theme);
    const levels = all.of(id, style, context);
    const own = direct.numbering !== undefined || direct.level !== undefined;
    const place = own ? directPlace(direct, style, id, numbering) : style.numbering;
    const level = place ? numbering.level(place) : undefined;
    // The paragraph's own numbering replaces the one of its style, formatting included.
    const styled = own ? stacked(style.plain, level?.paragraph ?? {}) : style.paragraph;
    const properties = stacked(stacked(stacked(usual, context.paragraph), styled), direct);
    const label = level && labelFormat(level, child(list, 'w:rPr'), levels);
    const { outline = 9 } = properties;
    return {
      style: named,
      format: { ...paragraphFormatOf(properties), ...(label && { label }), base: all.base(levels) },
      numbering: place,
      outline: outline < 9 ? outline + 1 : null,
      levels,
    };
  };
}

export interface Paragraphs {
  /**
   * @param list a paragraph's `w:pPr`
   * @param context of the table cell that holds the paragraph
   * @param element the `w:p`, where the list has no parent: the size of its first run counts for indents in
   * characters
   * @returns the same object for paragraphs with equal properties
   */
  paragraph(
    list: XmlElement | undefined,
    context?: TableContext,
    element?: XmlElement | null,
  ): ResolvedParagraph;
  /** A paragraph with a style and no properties of its own. */
  ofStyle(id: string): ResolvedParagraph;
  /** @param list the `w:rPr` of a run or a paragraph mark @returns the same object for equal lists */
  run(list: XmlElement | undefined, paragraph: ResolvedParagraph): RunFormat;
}

/** Property lists with equal content share one result: a document has few different lists and many paragraphs. */
export function createParagraphs(scene: ParagraphScene): Paragraphs {
  const { theme, styles } = scene;
  const levels = createLevels(scene);
  const resolve = createResolver(scene, levels);
  const paragraphs = new WeakMap<TableContext, Map<string, ResolvedParagraph>>();
  const runs = new WeakMap<RunLevels, Map<string, RunFormat>>();
  const sized = new WeakMap<ResolvedParagraph, Map<number, ResolvedParagraph>>();
  const bare = new WeakMap<ResolvedParagraph, ResolvedParagraph>();

  const resolveRun = (list: XmlElement, of: RunLevels, hinted: boolean): RunFormat => {
    const { hint, ...direct } = readRun(list, theme);
    const character = styles.character(childValue(list, 'w:rStyle') ?? '');
    return effectiveRun(of, character, hinted && hint !== undefined ? { ...direct, hint } : direct);
  };

  const run = (list: XmlElement | undefined, paragraph: ResolvedParagraph): RunFormat => {
    if (!list) return levels.base(paragraph.levels);
    const hinted = showsShared(list.parent);
    const known = memo(runs, paragraph.levels, () => new Map<string, RunFormat>());
    return memo(known, `${hinted}${signature(list)}`, () => resolveRun(list, paragraph.levels, hinted));
  };

  const unnumbered = (paragraph: ResolvedParagraph): ResolvedParagraph => {
    if (paragraph.numbering === null) return paragraph;
    const { label: _, ...format } = paragraph.format;
    return memo(bare, paragraph, () => ({ ...paragraph, format, numbering: null }));
  };

  const withCharSize = (paragraph: ResolvedParagraph, element: XmlElement | null): ResolvedParagraph => {
    if (!element || !countsCharacters(paragraph.format)) return paragraph;
    const { size } = run(firstProperties(element), paragraph);
    if (size === undefined || size === paragraph.format.base?.size) return paragraph;
    const known = memo(sized, paragraph, () => new Map<number, ResolvedParagraph>());
    return memo(known, size, () => ({ ...paragraph, format: { ...paragraph.format, charSize: size } }));
  };

  return {
    paragraph(list, context = noContext, element = list?.parent ?? null) {
      const known = memo(paragraphs, context, () => new Map<string, ResolvedParagraph>());
      const paragraph = memo(known, signature(list), () => {
        const named = childValue(list, 'w:pStyle');
        return resolve(named !== null && styles.paragraph(named) ? named : null, list, context);
      });
      return withoutText(list, element) ? unnumbered(paragraph) : withCharSize(paragraph, element);
    },
    ofStyle: (id) => resolve(id, undefined, noContext),
    run,
  };
}
