/** Finds page ends as an office program would. Heights are pixels from one origin, downwards. Pure. */

export interface Line {
  readonly top: number;
  readonly bottom: number;
}

/** A paragraph, a table row or a picture, which stays on one page where possible. */
export interface Flow extends Line {
  /** Whether it stays on the page of the next box. */
  readonly keepNext?: boolean;
  /** Whether it moves to the next page as a whole, unless it is higher than a page. */
  readonly whole?: boolean;
  /** Height of the table headings that are repeated above it on a new page. */
  readonly repeats?: number;
  /** Its lines, computed only where it crosses a page end. A box without lines stays whole. */
  readonly lines?: () => readonly Line[];
}

/**
 * A page break of the document, with the height of its mark on the screen. `begin`: the next box starts a page, which
 * it may do already; `end`: ends even an empty page.
 */
export interface Turn extends Line {
  readonly turn: 'begin' | 'end';
}

export type Box = Flow | Turn;

export interface PageBreak {
  readonly y: number;
  /** Number of the page that starts there, from 1. */
  readonly page: number;
  /** Whether the document has a break there, with a mark of its own. */
  readonly forced: boolean;
}

export interface Pages {
  readonly breaks: readonly PageBreak[];
  /** End of the last page at full height. */
  readonly end: number;
}

/** Rounding tolerance of a page in pixels: lengths are in tenths of a point. */
const tolerance = 1.5;

/** Text height of a page: headers and footers higher than their margins reduce it. */
export type PageHeight = (page: number) => number;

class Paginator {
  readonly breaks: PageBreak[] = [];
  readonly #boxes: readonly Box[];
  readonly #heightOf: PageHeight;
  /** Start of the page; above its text where headings are repeated. */
  #start: number;
  /** The first box of the page. */
  #first = 0;

  constructor(boxes: readonly Box[], heightOf: PageHeight, start: number) {
    this.#boxes = boxes;
    this.#heightOf = heightOf;
    this.#start = start;
  }

  get #height(): number {
    return this.#heightOf(this.breaks.length + 1);
  }

  get end(): number {
    return this.#start + this.#height;
  }

  run(): void {
    for (let i = 0; i < this.#boxes.length; ) {
      const box = this.#boxes[i];
      if (!box) return;
      i = 'turn' in box ? this.#turn(box, i) : this.#flow(box, i);
    }
  }

  /** @param first the box that the page starts or continues with */
  #break(y: number, start: number, first: number, forced = false): void {
    this.breaks.push({ y, page: this.breaks.length + 2, forced });
    this.#start = start;
    this.#first = first;
  }

  #turn({ turn, top, bottom }: Turn, i: number): number {
    if (turn === 'end' || i > this.#first) this.#break((top + bottom) / 2, bottom, i + 1, true);
    else {
      this.#start += bottom - top;
      this.#first = i + 1;
    }
    return i + 1;
  }

  #fits(bottom: number): boolean {
    return bottom <= this.end + tolerance;
  }

  /** @returns the box to continue with */
  #flow(box: Flow, i: number): number {
    if (this.#fits(box.bottom)) return i + 1;
    const goes = box.whole && box.bottom - box.top <= this.#height + tolerance;
    const lines = goes ? [] : (box.lines?.() ?? []);
    const last = lines.at(-1);
    // Space below the last line may extend into the margin.
    if (last && this.#fits(last.bottom)) return i + 1;
    const first = lines[0];
    if (!first || !this.#fits(first.bottom)) {
      const before = this.#moved(i);
      if (before !== null) return before;
      if (!first) return i + 1;
    }
    this.#split(lines, i);
    return i + 1;
  }

  /** Moves a box to the next page, with the boxes that stay with it. Null where it starts the page already. */
  #moved(i: number): number | null {
    if (i === this.#first) return null;
    let from = i;
    while (from > this.#first && this.#keeps(from - 1)) from--;
    const at = from === this.#first ? i : from;
    const box = this.#boxes[at];
    if (!box) return null;
    this.#break(box.top, box.top - (('repeats' in box && box.repeats) || 0), at);
    return at;
  }

  #keeps(i: number): boolean {
    const box = this.#boxes[i];
    return box !== undefined && 'keepNext' in box && box.keepNext === true;
  }

  #split(lines: readonly Line[], i: number): void {
    for (const [at, line] of lines.entries()) {
      const before = lines[at - 1];
      // A line higher than a page gets its own page.
      if (before && !this.#fits(line.bottom)) this.#break((before.bottom + line.top) / 2, line.top, i);
    }
  }
}

/** Least text height of a page; margins that leave no room are ignored. */
const leastHeight = 20;

/** @param boxes in text order @param start where the text starts */
export function pageBreaks(boxes: readonly Box[], heightOf: PageHeight, start: number): Pages {
  const paginator = new Paginator(boxes, (page) => Math.max(leastHeight, heightOf(page) || 0), start);
  paginator.run();
  return { breaks: paginator.breaks, end: paginator.end };
}

/** The page of a height. */
export const pageAt = (breaks: readonly PageBreak[], y: number): number =>
  1 + breaks.filter((one) => one.y <= y).length;
