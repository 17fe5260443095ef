import type { Node } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import type { PageFormat, Sheet } from '../../src-main/contract/document-formats.ts';
import { boxesOf, type Origin } from './page-boxes.ts';
import { type PageBreak, pageAt, pageBreaks } from './page-breaks.ts';
import { pageHeights, pixels, restOf, waitBefore } from './page-heights.ts';

/** Tracks the page ends of a document on the screen, and the page of the caret. */

export interface PageLayout {
  readonly breaks: readonly PageBreak[];
  /** Height that the last page lacks on the screen compared with paper. */
  readonly rest: number;
  /** The first page of the last section. */
  readonly lastSection: number;
}

const nothing: PageLayout = { breaks: [], rest: 0, lastSection: 1 };

/** The input of the page layout. */
export interface Paged {
  readonly view: EditorView;
  readonly page: PageFormat;
  readonly sheet: Sheet | null;
}

export class PageCount {
  layout = $state.raw<PageLayout>(nothing);
  /** The page of the caret; null without paper, and before the first layout. */
  at = $state<number | null>(null);
  /** Of what the layout shows. */
  #doc: Node | null = null;
  #cancel: (() => void) | null = null;

  get count(): number {
    return this.layout.breaks.length + 1;
  }

  /** A document without paper has no pages. */
  clear(): void {
    this.stop();
    this.layout = nothing;
    this.at = null;
    this.#doc = null;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /**
   * Called when the document, its selection or its size may have changed. @param resized whether lines may have moved
   */
  follow(paged: Paged, resized = false): void {
    const changed = resized || this.#doc !== paged.view.state.doc;
    const ms = waitBefore(changed, this.#cancel !== null);
    if (ms === null) return;
    this.stop();
    this.#cancel = whenIdle(ms, () => {
      this.#cancel = null;
      if (paged.view.isDestroyed || window.matchMedia('print').matches) return;
      const origin = originOf(paged);
      if (!origin) return;
      if (changed) this.#layOut(paged, origin);
      this.#findCaret(paged, origin);
    });
  }

  #layOut(paged: Paged, origin: Origin): void {
    const { view, sheet } = paged;
    const ends = sheet?.pageEnds ?? [];
    const heights = pageHeights(paged.page, sheet, sizesIn(paged, origin));
    const text = view.dom.getBoundingClientRect();
    const start = (text.top - origin.top) / origin.scale;
    const bottom = (text.bottom - origin.top) / origin.scale;
    const { breaks, end } = pageBreaks(boxesOf(view, origin, new Set(ends)), heights, start);
    this.#doc = view.state.doc;
    const rest = restOf(end, bottom);
    this.layout = { breaks, rest, lastSection: sectionPage(view, ends, breaks, origin) };
  }

  #findCaret({ view }: Paged, origin: Origin): void {
    const { top, bottom } = view.coordsAtPos(view.state.selection.head);
    this.at = pageAt(this.layout.breaks, ((top + bottom) / 2 - origin.top) / origin.scale);
  }
}

/** Heights count from the paper's upper edge, in its own pixels. */
function originOf({ view, page }: Paged): Origin | null {
  const paper = view.dom.closest('.page');
  if (!paper) return null;
  const { top, width } = paper.getBoundingClientRect();
  const scale = width / (page.width * pixels);
  return scale > 0 ? { top, scale } : null;
}

/** Heights of the drawn headers and footers, in the paper's own pixels. */
function sizesIn({ view }: Paged, { scale }: Origin): ReadonlyMap<string, number> {
  const drawn = view.dom.closest('.page')?.querySelectorAll<HTMLElement>('.running-sizes > div') ?? [];
  return new Map(
    [...drawn].map((one) => [one.dataset.name ?? '', one.getBoundingClientRect().height / scale]),
  );
}

/** First page of the last section. */
function sectionPage(
  view: EditorView,
  ends: readonly string[],
  breaks: readonly PageBreak[],
  origin: Origin,
): number {
  const last = ends.at(-1);
  let page = 1;
  if (last === undefined) return page;
  view.state.doc.forEach((node, offset) => {
    if (node.attrs.src !== last) return;
    const dom = view.nodeDOM(offset);
    if (!(dom instanceof Element)) return;
    page = pageAt(breaks, (dom.getBoundingClientRect().bottom - origin.top) / origin.scale);
  });
  return page;
}

/** Runs a callback after a pause, once the window is idle. */
function whenIdle(ms: number, run: () => void): () => void {
  let idle = 0;
  const timer = setTimeout(() => {
    idle = requestIdleCallback(run, { timeout: 1000 });
  }, ms);
  return () => {
    clearTimeout(timer);
    cancelIdleCallback(idle);
  };
}
