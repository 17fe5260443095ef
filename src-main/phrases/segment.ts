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

/** Cached pages of text and of places; 20 MB at most. */
const mostPages = { text: 4000, places: 1000 };

const lineFeed = 10;

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

  /** The part of `within` whose places are preceded by `wanted`, the nearest unit first. */
  find(wanted: Uint16Array, within: Range): Range {
    const from = this.#bound(wanted, within, 0);
    return { from, to: this.#bound(wanted, { from, to: within.to }, 1) };
  }

  /** Index of the first place that sorts after `wanted`; with `beyond` 0, the first that is equal or after. */
  #bound(wanted: Uint16Array, { from, to }: Range, beyond: 0 | 1): number {
    let low = 0;
    let high = this.#samples.length / longestMatch;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compareSample(middle, wanted) < beyond) low = middle + 1;
      else high = middle;
    }
    let first = Math.max(from, (low - 1) * sampleEvery);
    let end = Math.min(to, low * sampleEvery);
    while (first < end) {
      const middle = (first + end) >>> 1;
      if (this.#comparePlace(middle, wanted) < beyond) first = middle + 1;
      else end = middle;
    }
    return Math.min(first, to);
  }

  #compareSample(sample: number, wanted: Uint16Array): number {
    const first = sample * longestMatch;
    for (const [i, unit] of wanted.entries()) {
      const difference = (this.#samples[first + i] ?? 0) - unit;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #comparePlace(order: number, wanted: Uint16Array): number {
    const place = this.#places.at(order);
    for (let i = 0; i < wanted.length; i++) {
      const difference = this.#text.at(place - 1 - i) - (wanted[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Index in the segment of the document that a place belongs to. */
  documentAt(order: number): number {
    const place = this.#places.at(order);
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
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
