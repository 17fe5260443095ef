import type { Border, RunFormat } from '../../contract/document-formats.ts';
import { elementsOf, saysOn, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { readBorder } from './borders.ts';
import { highlightColor, shadingColor, textColor } from './colors.ts';
import { length, percentage } from './measures.ts';
import type { Theme } from './theme.ts';

/**
 * The values that one `w:rPr` gives; a missing field is not mentioned there, null takes back the value of a lower
 * level.
 */
export interface RunProperties {
  readonly eastAsia?: string;
  readonly ascii?: string;
  readonly hint?: 'eastAsia' | null;
  readonly size?: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly caps?: boolean;
  readonly smallCaps?: boolean;
  readonly strike?: boolean;
  readonly doubleStrike?: boolean;
  readonly hidden?: boolean;
  readonly underline?: string | null;
  readonly color?: string | null;
  readonly highlight?: string | null;
  readonly shading?: string | null;
  readonly border?: Border | null;
  readonly vertical?: 'super' | 'sub' | null;
  readonly spacing?: number;
  readonly scale?: number;
  readonly position?: number;
  readonly emphasis?: string | null;
}

/** Toggle properties (17.7.3). `w:dstrike` is not among them. */
const toggles = ['bold', 'italic', 'caps', 'smallCaps', 'strike', 'hidden'] as const;

type Read = (element: XmlElement, theme: Theme) => RunProperties;

const value = (element: XmlElement): string | undefined => element.attributes['w:val'];

const switchOf =
  (field: 'bold' | 'italic' | 'caps' | 'smallCaps' | 'strike' | 'doubleStrike' | 'hidden'): Read =>
  (element) => ({ [field]: saysOn(element) });

const numberOf =
  (
    field: 'size' | 'spacing' | 'scale' | 'position',
    read: (text: string | undefined) => number | null,
  ): Read =>
  (element) => {
    const number = read(value(element));
    return number === null ? {} : { [field]: number };
  };

/** A property with a name for its value; `none` becomes null. */
const nameOf =
  (field: 'underline' | 'emphasis'): Read =>
  (element) => {
    const name = value(element);
    return name === undefined ? {} : { [field]: name === 'none' ? null : name };
  };

/** Longest font name that is accepted. */
const longestName = 100;

function fonts({ attributes }: XmlElement, theme: Theme): RunProperties {
  const name = (range: 'ascii' | 'eastAsia') => {
    const found = theme.font(attributes[`w:${range}Theme`]) ?? attributes[`w:${range}`];
    return found && found.length <= longestName ? { [range]: found } : {};
  };
  const hint = attributes['w:hint'];
  return {
    ...name('ascii'),
    ...name('eastAsia'),
    ...(hint === undefined ? {} : { hint: hint === 'eastAsia' ? hint : null }),
  };
}

/** Word's sizes: 1 to 1638 points. */
function size(text: string | undefined): number | null {
  const points = length(text, 2);
  return points === null || points < 1 ? null : points;
}

const verticals: Readonly<Record<string, 'super' | 'sub' | null>> = {
  superscript: 'super',
  subscript: 'sub',
  baseline: null,
};

const readers: Readonly<Record<string, Read>> = {
  'w:rFonts': fonts,
  'w:sz': numberOf('size', size),
  'w:b': switchOf('bold'),
  'w:i': switchOf('italic'),
  'w:caps': switchOf('caps'),
  'w:smallCaps': switchOf('smallCaps'),
  'w:strike': switchOf('strike'),
  'w:dstrike': switchOf('doubleStrike'),
  'w:vanish': switchOf('hidden'),
  'w:u': nameOf('underline'),
  'w:em': nameOf('emphasis'),
  'w:color'(element, theme) {
    const color = textColor(element, theme);
    return color === undefined ? {} : { color };
  },
  'w:highlight'(element) {
    const highlight = highlightColor(value(element));
    return highlight === undefined ? {} : { highlight };
  },
  'w:shd': (element, theme) => ({ shading: shadingColor(element, theme) }),
  'w:bdr': (element, theme) => ({ border: readBorder(element, theme) }),
  'w:vertAlign'(element) {
    const vertical = own(verticals, value(element));
    return vertical === undefined ? {} : { vertical };
  },
  'w:spacing': numberOf('spacing', length),
  'w:w': numberOf('scale', percentage),
  'w:position': numberOf('position', (text) => length(text, 2)),
};

/** @param list a `w:rPr`; undefined for none */
export function readRun(list: XmlElement | undefined, theme: Theme): RunProperties {
  const properties = {};
  for (const one of list ? elementsOf(list) : [])
    Object.assign(properties, own(readers, one.name)?.(one, theme));
  return properties;
}

/** The levels below a run in the style hierarchy, each with its own chain resolved. */
export interface RunLevels {
  readonly defaults: RunProperties;
  readonly table: RunProperties;
  readonly paragraph: RunProperties;
}

/** Word's defaults (17.7.5.1). */
const usualRun: RunProperties = { ascii: 'Times New Roman', size: 10 };

/** Two levels that set a toggle cancel each other; direct formatting and document defaults are absolute. */
function toggled(
  field: (typeof toggles)[number],
  levels: RunLevels,
  character: RunProperties,
  direct: RunProperties,
): boolean {
  const said = direct[field];
  if (said !== undefined) return said;
  if (levels.defaults[field]) return true;
  return [levels.table, levels.paragraph, character].filter((level) => level[field]).length % 2 === 1;
}

/** @param character the resolved character style */
export function effectiveRun(
  levels: RunLevels,
  character: RunProperties = {},
  direct: RunProperties = {},
): RunFormat {
  const { defaults, table, paragraph } = levels;
  const merged = { ...usualRun, ...defaults, ...table, ...paragraph, ...character, ...direct };
  const on = (field: (typeof toggles)[number]) => toggled(field, levels, character, direct);
  const strike = merged.doubleStrike ? 'double' : on('strike') ? 'single' : undefined;
  const caps = on('caps') ? 'all' : on('smallCaps') ? 'small' : undefined;
  return {
    ...(merged.eastAsia && { eastAsia: merged.eastAsia }),
    ...(merged.ascii && { ascii: merged.ascii }),
    ...(merged.size && { size: merged.size }),
    ...(on('bold') && { bold: true }),
    ...(on('italic') && { italic: true }),
    ...(merged.underline && { underline: merged.underline }),
    ...(strike && { strike }),
    ...(merged.color && { color: merged.color }),
    ...(merged.highlight && { highlight: merged.highlight }),
    ...(merged.shading && { shading: merged.shading }),
    ...(merged.vertical && { vertical: merged.vertical }),
    ...(caps && { caps }),
    ...(on('hidden') && { hidden: true }),
    ...(merged.spacing && { spacing: merged.spacing }),
    ...(merged.scale && merged.scale !== 100 && { scale: merged.scale }),
    ...(merged.position && { position: merged.position }),
    ...(merged.emphasis && { emphasis: merged.emphasis }),
    ...(merged.border && { border: merged.border }),
    ...(merged.hint && { hint: merged.hint }),
  };
}
