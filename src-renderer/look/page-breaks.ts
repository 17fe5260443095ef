/** Where pages end, as an office program would end them. Heights are pixels from one origin, downwards. Pure. */

export interface Line {
  readonly top: number;
  readonly bottom: number;
}

/** A paragraph, a row of a table, a picture: what stands on one page where it can. */
export interface Flow extends Line {
  /** Stands on the page of what follows. */
  readonly keepNext?: boolean;
  /** Goes to the next page as a whole, unless it is higher than one. */
  readonly whole?: boolean;
  /** Height that is repeated above it at the top of a page: the headings of its table. */
  readonly repeats?: number;
  /** Its lines; asked for only where it reaches over the end of a page. One without stays whole. */
  readonly lines?: () => readonly Line[];
}

/**
 * A break that the document asks for, with the room that its mark takes on the screen. `begin` asks that what follows
 * begins a page, which it may do already; `end` ends even an empty page.
 */
export interface Turn extends Line {
  readonly turn: 'begin' | 'end';
}

export type Box = Flow | Turn;

export interface PageBreak {
  readonly y: number;
  /** The page that begins there, counted from 1. */
  readonly page: number;
  /** Asked for by the document, and marked there. */
  readonly forced: boolean;
}

export interface Pages {
  readonly breaks: readonly PageBreak[];
  /** Where the last page ends that is as high as a page is. */
  readonly end: number;
}

/** What lengths in a tenth of a point may add up to on a page, in pixels. */
const tolerance = 1.5;

/** Height of a page's text: headers and footers that are higher than their margins leave less. */
export type PageHeight = (page: number) => number;

class Paginator {
  readonly breaks: PageBreak[] = [];
  readonly #boxes: readonly Box[];
  readonly #heightOf: PageHeight;
  /** Where the page begins: higher than its text where headings are repeated. */
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

  /** @param first the box that the page begins with, or goes on with */
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

  /** @returns the box to go on with */
  #flow(box: Flow, i: number): number {
    if (this.#fits(box.bottom)) return i + 1;
    const goes = box.whole && box.bottom - box.top <= this.#height + tolerance;
    const lines = goes ? [] : (box.lines?.() ?? []);
    const last = lines.at(-1);
    // Space below the last line may reach into the margin.
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

  /** A box goes to the next page, with those that stand on the page of what follows. Null where it has a page already. */
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
      // A line higher than a page has one of its own.
      if (before && !this.#fits(line.bottom)) this.#break((before.bottom + line.top) / 2, line.top, i);
    }
  }
}

/** Least height of a page: margins that leave no room at all are no margins. */
const leastHeight = 20;

/**
 * @param boxes in the order of the text
 * @param start where the text begins
 */
export function pageBreaks(boxes: readonly Box[], heightOf: PageHeight, start: number): Pages {
  const paginator = new Paginator(boxes, (page) => Math.max(leastHeight, heightOf(page) || 0), start);
  paginator.run();
  return { breaks: paginator.breaks, end: paginator.end };
}

/** The page of a height. */
export const pageAt = (breaks: readonly PageBreak[], y: number): number =>
  1 + breaks.filter((one) => one.y <= y).length;
