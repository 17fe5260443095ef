import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { fieldsIn } from './fields.ts';
import { type AtomShape, atomIn, shapeOf } from './shapes.ts';

/**
 * A paragraph's content, cut into the pieces that an editor can tell apart. Every piece knows the place it was read
 * from, so that what nobody touched can be written back as it stood.
 */

/** One character. `raw` is what the source has where that differs (a line end inside `w:t` is shown as a space). */
export interface CharPiece {
  readonly kind: 'char';
  readonly text: string;
  readonly raw: string;
  /** The `w:t` that holds it, or the element that stands for it (`w:tab`, `w:noBreakHyphen`, …). */
  readonly element: XmlElement;
  readonly run: XmlElement;
  readonly path: readonly XmlElement[];
}

export interface BreakPiece {
  readonly kind: 'break';
  readonly element: XmlElement;
  readonly run: XmlElement;
  readonly path: readonly XmlElement[];
}

/** What is shown as a whole. `run` is null for what stands beside runs; its slice is then complete. */
export interface AtomPiece {
  readonly kind: 'atom';
  readonly shape: AtomShape;
  /** Names the atom. */
  readonly element: XmlElement;
  readonly start: number;
  readonly end: number;
  readonly run: XmlElement | null;
  /** The run whose look it has, where that is not the first one that shows something. */
  readonly look?: XmlElement | null;
  readonly path: readonly XmlElement[];
}

export type Piece = CharPiece | BreakPiece | AtomPiece;

/** What has no width: bookmarks, ranges of comments, field codes. It keeps its place between the pieces. */
export interface Glue {
  readonly element: XmlElement;
  /** The run that must enclose it; null for what stands beside runs. */
  readonly run: XmlElement | null;
  readonly path: readonly XmlElement[];
  /** Number of pieces before it. */
  readonly at: number;
}

export interface ParagraphSource {
  readonly element: XmlElement;
  readonly properties: XmlElement | undefined;
  readonly pieces: readonly Piece[];
  readonly glue: readonly Glue[];
}

/** Elements around runs that change nothing about what is inside. */
const wrappers = new Set(['w:hyperlink', 'w:ins', 'w:moveTo', 'w:smartTag', 'w:customXml', 'w:dir', 'w:bdo']);

/** Characters that elements of their own stand for. */
const characters: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:ptab': '\t',
  'w:noBreakHyphen': '\u2011',
  'w:softHyphen': '\u00ad',
};

/** Elements of a run that show nothing. */
const silent = new Set([
  'w:fldChar',
  'w:instrText',
  'w:delInstrText',
  'w:lastRenderedPageBreak',
  'w:annotationRef',
  'w:footnoteRef',
  'w:endnoteRef',
  'w:separator',
  'w:continuationSeparator',
]);

const properties = new Set(['w:pPr', 'w:rPr', 'w:sdtPr', 'w:sdtEndPr', 'w:smartTagPr', 'w:customXmlPr']);

const isLineEnd = (character: string) => character === '\n' || character === '\r';

/** A content control whose text may be edited in place; others are shown as a whole. */
export function isPlainControl(control: XmlElement): boolean {
  const settings = child(control, 'w:sdtPr');
  const lock = child(settings, 'w:lock')?.attributes['w:val'] ?? '';
  if (lock === 'contentLocked' || lock === 'sdtContentLocked') return false;
  const kinds = ['w14:checkbox', 'w:dropDownList', 'w:comboBox', 'w:date', 'w:picture', 'w:docPartList'];
  return child(control, 'w:sdtContent') !== undefined && kinds.every((kind) => !child(settings, kind));
}

class Collector {
  readonly pieces: Piece[] = [];
  readonly glue: Glue[] = [];
  readonly #fields: ReturnType<typeof fieldsIn>;
  /** The field under way, which is one atom: everything up to its end belongs to it. */
  #until: XmlElement | null = null;

  constructor(paragraph: XmlElement) {
    this.#fields = fieldsIn(paragraph);
  }

  inline(container: XmlElement, path: readonly XmlElement[]): void {
    for (const one of elementsOf(container)) {
      if (this.#until) {
        if (one === this.#until) this.#until = null;
        continue;
      }
      if (!properties.has(one.name)) this.#element(one, path);
    }
  }

  #element(one: XmlElement, path: readonly XmlElement[]): void {
    const field = this.#fields.atoms.get(one);
    if (field) {
      const { last, shape, look } = field;
      if (last !== one) this.#until = last;
      this.pieces.push({
        kind: 'atom',
        shape,
        element: one,
        start: one.start,
        end: last.end,
        run: null,
        look,
        path,
      });
    } else if (one.name === 'w:r') this.#run(one, path);
    else if (wrappers.has(one.name)) this.inline(one, [...path, one]);
    else if (one.name === 'w:sdt' && isPlainControl(one)) {
      const content = child(one, 'w:sdtContent');
      if (content) this.inline(content, [...path, one]);
    } else {
      const shape = shapeOf(one);
      if (shape) this.#atom(one, shape, null, path);
      else this.glue.push({ element: one, run: null, path, at: this.pieces.length });
    }
  }

  #run(run: XmlElement, path: readonly XmlElement[]): void {
    const before = this.pieces.length + this.glue.length;
    for (const one of elementsOf(run)) {
      if (one.name === 'w:rPr') continue;
      const character = characters[one.name];
      if (one.name === 'w:t') this.#text(one, run, path);
      else if (character !== undefined) this.#char(character, character, one, run, path);
      else if (one.name === 'w:cr' || (one.name === 'w:br' && isPlainBreak(one)))
        this.pieces.push({ kind: 'break', element: one, run, path });
      else if (silent.has(one.name)) this.glue.push({ element: one, run, path, at: this.pieces.length });
      else this.#atom(one, atomIn(one), run, path);
    }
    // An empty run says nothing, and stays.
    if (this.pieces.length + this.glue.length === before)
      this.glue.push({ element: run, run: null, path, at: this.pieces.length });
  }

  #text(element: XmlElement, run: XmlElement, path: readonly XmlElement[]): void {
    for (const node of element.children) {
      if (typeof node !== 'string') continue;
      for (const raw of node) this.#char(isLineEnd(raw) ? ' ' : raw, raw, element, run, path);
    }
  }

  #char(text: string, raw: string, element: XmlElement, run: XmlElement, path: readonly XmlElement[]): void {
    this.pieces.push({ kind: 'char', text, raw, element, run, path });
  }

  #atom(element: XmlElement, shape: AtomShape, run: XmlElement | null, path: readonly XmlElement[]): void {
    const { start, end } = element;
    this.pieces.push({ kind: 'atom', shape, element, start, end, run, path });
  }
}

const isPlainBreak = (element: XmlElement): boolean =>
  (element.attributes['w:type'] ?? 'textWrapping') === 'textWrapping';

/** @param element a `w:p` */
export function readParagraphSource(element: XmlElement): ParagraphSource {
  const collector = new Collector(element);
  collector.inline(element, []);
  return {
    element,
    properties: child(element, 'w:pPr'),
    pieces: collector.pieces,
    glue: collector.glue,
  };
}
