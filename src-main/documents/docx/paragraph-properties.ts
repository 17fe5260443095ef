import type { Indent, NumberingPlace, ParagraphFormat } from '../../contract/document-formats.ts';
import { child, type XmlElement } from '../package/xml.ts';
import { borderTag } from './borders.ts';
import type { Markup } from './markup.ts';
import { twips } from './measures.ts';
import { attributesOf, type PropertyChanges } from './properties.ts';

/** Writes changes of a paragraph's format as changes of its properties. */

/** The paragraph properties that the editor holds. */
export interface ParagraphLook {
  readonly format: ParagraphFormat | null;
  readonly style: string | null;
  readonly numbering: NumberingPlace | null;
}

/** Direct properties that choosing a style removes, as in Word. */
const direct = [
  'keepNext',
  'keepLines',
  'pageBreakBefore',
  'numPr',
  'pBdr',
  'shd',
  'tabs',
  'spacing',
  'ind',
  'contextualSpacing',
  'jc',
  'outlineLvl',
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const justifications: Readonly<Record<string, string>> = {
  left: 'left',
  center: 'center',
  right: 'right',
  justify: 'both',
  distribute: 'distribute',
};

/** Default size in points. */
const usualSize = 10.5;

/** Sets an indent in twips, and in hundredths of a character where its unit is characters. */
function setIndent(
  attributes: Record<string, string | null>,
  names: { twips: string; chars: string },
  { value, unit }: Indent,
  { size, counted }: { size: number; counted: boolean },
): void {
  attributes[names.twips] = String(twips(unit === 'pt' ? value : value * size));
  if (unit === 'char') attributes[names.chars] = String(Math.round(value * 100));
  // Characters override twips, so a zero must be written where characters were set before.
  else attributes[names.chars] = attributes[names.chars] || counted ? '0' : null;
}

const none: Indent = { value: 0, unit: 'pt' };

/** @param before the format that the properties or a style give */
function indentProperty(
  markup: Markup,
  current: XmlElement | undefined,
  before: ParagraphFormat,
  { left = none, right = none, first = none, charSize, base }: ParagraphFormat,
): string {
  const size = charSize ?? base?.size ?? usualSize;
  const attributes: Record<string, string | null> = attributesOf(child(current, 'w:ind'));
  for (const old of ['start', 'end', 'startChars', 'endChars']) delete attributes[old];
  const set = (twipsName: string, chars: string, indent: Indent, was: Indent | undefined) =>
    setIndent(attributes, { twips: twipsName, chars }, indent, { size, counted: was?.unit === 'char' });
  const hangs = first.value < 0;
  set('left', 'leftChars', left, before.left);
  set('right', 'rightChars', right, before.right);
  const [on, off] = hangs ? ['hanging', 'firstLine'] : ['firstLine', 'hanging'];
  set(String(on), `${on}Chars`, { ...first, value: Math.abs(first.value) }, before.first);
  attributes[String(off)] = null;
  attributes[`${off}Chars`] = null;
  // Word counts characters of a left indent from the edge of a hanging first line.
  if (hangs && left.unit === 'char')
    attributes.leftChars = first.unit === 'char' ? String(Math.round((left.value + first.value) * 100)) : '0';
  return markup.tag('ind', attributes);
}

function spacingProperty(markup: Markup, current: XmlElement | undefined, format: ParagraphFormat): string {
  const attributes: Record<string, string | null> = attributesOf(child(current, 'w:spacing'));
  const { line, before, after } = format;
  if (line) {
    attributes.line = String(line.rule === 'multiple' ? Math.round(line.value * 240) : twips(line.value));
    attributes.lineRule = line.rule === 'multiple' ? 'auto' : line.rule;
  }
  for (const [name, value] of [
    ['before', before],
    ['after', after],
  ] as const) {
    attributes[`${name}Autospacing`] = attributes[`${name}Autospacing`] ? '0' : null;
    const lines = value?.unit === 'char';
    attributes[`${name}Lines`] = lines
      ? String(Math.round(value.value * 100))
      : attributes[`${name}Lines`]
        ? '0'
        : null;
    // 12 points stand for a line of Word's grid.
    attributes[name] = String(twips(value === undefined ? 0 : lines ? value.value * 12 : value.value));
  }
  return markup.tag('spacing', attributes);
}

function bordersProperty(markup: Markup, { borders }: ParagraphFormat): string | null {
  if (!borders) return null;
  const edges = [
    ['top', borders.top],
    ['left', borders.left],
    ['bottom', borders.bottom],
    ['right', borders.right],
    ['between', borders.insideH],
  ] as const;
  const inner = edges.flatMap(([name, border]) => (border ? [borderTag(markup, name, border)] : []));
  return inner.length === 0 ? null : markup.tag('pBdr', {}, inner.join(''));
}

function tabsProperty(markup: Markup, { tabs }: ParagraphFormat): string | null {
  if (!tabs || tabs.length === 0) return null;
  const inner = tabs.map(({ at, kind, leader }) =>
    markup.tag('tab', { val: kind, leader: leader === 'none' ? null : leader, pos: twips(at) }),
  );
  return markup.tag('tabs', {}, inner.join(''));
}

/**
 * @param current the present properties
 * @param before the look that they give
 * @param after the look that the editor holds
 * @param styled the look that a style alone gives; undefined for an unknown style
 */
export function paragraphChanges(
  markup: Markup,
  current: XmlElement | undefined,
  before: ParagraphLook,
  after: ParagraphLook,
  styled: (style: string | null) => ParagraphLook | undefined,
): PropertyChanges {
  const out = new Map<string, string | null>();
  let from = before;
  let under = current;
  if (before.style !== after.style) {
    out.set('pStyle', after.style === null ? null : markup.tag('pStyle', { val: after.style }));
    for (const name of direct) if (child(current, `w:${name}`)) out.set(name, null);
    from = styled(after.style) ?? { format: {}, style: after.style, numbering: null };
    under = undefined;
  }
  const [a, b] = [from.format ?? {}, after.format ?? {}];
  const differs = (...fields: (keyof ParagraphFormat)[]) => fields.some((one) => !same(a[one], b[one]));
  // A paragraph without a format in the editor keeps its properties.
  if (after.format !== null) {
    if (differs('align'))
      out.set('jc', markup.tag('jc', { val: justifications[b.align ?? 'left'] ?? 'left' }));
    if (differs('left', 'right', 'first')) out.set('ind', indentProperty(markup, under, a, b));
    if (differs('line', 'before', 'after')) out.set('spacing', spacingProperty(markup, under, b));
    if (differs('borders')) out.set('pBdr', bordersProperty(markup, b));
    if (differs('tabs')) out.set('tabs', tabsProperty(markup, b));
    if (differs('shading')) out.set('shd', markup.shading(b.shading ?? null));
    if (differs('offGrid')) out.set('snapToGrid', markup.tag('snapToGrid', b.offGrid ? { val: '0' } : {}));
    for (const [field, name] of [
      ['pageBreakBefore', 'pageBreakBefore'],
      ['keepNext', 'keepNext'],
      ['contextual', 'contextualSpacing'],
    ] as const)
      if (differs(field)) out.set(name, markup.tag(name, b[field] ? {} : { val: '0' }));
  }
  if (!same(from.numbering, after.numbering)) out.set('numPr', numberingProperty(markup, after.numbering));
  return out;
}

/** Numbering 0 removes a paragraph from the numbering of its style. */
export const numberingProperty = (markup: Markup, place: NumberingPlace | null): string =>
  markup.tag(
    'numPr',
    {},
    place === null
      ? markup.tag('numId', { val: '0' })
      : `${markup.tag('ilvl', { val: place.level })}${markup.tag('numId', { val: place.id })}`,
  );
