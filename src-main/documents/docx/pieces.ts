import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { fieldsIn } from './fields.ts';
import { type AtomShape, atomIn, shapeOf } from './shapes.ts';

/**
 * A paragraph's content as pieces: characters, breaks and atoms. Every piece names its source elements, so that
 * unchanged text is written back as it was.
 */

/**
 * One character. `raw` is its spelling in the source where that differs: a line end inside `w:t` is shown as a space.
 */
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

/**
 * An element without a type in the editor. `run` is null for an element beside runs, whose slice is then complete.
 */
export interface AtomPiece {
  readonly kind: 'atom';
  readonly shape: AtomShape;
  /** The element of the atom's `src`. */
  readonly element: XmlElement;
  readonly start: number;
  readonly end: number;
  readonly run: XmlElement | null;
  /** The run whose look the atom has, where it is not the first run with text. */
  readonly look?: XmlElement | null;
  readonly path: readonly XmlElement[];
}

export type Piece = CharPiece | BreakPiece | AtomPiece;

/**
 * An element without width: a bookmark, the end of a comment's range, a field code. It stays between its neighbouring
 * pieces.
 */
export interface Glue {
  readonly element: XmlElement;
  /** The run that encloses it; null for an element beside runs. */
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

/** Elements that wrap runs without changing them. */
const wrappers = new Set(['w:hyperlink', 'w:ins', 'w:moveTo', 'w:smartTag', 'w:customXml', 'w:dir', 'w:bdo']);

/** Elements that stand for a character. */
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

/** Whether the text of a content control can be edited in place; other controls are atoms. */
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
  /** The last run of the open field, which is one atom: runs up to it are skipped. */
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
    // An empty run is glue.
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
