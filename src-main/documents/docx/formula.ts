import { child, elementsOf, isOnValue, textContent, type XmlElement } from '../package/xml.ts';
import type { MathAttributes, MathNode, MathTag } from '../schema/math.ts';

/** Office Math (ECMA-376 part 1, 22.1) as MathML. */

const node = (tag: MathTag, ...children: MathNode[]): MathNode => [tag, {}, ...children];
const withAttributes = (tag: MathTag, attributes: MathAttributes, ...children: MathNode[]): MathNode => [
  tag,
  attributes,
  ...children,
];

const row = (children: readonly MathNode[]): MathNode =>
  children.length === 1 && children[0] !== undefined ? children[0] : node('mrow', ...children);

/** `m:val` of a property; null where the property or its value is missing. */
const setting = (properties: XmlElement | undefined, name: string): string | null =>
  child(properties, name)?.attributes['m:val'] ?? null;

/** Whether an on/off property says on; on without a value. */
const isOn = (properties: XmlElement | undefined, name: string): boolean =>
  child(properties, name) !== undefined && isOnValue(setting(properties, name) ?? 'on');

/** Splits a run's text into numbers, letters, spaces and signs. */
const tokens = /(\d+(?:\.\d+)?)|(\p{L}[\p{M}]*)|(\s+)|(.)/gsu;

function runOf(element: XmlElement): MathNode[] {
  const properties = child(element, 'm:rPr');
  const text = elementsOf(element)
    .filter(({ name }) => name === 'm:t' || name === 'w:t')
    .map(textContent)
    .join('');
  if (isOn(properties, 'm:nor')) return text === '' ? [] : [node('mtext', text)];
  const upright = ['p', 'b'].includes(setting(properties, 'm:sty') ?? '');
  const found: MathNode[] = [];
  for (const [, number, letter, space, sign] of text.matchAll(tokens)) {
    if (number !== undefined) found.push(node('mn', number));
    else if (letter !== undefined)
      found.push(upright ? withAttributes('mi', { mathvariant: 'normal' }, letter) : node('mi', letter));
    else if (space !== undefined) found.push(node('mtext', space));
    else if (sign !== undefined) found.push(node('mo', sign));
  }
  return found;
}

const part = (element: XmlElement, name: string): MathNode => {
  const found = child(element, name);
  return row(found ? childrenOf(found) : []);
};

/** The sign that a property gives; `usual` where the property is missing. */
const signOf = (properties: XmlElement | undefined, name: string, usual: string): string =>
  child(properties, name) ? (setting(properties, name) ?? '') : usual;

/** Limits go beside an integral sign and above and below a sum sign, unless the formula says otherwise. */
function naryOf(element: XmlElement): MathNode {
  const properties = child(element, 'm:naryPr');
  const chr = signOf(properties, 'm:chr', '∫');
  const place = setting(properties, 'm:limLoc') ?? (/[∫-∳]/.test(chr) ? 'subSup' : 'undOvr');
  const under = !isOn(properties, 'm:subHide') && child(element, 'm:sub') !== undefined;
  const over = !isOn(properties, 'm:supHide') && child(element, 'm:sup') !== undefined;
  const sides = place === 'subSup';
  const sign = node('mo', chr);
  const [sub, sup] = [part(element, 'm:sub'), part(element, 'm:sup')];
  let bounded = sign;
  if (under && over) bounded = node(sides ? 'msubsup' : 'munderover', sign, sub, sup);
  else if (under) bounded = node(sides ? 'msub' : 'munder', sign, sub);
  else if (over) bounded = node(sides ? 'msup' : 'mover', sign, sup);
  return node('mrow', bounded, part(element, 'm:e'));
}

function delimitedOf(element: XmlElement): MathNode {
  const properties = child(element, 'm:dPr');
  const between = signOf(properties, 'm:sepChr', '|');
  const edge = (sign: string) => (sign === '' ? [] : [withAttributes('mo', { stretchy: 'true' }, sign)]);
  const inner = elementsOf(element)
    .filter(({ name }) => name === 'm:e')
    .flatMap((one, i) => [...(i > 0 ? [node('mo', between)] : []), row(childrenOf(one))]);
  return node(
    'mrow',
    ...edge(signOf(properties, 'm:begChr', '(')),
    ...inner,
    ...edge(signOf(properties, 'm:endChr', ')')),
  );
}

function fractionOf(element: XmlElement): MathNode {
  const [above, below] = [part(element, 'm:num'), part(element, 'm:den')];
  const kind = setting(child(element, 'm:fPr'), 'm:type');
  if (kind === 'lin' || kind === 'skw') return node('mrow', above, node('mo', '/'), below);
  return kind === 'noBar'
    ? withAttributes('mfrac', { linethickness: '0' }, above, below)
    : node('mfrac', above, below);
}

function rootOf(element: XmlElement): MathNode {
  const hidden = isOn(child(element, 'm:radPr'), 'm:degHide');
  const degree = child(element, 'm:deg');
  if (hidden || !degree || childrenOf(degree).length === 0) return node('msqrt', part(element, 'm:e'));
  return node('mroot', part(element, 'm:e'), part(element, 'm:deg'));
}

/** Combining accents as the signs that MathML shows alone. */
const accents: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': '´',
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '¯',
  '\u0305': '‾',
  '\u0306': '˘',
  '\u0307': '˙',
  '\u0308': '¨',
  '\u030a': '˚',
  '\u030c': 'ˇ',
  '\u20d6': '←',
  '\u20d7': '→',
  '\u20e1': '↔',
};

const accentOf = (element: XmlElement): string => {
  const sign = signOf(child(element, 'm:accPr'), 'm:chr', '\u0302');
  return accents[sign] ?? sign;
};

const overlined = (element: XmlElement, sign: string, above: boolean): MathNode =>
  withAttributes(
    above ? 'mover' : 'munder',
    above ? { accent: 'true' } : {},
    part(element, 'm:e'),
    withAttributes('mo', { stretchy: 'true' }, sign),
  );

const tableOf = (rows: readonly (readonly XmlElement[])[]): MathNode =>
  node(
    'mtable',
    ...rows.map((cells) => node('mtr', ...cells.map((cell) => node('mtd', row(childrenOf(cell)))))),
  );

const entries = (element: XmlElement): XmlElement[] =>
  elementsOf(element).filter(({ name }) => name === 'm:e');

type Reader = (element: XmlElement) => MathNode;

const readers: Readonly<Record<string, Reader>> = {
  'm:f': fractionOf,
  'm:rad': rootOf,
  'm:nary': naryOf,
  'm:d': delimitedOf,
  'm:sSub': (one) => node('msub', part(one, 'm:e'), part(one, 'm:sub')),
  'm:sSup': (one) => node('msup', part(one, 'm:e'), part(one, 'm:sup')),
  'm:sSubSup': (one) => node('msubsup', part(one, 'm:e'), part(one, 'm:sub'), part(one, 'm:sup')),
  'm:sPre': (one) =>
    node('mmultiscripts', part(one, 'm:e'), node('mprescripts'), part(one, 'm:sub'), part(one, 'm:sup')),
  'm:limLow': (one) => node('munder', part(one, 'm:e'), part(one, 'm:lim')),
  'm:limUpp': (one) => node('mover', part(one, 'm:e'), part(one, 'm:lim')),
  'm:func': (one) => node('mrow', part(one, 'm:fName'), node('mo', '\u2061'), part(one, 'm:e')),
  'm:acc': (one) => overlined(one, accentOf(one), true),
  'm:bar': (one) => {
    const above = setting(child(one, 'm:barPr'), 'm:pos') === 'top';
    return overlined(one, above ? '‾' : '_', above);
  },
  'm:groupChr': (one) => {
    const properties = child(one, 'm:groupChrPr');
    const above = setting(properties, 'm:pos') === 'top';
    return overlined(one, signOf(properties, 'm:chr', '⏟'), above);
  },
  'm:m': (one) =>
    tableOf(
      elementsOf(one)
        .filter(({ name }) => name === 'm:mr')
        .map(entries),
    ),
  'm:eqArr': (one) => tableOf(entries(one).map((entry) => [entry])),
};

/** Elements of properties, which show nothing. */
const isProperty = (name: string): boolean => /^[mw]:\w*Pr$/.test(name);

function childrenOf(element: XmlElement): MathNode[] {
  return elementsOf(element).flatMap((one): MathNode[] => {
    if (one.name === 'm:r') return runOf(one);
    if (isProperty(one.name)) return [];
    const read = Object.hasOwn(readers, one.name) ? readers[one.name] : undefined;
    return read ? [read(one)] : childrenOf(one);
  });
}

/**
 * @param element a `m:oMath`; or a `m:oMathPara`, a display formula with one or more lines
 * @returns null for an empty one
 */
export function mathOf(element: XmlElement): MathNode | null {
  const formulas = elementsOf(element).filter(({ name }) => name === 'm:oMath');
  const children = formulas.length > 1 ? [tableOf(formulas.map((one) => [one]))] : childrenOf(element);
  if (children.length === 0) return null;
  if (element.name !== 'm:oMathPara') return row(children);
  return ['mrow', { class: 'display', displaystyle: 'true' }, ...children];
}
