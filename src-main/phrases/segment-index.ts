import type { Range, Segment } from './segment.ts';
import { separator } from './segment-format.ts';
import {
  type IndexedDocument,
  longestMatch,
  type Match,
  mostSampled,
  type Occurrence,
  type PhraseIndex,
  shortestMatch,
} from './types.ts';

/** If some documents of a segment are unused, up to this many places are looked at one by one; more are estimated. */
const mostCounted = 512;
/** Adjacent places that are tried in search of one in use. */
const mostTried = 8;

/** A segment, and which of its documents are in use. Places of the others are left out of every result. */
export interface UsedSegment {
  readonly segment: Segment;
  /** For each document, by its index in the segment, 1 if it is in use. Null if all are. */
  readonly used: Uint8Array | null;
}

/** One segment during one look-up. */
class Search {
  readonly #segment: Segment;
  readonly #used: Uint8Array | null;
  /** Occurrences that were read, by the index of their place: a longer match has places of the shorter one. */
  readonly #read = new Map<number, Occurrence>();

  constructor({ segment, used }: UsedSegment) {
    this.#segment = segment;
    this.#used = used;
  }

  get all(): Range {
    return { from: 0, to: this.#segment.layout.places };
  }

  narrow(within: Range, distance: number, unit: number): Range {
    return this.#segment.narrow(within, distance, unit);
  }

  /** Longest match of a place in use with `wanted`, the units in front of it, the nearest first. */
  longest(wanted: Uint16Array): number {
    const at = this.#segment.lowerBound(wanted);
    // Places with the longest match are next to where the context itself would stand.
    return Math.max(this.#longestFrom(at - 1, -1, wanted), this.#longestFrom(at, 1, wanted));
  }

  #longestFrom(first: number, step: 1 | -1, wanted: Uint16Array): number {
    for (let tried = 0; tried < mostCounted; tried++) {
      const order = first + tried * step;
      const common = this.#segment.commonAt(order, wanted);
      if (common < shortestMatch || this.isUsed(order)) return common;
    }
    return 0;
  }

  isUsed(order: number): boolean {
    return this.#used === null || this.#used[this.#segment.documentAt(order)] === 1;
  }

  occurrence(order: number): Occurrence {
    const known = this.#read.get(order);
    if (known) return known;
    const document = this.#segment.numbers[this.#segment.documentAt(order)] ?? 0;
    const read = { document, next: this.#segment.nextAt(order) };
    this.#read.set(order, read);
    return read;
  }

  /** @param shorter what the range of a shorter match, which contains this one, holds */
  found(range: Range, shorter: Found | undefined): Found {
    if (shorter && shorter.range.from === range.from && shorter.range.to === range.to) return shorter;
    const size = sizeOf(range);
    if (!this.#used) return { search: this, range, count: size, order: (which) => range.from + which };
    if (size > mostCounted) return this.#estimated(range, size);
    const orders = shorter?.orders
      ? shorter.orders.filter((order) => order >= range.from && order < range.to)
      : spreadOver(range).filter((order) => this.isUsed(order));
    return { search: this, range, orders, count: orders.length, order: (which) => orders[which] ?? null };
  }

  #estimated(range: Range, size: number): Found {
    const used = spreadOver(range).filter((order) => this.isUsed(order)).length;
    const count = Math.round((size * used) / mostCounted);
    return {
      search: this,
      range,
      count,
      order: (which) => {
        const first = range.from + Math.floor((which * size) / count);
        for (let order = first; order < Math.min(range.to, first + mostTried); order++)
          if (this.isUsed(order)) return order;
        return null;
      },
    };
  }
}

/** The places in use in a range of one segment. */
interface Found {
  readonly search: Search;
  readonly range: Range;
  readonly count: number;
  /** Indices of the places in sorted order, if they were counted one by one. */
  readonly orders?: readonly number[];
  /**
   * Index of a place in sorted order.
   * @param which from 0 to `count`
   * @returns null if all adjacent places are unused
   */
  order(which: number): number | null;
}

const sizeOf = ({ from, to }: Range): number => to - from;

/** Indices of a range: all, or `mostCounted` at equal distances. */
function spreadOver(range: Range): number[] {
  const size = sizeOf(range);
  const count = Math.min(size, mostCounted);
  return Array.from({ length: count }, (_, i) => range.from + Math.floor((i * size) / count));
}

/** A sample that is spread evenly over all segments. */
function sampleOf(all: readonly Found[], count: number): Occurrence[] {
  const size = Math.min(count, mostSampled);
  const sample: Occurrence[] = [];
  let passed = 0;
  let i = 0;
  for (const one of all) {
    for (; i < size; i++) {
      const which = Math.floor((i * count) / size) - passed;
      if (which >= one.count) break;
      const order = one.order(which);
      if (order !== null) sample.push(one.search.occurrence(order));
    }
    passed += one.count;
  }
  return sample;
}

/** The last units of a context, the nearest first. */
function endOf(context: string): Uint16Array {
  const end = context.slice(-longestMatch);
  const units = Uint16Array.from(end, (_, i) => end.charCodeAt(end.length - 1 - i));
  const cut = units.indexOf(separator);
  return cut < 0 ? units : units.subarray(0, cut);
}

/** An index over several segments. */
export class SegmentIndex implements PhraseIndex {
  readonly #segments: readonly UsedSegment[];
  readonly #describe: (number: number) => IndexedDocument | null;

  constructor(segments: readonly UsedSegment[], describe: (number: number) => IndexedDocument | null) {
    this.#segments = segments;
    this.#describe = describe;
  }

  matches(context: string): readonly Match[] {
    const matches: Match[] = [];
    let shorter: readonly Found[] = [];
    for (const [i, ranges] of this.#ranges(context).entries()) {
      const all = ranges.map(({ search, range }) =>
        search.found(
          range,
          shorter.find((one) => one.search === search),
        ),
      );
      const count = all.reduce((sum, one) => sum + one.count, 0);
      if (count === 0) break;
      const last = matches.at(-1);
      const isSame = last && all.length === shorter.length && all.every((one, at) => one === shorter[at]);
      matches.push({ length: shortestMatch + i, count, sample: isSame ? last.sample : sampleOf(all, count) });
      shorter = all;
    }
    return matches.reverse();
  }

  longest(context: string): number {
    const wanted = endOf(context);
    const most = Math.max(0, ...this.#segments.map((one) => new Search(one).longest(wanted)));
    return most < shortestMatch ? 0 : most;
  }

  /**
   * The ranges of places in each segment after the last units of a context; entry i is for `shortestMatch` + i
   * units.
   */
  #ranges(context: string): { search: Search; range: Range }[][] {
    const out: { search: Search; range: Range }[][] = [];
    let ranges = this.#segments.map((one) => {
      const search = new Search(one);
      return { search, range: search.all };
    });
    for (const [i, unit] of endOf(context).entries()) {
      const distance = i + 1;
      ranges = ranges
        .map(({ search, range }) => ({ search, range: search.narrow(range, distance, unit) }))
        .filter(({ range }) => sizeOf(range) > 0);
      if (ranges.length === 0) break;
      if (distance >= shortestMatch) out.push(ranges);
    }
    return out;
  }

  document(number: number): IndexedDocument | null {
    return this.#describe(number);
  }
}
