import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { signatureLength } from './copies.ts';
import { type ByteSource, PagedArray } from './paged-array.ts';
import { decodeHead, type Layout, offsetsOf, sampleEvery, separator, type Tables } from './segment-format.ts';
import { isSlotUnit } from './slotted.ts';
import { longestMatch, reach } from './types.ts';

/** A range of places in sorted order: `from` included, `to` excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Cached pages of text and of places; 6 MB at most. */
const mostPages = { text: 1000, places: 500 };

const lineFeed = 10;

/** Binary search: the first index from `low` on, `high` at most, that is not before. */
function firstNot(isBefore: (index: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

export class Segment {
  readonly layout: Layout;
  /** Number of each document. */
  readonly numbers: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #signatures: Uint16Array;
  readonly #samples: Uint16Array;
  readonly #places: PagedArray;
  readonly #text: PagedArray;
  readonly #source: ByteSource;
  /** Buffer for a continuation. */
  readonly #next = new Uint16Array(reach);
  readonly #nextBytes = Buffer.from(this.#next.buffer);

  constructor(source: ByteSource, layout: Layout, { numbers, starts, signatures, samples }: Tables) {
    const offsets = offsetsOf(layout);
    this.layout = layout;
    this.numbers = numbers;
    this.#starts = starts;
    this.#signatures = signatures;
    this.#samples = samples;
    this.#places = new PagedArray(source, offsets.places, layout.places, 4, mostPages.places);
    this.#text = new PagedArray(source, offsets.text, layout.units, 2, mostPages.text);
    this.#source = source;
  }

  get bytes(): number {
    return this.#source.length;
  }

  close(): void {
    this.#source.close();
  }

  /**
   * The part of `within` whose places have `unit` at `distance` units in front of them, 1 being the nearest.
   * @param within places whose nearer units are the same
   */
  narrow(within: Range, distance: number, unit: number): Range {
    const from = this.#bound(within, distance, unit, 0);
    return { from, to: this.#bound({ from, to: within.to }, distance, unit, 1) };
  }

  /** Index of the first place whose unit is greater; with `beyond` 0, the first whose unit is equal or greater. */
  #bound(within: Range, distance: number, unit: number, beyond: 0 | 1): number {
    return this.#firstPlace(
      within,
      (sample) => (this.#samples[sample * longestMatch + distance - 1] ?? 0) - unit < beyond,
      (order) => this.#text.at(this.#places.at(order) - distance) - unit < beyond,
    );
  }

  /** Index of the first place that does not sort before `wanted`, units in front of a place, the nearest first. */
  lowerBound(wanted: Uint16Array): number {
    return this.#firstPlace(
      { from: 0, to: this.layout.places },
      (sample) => this.#compareSample(sample, wanted) < 0,
      (order) => this.#comparePlace(order, wanted) < 0,
    );
  }

  /** Index of the first place that is not before what is searched: among the samples first, which are in memory. */
  #firstPlace(
    { from, to }: Range,
    isSampleBefore: (sample: number) => boolean,
    isPlaceBefore: (order: number) => boolean,
  ): number {
    const sample = firstNot(isSampleBefore, Math.ceil(from / sampleEvery), Math.ceil(to / sampleEvery));
    const first = Math.max(from, (sample - 1) * sampleEvery);
    return firstNot(isPlaceBefore, first, Math.min(to, sample * sampleEvery));
  }

  #compareSample(sample: number, wanted: Uint16Array): number {
    const first = sample * longestMatch;
    for (let i = 0; i < wanted.length; i++) {
      const difference = (this.#samples[first + i] ?? 0) - (wanted[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #comparePlace(order: number, wanted: Uint16Array): number {
    const common = this.commonAt(order, wanted);
    if (common === wanted.length) return 0;
    return this.#text.at(this.#places.at(order) - 1 - common) - (wanted[common] ?? 0);
  }

  /** Number of units in front of a place, the nearest first, that equal those of `wanted`; 0 outside the segment. */
  commonAt(order: number, wanted: Uint16Array): number {
    if (order < 0 || order >= this.layout.places) return 0;
    const place = this.#places.at(order);
    let common = 0;
    while (common < wanted.length && this.#text.at(place - 1 - common) === wanted[common]) common++;
    return common;
  }

  /** Index in the segment of the document that a place belongs to. */
  documentAt(order: number): number {
    const place = this.#places.at(order);
    const next = firstNot((document) => (this.#starts[document] ?? 0) <= place, 0, this.#starts.length);
    return Math.max(0, next - 1);
  }

  /** @param document its index in the segment */
  signatureOf(document: number): Uint16Array {
    return this.#signatures.subarray(document * signatureLength, (document + 1) * signatureLength);
  }

  /** The continuation at a place. */
  nextAt(order: number): string {
    const place = this.#places.at(order);
    let length = 0;
    for (; length < reach; length++) {
      const unit = this.#text.at(place + length);
      if (unit === lineFeed || unit === separator || isSlotUnit(unit)) break;
      this.#next[length] = unit;
    }
    return this.#nextBytes.toString('utf16le', 0, 2 * length);
  }

  /** @param document its index in the segment */
  textOf(document: number): string {
    const start = (this.#starts[document] ?? 0) + 2;
    const end = (this.#starts[document + 1] ?? this.layout.units) - 1;
    const bytes = Buffer.alloc(2 * Math.max(0, end - start));
    this.#source.read(offsetsOf(this.layout).text + 2 * start, bytes);
    return bytes.toString('utf16le');
  }
}

function fileSource(file: string): ByteSource {
  const descriptor = openSync(file, 'r');
  return {
    length: fstatSync(descriptor).size,
    read: (offset, into) => void readSync(descriptor, into, 0, into.length, offset),
    close: () => closeSync(descriptor),
  };
}

/** @returns null unless the bytes are a complete segment */
export function segmentFrom(source: ByteSource): Segment | null {
  const head = decodeHead(source.length, (offset, length) => {
    const bytes = Buffer.alloc(length);
    source.read(offset, bytes);
    return bytes;
  });
  return head && new Segment(source, head.layout, head.tables);
}

/** @returns null if the file is damaged or not a segment @throws the system's error if it cannot be read */
export function openSegment(file: string): Segment | null {
  const source = fileSource(file);
  const segment = segmentFrom(source);
  if (!segment) source.close();
  return segment;
}
