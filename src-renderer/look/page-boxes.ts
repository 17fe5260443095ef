import type { Node } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import type { ParagraphFormat, RowFormat } from '../../src-main/contract/document-formats.ts';
import { isBreak } from './atom-names.ts';
import type { Box, Flow, Line } from './page-breaks.ts';

/** Measures the boxes of a document on the screen, for `pageBreaks`. */

/** The origin of heights in the window, and the zoom. */
export interface Origin {
  readonly top: number;
  readonly scale: number;
}

/** Space above a paragraph that starts a page (`look.css`), in the root's em. */
const beginRoom = 1.6;

class Measure {
  readonly boxes: Box[] = [];
  readonly #origin: Origin;
  readonly #ends: ReadonlySet<string>;
  readonly #beginRoom: number;

  constructor(origin: Origin, ends: ReadonlySet<string>) {
    this.#origin = origin;
    this.#ends = ends;
    this.#beginRoom = beginRoom * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  /** @param dom the elements of a node's children, in order */
  blocks(parent: Node, dom: readonly Element[]): void {
    parent.forEach((node, _offset, i) => {
      const element = dom[i];
      if (element) this.#block(node, element, i === 0 && this.boxes.length === 0);
    });
  }

  #block(node: Node, element: Element, first: boolean): void {
    if (node.isTextblock) this.#paragraph(node, element, first);
    else if (node.type.name === 'table') this.#table(node, element);
    else if (node.isAtom || node.childCount === 0) this.#atom(node, element);
    else this.blocks(node, [...element.children]);
  }

  #lineOf({ top, bottom }: DOMRect): Line {
    const { top: origin, scale } = this.#origin;
    return { top: (top - origin) / scale, bottom: (bottom - origin) / scale };
  }

  #rect(element: Element): Line {
    return this.#lineOf(element.getBoundingClientRect());
  }

  #atom(node: Node, element: Element): void {
    const rect = this.#rect(element);
    const breaks = node.type.name === 'pageBreak' || isBreak(String(node.attrs.kind));
    if (breaks) this.boxes.push({ turn: 'end', ...rect });
    // A table of contents has lines of its own.
    else this.boxes.push({ ...rect, lines: () => this.#bands(element, rect) });
  }

  #paragraph(node: Node, element: Element, first: boolean): void {
    const { keepNext = false, pageBreakBefore } = (node.attrs.format as ParagraphFormat | null) ?? {};
    let { top, bottom } = this.#rect(element);
    if (pageBreakBefore && !first) {
      this.boxes.push({ turn: 'begin', top, bottom: top + this.#beginRoom });
      top += this.#beginRoom;
    }
    const push = (part: Line) =>
      this.boxes.push({ ...part, keepNext, lines: () => this.#lines(element, part) });
    const marks = breaksIn(node) ? [...element.querySelectorAll(':scope .atom-break')] : [];
    for (const [i, mark] of marks.entries()) {
      const rect = this.#rect(mark);
      // A page break at the end of its paragraph leaves the rest on its page.
      const ends = i === marks.length - 1 && isMark(node.lastChild);
      if (rect.top > top) push({ top, bottom: rect.top });
      top = ends ? bottom : rect.bottom;
      this.boxes.push({ turn: 'end', top: rect.top, bottom: top });
    }
    if (marks.length === 0 || top < bottom) push({ top, bottom });
    if (this.#ends.has(String(node.attrs.src))) this.boxes.push({ turn: 'begin', top: bottom, bottom });
  }

  #table(node: Node, element: Element): void {
    const table = element.matches('table') ? element : element.querySelector('table');
    const rows = table instanceof HTMLTableElement ? [...table.rows] : [];
    let headings = 0;
    let above = true;
    node.forEach((row, _offset, i) => {
      const tr = rows[i];
      if (!tr) return;
      const rect = this.#rect(tr);
      above &&= (row.attrs.format as RowFormat | null)?.header === true;
      if (above) headings = rect.bottom - this.#rect(rows[0] ?? tr).top;
      const box: Flow = { ...rect, whole: true, lines: () => this.#bands(tr, rect) };
      this.boxes.push(above ? box : { ...box, repeats: headings });
    });
  }

  /** Text lines in a part of an element, each from its upper neighbour to its lower one. */
  #lines(element: Element, part: Line): readonly Line[] {
    const range = document.createRange();
    range.selectNodeContents(element);
    const rects = [...range.getClientRects()].map((rect) => this.#lineOf(rect));
    const inside = rects.filter(({ top, bottom }) => {
      const middle = (top + bottom) / 2;
      return bottom > top && middle > part.top && middle < part.bottom;
    });
    const { paddingTop, paddingBottom } = getComputedStyle(element);
    const whole = this.#rect(element);
    // Only the first and last line include the space above and below.
    const top = part.top > whole.top ? part.top : part.top + Number.parseFloat(paddingTop);
    const bottom = part.bottom < whole.bottom ? part.bottom : part.bottom - Number.parseFloat(paddingBottom);
    return spread(merged(inside), { top, bottom });
  }

  /** Strips of a row or another box between possible page ends: no cell has a line across their edges. */
  #bands(row: Element, rect: Line): readonly Line[] {
    const blocks = [...row.querySelectorAll('p, h1, h2, h3, h4, h5, h6, img')];
    const lines = blocks.flatMap((block) =>
      block.matches('img') ? [this.#rect(block)] : this.#lines(block, this.#rect(block)),
    );
    return spread(merged(lines.toSorted((a, b) => a.top - b.top)), rect);
  }
}

const isMark = (node: Node | null): boolean => node?.type.name === 'atom' && isBreak(String(node.attrs.kind));

const breaksIn = (node: Node): boolean => node.children.some(isMark);

/** Least overlap of boxes on one line, as a share of their height. */
const shared = 0.4;

/** Rectangles of text in order; those of one line are merged. */
export function merged(rects: readonly Line[]): Line[] {
  const lines: Line[] = [];
  for (const rect of rects) {
    const last = lines.at(-1);
    const common = last ? Math.min(last.bottom, rect.bottom) - Math.max(last.top, rect.top) : 0;
    const least = last ? Math.min(last.bottom - last.top, rect.bottom - rect.top) : 0;
    if (last && common > least * shared)
      lines[lines.length - 1] = {
        top: Math.min(last.top, rect.top),
        bottom: Math.max(last.bottom, rect.bottom),
      };
    else lines.push(rect);
  }
  return lines;
}

/** Extends lines so that they meet in the middle between their texts and fill their box. */
export function spread(lines: readonly Line[], whole: Line): Line[] {
  if (lines.length === 0) return [whole];
  const edge = (i: number): number => {
    const [above, below] = [lines[i - 1], lines[i]];
    if (!above) return whole.top;
    return below ? (above.bottom + below.top) / 2 : whole.bottom;
  };
  return lines.map((_line, i) => ({ top: edge(i), bottom: edge(i + 1) }));
}

/** Elements of the document's blocks; other elements among them are left out. */
function elementsOf(view: EditorView): Element[] {
  const { doc } = view.state;
  const children = [...view.dom.children];
  if (children.length === doc.childCount) return children;
  const found: Element[] = [];
  doc.forEach((_node, offset) => {
    const one = view.nodeDOM(offset);
    if (one instanceof Element) found.push(one);
  });
  return found;
}

/** @param ends `src` of paragraphs that end a section and its page */
export function boxesOf(view: EditorView, origin: Origin, ends: ReadonlySet<string>): Box[] {
  const measure = new Measure(origin, ends);
  measure.blocks(view.state.doc, elementsOf(view));
  return measure.boxes;
}
