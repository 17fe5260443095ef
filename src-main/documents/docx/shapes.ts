import { child, childValue, descendants, elementsOf, textContent, type XmlElement } from '../package/xml.ts';
import { linearMath, type MathNode } from '../schema/math.ts';
import { mathOf } from './formula.ts';
import { emuPerPixel, pixels } from './measures.ts';

/** Atoms: elements that the editor has no type for, and how they are shown. */

export interface AtomShape {
  /** `field`, `footnote`, `formula`, `picture`, …: a kind that the interface has a name for. */
  readonly kind: string;
  /** The text that the page shows. */
  readonly text: string;
  /** Relationship id of its picture. */
  readonly part: string | null;
  /** In CSS pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Paragraphs inside that may be edited (`w:p`). */
  readonly inner: readonly XmlElement[];
  /** The formula as MathML. */
  readonly math: MathNode | null;
  /** Instruction of a field. */
  readonly code?: string;
}

/** Elements between runs that show nothing. */
const unseen =
  /^w:(?:bookmark|commentRange|perm|moveFromRange|moveToRange|customXml(?:Ins|Del|MoveFrom|MoveTo)Range)(?:Start|End)$|^w:proofErr$/;

/** An atom that shows nothing but what is given. */
export const shape = (kind: string, more: Partial<AtomShape> = {}): AtomShape => ({
  kind,
  text: '',
  part: null,
  size: null,
  inner: [],
  math: null,
  ...more,
});

const textElements = new Set(['w:t', 'w:delText', 'm:t', 'a:t']);

/** Paragraphs of WordprocessingML and of drawings. */
const paragraphs = new Set(['w:p', 'a:p']);

/** Marks the edges of paragraphs: no XML text has this character. */
const edge = '\u0000';

/** The visible text of an element, a line for each paragraph; of alternatives the first. */
export const visibleText = (element: XmlElement): string =>
  textIn(element)
    .split(/\0+/)
    .filter((line) => line !== '')
    .join('\n');

function textIn(element: XmlElement): string {
  if (textElements.has(element.name)) return textContent(element);
  if (element.name === 'w:tab') return '\t';
  if (element.name === 'w:br' || element.name === 'w:cr') return '\n';
  const children = elementsOf(element);
  if (element.name === 'mc:AlternateContent') {
    const [first] = children;
    return first ? textIn(first) : '';
  }
  const text = children.map(textIn).join('');
  return paragraphs.has(element.name) ? edge + text + edge : text;
}

/** The first run with visible text. */
export function visibleRun(element: XmlElement): XmlElement | null {
  if (element.name === 'w:r') return visibleText(element) === '' ? null : element;
  for (const one of elementsOf(element)) {
    const found = visibleRun(one);
    if (found) return found;
  }
  return null;
}

/** The first element with one of the names, at any depth. */
function find(element: XmlElement, names: ReadonlySet<string>): XmlElement | undefined {
  for (const one of descendants(element)) if (names.has(one.name)) return one;
  return undefined;
}

/** Paragraphs of a text box, tables included; of alternatives those of the first. */
export function innerParagraphs(element: XmlElement): XmlElement[] {
  if (element.name === 'w:p') return [element];
  const children =
    element.name === 'mc:AlternateContent' ? elementsOf(element).slice(0, 1) : elementsOf(element);
  return children.flatMap(innerParagraphs);
}

function sizeOf(element: XmlElement): AtomShape['size'] {
  const extent = find(element, new Set(['wp:extent']));
  const extentOf = (name: string) => Math.round(Number(extent?.attributes[name]) / emuPerPixel);
  const [width, height] = [extentOf('cx'), extentOf('cy')];
  if (width > 0 && height > 0) return { width, height };
  const vml = find(element, new Set(['v:shape', 'v:rect', 'v:image']))?.attributes.style ?? '';
  const points = (name: string) => Number(new RegExp(`(?:^|;)\\s*${name}:\\s*([\\d.]+)pt`).exec(vml)?.[1]);
  const [w, h] = [pixels(points('width')), pixels(points('height'))];
  return w > 0 && h > 0 ? { width: w, height: h } : null;
}

function pictureOf(element: XmlElement): string | null {
  const blip = find(element, new Set(['a:blip']));
  const image = blip ?? find(element, new Set(['v:imagedata']));
  return image?.attributes['r:embed'] ?? image?.attributes['r:id'] ?? null;
}

/** A drawing, a picture in VML, or the alternative of both. */
function drawingShape(element: XmlElement): AtomShape {
  const inner = find(element, new Set(['w:txbxContent'])) ? innerParagraphs(element) : [];
  const size = sizeOf(element);
  if (inner.length > 0) return shape('textBox', { text: inner.map(visibleText).join('\n'), inner, size });
  const part = pictureOf(element);
  if (part !== null) return shape('picture', { part, size, text: '' });
  if (find(element, new Set(['c:chart']))) return shape('chart', { size });
  if (find(element, new Set(['dgm:relIds']))) return shape('diagram', { size });
  if (find(element, new Set(['o:OLEObject']))) return shape('object', { size });
  return shape('drawing', { size, text: visibleText(element) });
}

function objectShape(element: XmlElement): AtomShape {
  return shape('object', { part: pictureOf(element), size: sizeOf(element) });
}

function formulaShape(element: XmlElement): AtomShape {
  const math = mathOf(element);
  return shape('formula', { text: math === null ? '' : linearMath(math), math });
}

function rubyShape(element: XmlElement): AtomShape {
  const base = child(element, 'w:rubyBase');
  const above = child(element, 'w:rt');
  return shape('ruby', {
    text: `${base ? visibleText(base) : ''}${above ? `(${visibleText(above)})` : ''}`,
  });
}

function symbolShape(element: XmlElement): AtomShape {
  const code = Number.parseInt(element.attributes['w:char'] ?? '', 16);
  // Symbol fonts use the private use area.
  const known = Number.isNaN(code)
    ? ''
    : (symbols[code & 0xff] ?? (code < 0xe000 ? String.fromCharCode(code) : '□'));
  return shape('symbol', { text: known });
}

/** Characters of Wingdings and Symbol that are frequent in office documents. */
const symbols: Readonly<Record<number, string>> = {
  82: '☑',
  83: '☒',
  108: '●',
  110: '■',
  111: '□',
  113: '❑',
  117: '◆',
  163: '□',
  168: '□',
  216: '➢',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
};

/** The atom of an element inside a run. */
export function atomIn(element: XmlElement): AtomShape {
  switch (element.name) {
    case 'w:drawing':
    case 'w:pict':
    case 'mc:AlternateContent':
      return drawingShape(element);
    case 'w:object':
      return objectShape(element);
    case 'w:br':
      return shape(element.attributes['w:type'] === 'column' ? 'columnBreak' : 'pageBreak');
    case 'w:sym':
      return symbolShape(element);
    case 'w:ruby':
      return rubyShape(element);
    case 'w:footnoteReference':
      return shape('footnote');
    case 'w:endnoteReference':
      return shape('endnote');
    case 'w:commentReference':
      return shape('comment');
    case 'w:delText':
      return shape('deleted', { text: textContent(element) });
    default:
      return shape('other', { text: visibleText(element) });
  }
}

/** The atom of an element beside runs; null for an element that shows nothing. */
export function shapeOf(element: XmlElement): AtomShape | null {
  const { name } = element;
  if (unseen.test(name)) return null;
  switch (name) {
    case 'w:del':
    case 'w:moveFrom':
      return shape('deleted', { text: visibleText(element) });
    case 'w:fldSimple':
      return shape('field', { text: visibleText(element), code: element.attributes['w:instr'] ?? '' });
    case 'w:sdt':
      return shape('control', { text: visibleText(child(element, 'w:sdtContent') ?? element) });
    case 'm:oMath':
    case 'm:oMathPara':
      return formulaShape(element);
    case 'mc:AlternateContent':
      return drawingShape(element);
    default:
      return visibleText(element) === '' ? null : shape('other', { text: visibleText(element) });
  }
}

/** Whether a content control (`w:sdt`) holds a table of contents. */
export const isToc = (control: XmlElement): boolean =>
  /table of contents/i.test(
    childValue(child(child(control, 'w:sdtPr'), 'w:docPartObj'), 'w:docPartGallery') ?? '',
  );

/** The atom of a block that is neither paragraph nor table. */
export function blockShape(element: XmlElement): AtomShape {
  const inner = innerParagraphs(element);
  const text = inner.length > 0 ? inner.map(visibleText).join('\n') : visibleText(element);
  if (element.name === 'w:sdt') return shape(isToc(element) ? 'toc' : 'control', { text, inner });
  if (element.name === 'w:altChunk') return shape('object', { text });
  if (element.name === 'm:oMathPara' || element.name === 'm:oMath') return formulaShape(element);
  return shape('other', { text, inner });
}
