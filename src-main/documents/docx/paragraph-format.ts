import type {
  Alignment,
  Indent,
  LineSpacing,
  ParagraphFormat,
  TabStop,
} from '../../contract/document-formats.ts';
import { child, elementsOf, isOn, isOnValue, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { bordersOf, readSides, type Sides } from './borders.ts';
import { shadingColor } from './colors.ts';
import { given } from './given.ts';
import { integer, length } from './measures.ts';
import type { Theme } from './theme.ts';

/**
 * The values that one `w:pPr` gives; a missing field is not mentioned there. Lengths in points, `…Chars` and `…Lines`
 * in characters and lines.
 */
export interface ParagraphProperties {
  readonly align?: Alignment;
  readonly left?: number;
  readonly leftChars?: number;
  readonly right?: number;
  readonly rightChars?: number;
  /** Negative where the first line hangs. */
  readonly first?: number;
  readonly firstChars?: number;
  readonly before?: number;
  readonly beforeLines?: number;
  readonly beforeAuto?: boolean;
  readonly after?: number;
  readonly afterLines?: number;
  readonly afterAuto?: boolean;
  readonly line?: LineSpacing;
  readonly contextual?: boolean;
  /** Tab stops by position in points; null for a cleared stop. */
  readonly tabs?: ReadonlyMap<number, TabStop | null>;
  readonly borders?: Sides;
  /** Null for none. */
  readonly shading?: string | null;
  readonly pageBreakBefore?: boolean;
  readonly keepNext?: boolean;
  readonly rightToLeft?: boolean;
  readonly snapToGrid?: boolean;
  /** 0–8; 9 for body text. */
  readonly outline?: number;
  /** `w:numId`; `0` for no numbering. */
  readonly numbering?: string;
  readonly level?: number;
}

const alignments: Readonly<Record<string, Alignment>> = {
  left: 'left',
  start: 'left',
  numTab: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
  both: 'justify',
  lowKashida: 'justify',
  mediumKashida: 'justify',
  highKashida: 'justify',
  distribute: 'distribute',
  thaiDistribute: 'distribute',
};

/** Reads a number of characters or lines, which is written in hundredths. */
function hundredths(text: string | undefined): number | null {
  const value = integer(text);
  return value === null ? null : Math.max(-10_000, Math.min(10_000, value)) / 100;
}

const negated = (value: number | null): number | null => (value === null ? null : 0 - value);

function readIndents(element: XmlElement | undefined): ParagraphProperties {
  if (!element) return {};
  const at = (name: string): string | undefined => element.attributes[`w:${name}`];
  return given<ParagraphProperties>({
    left: length(at('start') ?? at('left')),
    leftChars: hundredths(at('startChars') ?? at('leftChars')),
    right: length(at('end') ?? at('right')),
    rightChars: hundredths(at('endChars') ?? at('rightChars')),
    // Where both are given, the hanging indent counts (17.3.1.12).
    first: negated(length(at('hanging'))) ?? length(at('firstLine')),
    firstChars: negated(hundredths(at('hangingChars'))) ?? hundredths(at('firstLineChars')),
  });
}

function readLine(text: string | undefined, rule: string | undefined): LineSpacing | null {
  const absolute = rule === 'exact' || rule === 'atLeast';
  const value = Math.abs(length(text, absolute ? 20 : 240) ?? 0);
  return value === 0 ? null : { rule: absolute ? rule : 'multiple', value };
}

const on = (text: string | undefined): boolean | null => (text === undefined ? null : isOnValue(text));

function readSpacing(element: XmlElement | undefined): ParagraphProperties {
  if (!element) return {};
  const at = (name: string): string | undefined => element.attributes[`w:${name}`];
  return given<ParagraphProperties>({
    before: length(at('before')),
    beforeLines: hundredths(at('beforeLines')),
    beforeAuto: on(at('beforeAutospacing')),
    after: length(at('after')),
    afterLines: hundredths(at('afterLines')),
    afterAuto: on(at('afterAutospacing')),
    line: readLine(at('line'), at('lineRule')),
  });
}

const tabKinds: Readonly<Record<string, TabStop['kind']>> = {
  left: 'left',
  start: 'left',
  num: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
  decimal: 'decimal',
  bar: 'bar',
};

const leaders: Readonly<Record<string, TabStop['leader']>> = {
  dot: 'dot',
  hyphen: 'hyphen',
  underscore: 'underscore',
  heavy: 'underscore',
  middleDot: 'middleDot',
};

/** Word's limit of tab stops in a paragraph. */
const mostTabs = 64;

function readTabs(element: XmlElement | undefined): ReadonlyMap<number, TabStop | null> | null {
  if (!element) return null;
  const tabs = new Map<number, TabStop | null>();
  for (const { attributes } of elementsOf(element).slice(0, 2 * mostTabs)) {
    const at = length(attributes['w:pos']);
    const kind = own(tabKinds, attributes['w:val']);
    if (at === null) continue;
    if (kind) tabs.set(at, { at, kind, leader: own(leaders, attributes['w:leader']) ?? 'none' });
    else if (attributes['w:val'] === 'clear') tabs.set(at, null);
  }
  return tabs;
}

/** @param list a `w:pPr`; undefined for none */
export function readParagraphProperties(list: XmlElement | undefined, theme: Theme): ParagraphProperties {
  if (!list) return {};
  const [shading, borders, numbering] = [child(list, 'w:shd'), child(list, 'w:pBdr'), child(list, 'w:numPr')];
  const outline = integer(child(list, 'w:outlineLvl')?.attributes['w:val']);
  const level = integer(child(numbering, 'w:ilvl')?.attributes['w:val']);
  return {
    ...readIndents(child(list, 'w:ind')),
    ...readSpacing(child(list, 'w:spacing')),
    ...given<ParagraphProperties>({
      align: own(alignments, child(list, 'w:jc')?.attributes['w:val']),
      contextual: isOn(list, 'w:contextualSpacing'),
      tabs: readTabs(child(list, 'w:tabs')),
      borders: borders && readSides(borders, theme),
      pageBreakBefore: isOn(list, 'w:pageBreakBefore'),
      keepNext: isOn(list, 'w:keepNext'),
      rightToLeft: isOn(list, 'w:bidi'),
      snapToGrid: isOn(list, 'w:snapToGrid'),
      outline: outline !== null && outline >= 0 && outline <= 9 ? outline : null,
      numbering: child(numbering, 'w:numId')?.attributes['w:val'],
      level: level === null ? null : Math.max(0, Math.min(8, level)),
    }),
    ...(shading && { shading: shadingColor(shading, theme) }),
  };
}

/** Merges the properties of two levels: tab stops and borders one by one, other fields as a whole. */
export function stacked(under: ParagraphProperties, over: ParagraphProperties): ParagraphProperties {
  const tabs =
    under.tabs && over.tabs
      ? new Map([...under.tabs, ...over.tabs].slice(-mostTabs))
      : (over.tabs ?? under.tabs);
  const borders = { ...under.borders, ...over.borders };
  return { ...under, ...over, ...(tabs && { tabs }), ...((under.borders || over.borders) && { borders }) };
}

const indentOf = (points: number | undefined, chars: number | undefined): Indent | undefined => {
  if (chars) return { value: chars, unit: 'char' };
  return points ? { value: points, unit: 'pt' } : undefined;
};

/**
 * The left indent. Word counts its characters from the edge of a hanging first line but its twips from the margin: a
 * hanging indent in characters is added, and with one in twips the left indent's twips count.
 */
function leftOf({ left, leftChars, first = 0, firstChars = 0 }: ParagraphProperties): Indent | undefined {
  if (leftChars && firstChars < 0) return indentOf(undefined, leftChars - firstChars);
  if (leftChars && !firstChars && first < 0 && left) return indentOf(left, undefined);
  return indentOf(left, leftChars);
}

/** Word's automatic spacing, the same as a browser's margin between paragraphs. */
const automatic: Indent = { value: 14, unit: 'pt' };

function tabsOf(tabs: ParagraphProperties['tabs']): readonly TabStop[] {
  const stops = [...(tabs?.values() ?? [])].filter((stop) => stop !== null);
  return stops.sort((a, b) => a.at - b.at).slice(0, mostTabs);
}

const mirrored: Readonly<Partial<Record<Alignment, Alignment>>> = { left: 'right', right: 'left' };

/** The paragraph's format without `base`. */
export function paragraphFormatOf(properties: ParagraphProperties): ParagraphFormat {
  const { align = 'left', line, shading, rightToLeft } = properties;
  // In a right-to-left paragraph, left and right are start and end.
  const [start, end] = [leftOf(properties), indentOf(properties.right, properties.rightChars)];
  const [left, right] = rightToLeft ? [end, start] : [start, end];
  const first = indentOf(properties.first, properties.firstChars);
  const before = properties.beforeAuto ? automatic : indentOf(properties.before, properties.beforeLines);
  const after = properties.afterAuto ? automatic : indentOf(properties.after, properties.afterLines);
  const side = rightToLeft ? (mirrored[align] ?? align) : align;
  const tabs = tabsOf(properties.tabs);
  const borders = properties.borders && bordersOf(properties.borders);
  return {
    ...(side !== 'left' && { align: side }),
    ...(left && { left }),
    ...(right && { right }),
    ...(first && { first }),
    ...(line && !(line.rule === 'multiple' && line.value === 1) && { line }),
    ...(before && { before }),
    ...(after && { after }),
    ...(properties.contextual && { contextual: true }),
    ...(tabs.length > 0 && { tabs }),
    ...(borders && { borders }),
    ...(shading && { shading }),
    ...(properties.pageBreakBefore && { pageBreakBefore: true }),
    ...(properties.keepNext && { keepNext: true }),
    ...(rightToLeft && { rightToLeft: true }),
    ...(properties.snapToGrid === false && { offGrid: true }),
  };
}
