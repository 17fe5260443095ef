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

/** If some documents of a segment are unused, up to this many places are counted exactly; more are estimated. */
const mostCounted = 512;
/** Adjacent places that are tried in search of one in use. */
const mostTried = 8;

/** A segment, and which of its documents are in use. Places of the others are left out of every result. */
export interface UsedSegment {
  readonly segment: Segment;
  /** For each document, by its index in the segment, 1 if it is in use. Null if all are. */
  readonly used: Uint8Array | null;
}

/** The places in use in a range of one segment. */
interface Found {
  readonly segment: Segment;
  readonly count: number;
  /**
   * Index of a place in sorted order.
   * @param which from 0 to `count`
   * @returns null if all adjacent places are unused
   */
  order(which: number): number | null;
}

const orders = ({ from, to }: Range): number[] => Array.from({ length: to - from }, (_, i) => from + i);

function found({ segment, used }: UsedSegment, range: Range): Found {
  const size = range.to - range.from;
  if (!used) return { segment, count: size, order: (which) => range.from + which };
  const isUsed = (order: number) => used[segment.documentAt(order)] === 1;
  if (size <= mostCounted) {
    const those = orders(range).filter(isUsed);
    return { segment, count: those.length, order: (which) => those[which] ?? null };
  }
  const spread = Array.from(
    { length: mostCounted },
    (_, i) => range.from + Math.floor((i * size) / mostCounted),
  );
  const count = Math.round((size * spread.filter(isUsed).length) / mostCounted);
  return {
    segment,
    count,
    order(which) {
      const first = range.from + Math.floor((which * size) / count);
      for (let order = first; order < Math.min(range.to, first + mostTried); order++)
        if (isUsed(order)) return order;
      return null;
    },
  };
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
      if (order === null) continue;
      const document = one.segment.numbers[one.segment.documentAt(order)] ?? 0;
      sample.push({ document, next: one.segment.nextAt(order) });
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
    for (const [i, ranges] of this.#ranges(context).entries()) {
      const all = ranges.map(({ one, range }) => found(one, range));
      const count = all.reduce((sum, one) => sum + one.count, 0);
      if (count > 0) matches.push({ length: shortestMatch + i, count, sample: sampleOf(all, count) });
    }
    return matches.reverse();
  }

  longest(context: string): number {
    const ranges = this.#ranges(context);
    const at = ranges.findLastIndex((some) => some.some(({ one, range }) => found(one, range).count > 0));
    return at < 0 ? 0 : shortestMatch + at;
  }

  /**
   * The ranges of places in each segment after the last units of a context; entry i is for `shortestMatch` + i
   * units.
   */
  #ranges(context: string): { one: UsedSegment; range: Range }[][] {
    const units = endOf(context);
    const out: { one: UsedSegment; range: Range }[][] = [];
    // The range of a longer match is part of that of a shorter one, so the search narrows.
    let ranges = this.#segments.map((one) => ({ one, range: { from: 0, to: one.segment.layout.places } }));
    for (let length = shortestMatch; length <= units.length; length++) {
      const wanted = units.subarray(0, length);
      ranges = ranges
        .map(({ one, range }) => ({ one, range: one.segment.find(wanted, range) }))
        .filter(({ range }) => range.to > range.from);
      if (ranges.length === 0) break;
      out.push(ranges);
    }
    return out;
  }

  document(number: number): IndexedDocument | null {
    return this.#describe(number);
  }
}
