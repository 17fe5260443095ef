import { crc32 } from 'node:zlib';
import { signatureLength } from './copies.ts';
import { longestMatch } from './types.ts';

/**
 * A segment: documents, and the places in them sorted by the preceding characters. Immutable once written. All
 * numbers are little-endian:
 *
 * | bytes | |
 * | --- | --- |
 * | 64 | header: magic, version, counts, CRC-32 of header and tables |
 * | 8 × documents | number, first unit; ascending |
 * | 128 × documents | signature, for recognising copies |
 * | 24 × samples | the 12 units before every 64th place, the nearest first |
 * | 4 × places | offsets in the text, sorted |
 * | 2 × units | the text, UTF-16: NUL, line feed, text and line feed for each document |
 */

const magic = 'BUMOPHR1';
const version = 2;
const headerBytes = 64;
const crcAt = 60;

/** Number of places from one sample to the next. */
export const sampleEvery = 64;
/** Separates documents; occurs in no context. */
export const separator = 0;

/** The parts of a segment that stay in memory while it is open. */
export interface Tables {
  /** Number of each document. */
  readonly numbers: Uint32Array;
  /** Offset of each document's separator. */
  readonly starts: Uint32Array;
  /** `signatureLength` values for each document. */
  readonly signatures: Uint16Array;
  /** `longestMatch` units for each sample. */
  readonly samples: Uint16Array;
}

export interface Layout {
  readonly documents: number;
  readonly places: number;
  readonly units: number;
}

const samplesOf = (places: number): number => Math.ceil(places / sampleEvery);

/** Byte offsets of the parts. */
export function offsetsOf({ documents, places, units }: Layout) {
  const signatures = headerBytes + 8 * documents;
  const samples = signatures + 2 * signatureLength * documents;
  const sorted = samples + 2 * longestMatch * samplesOf(places);
  const text = sorted + 4 * places;
  return { signatures, samples, places: sorted, text, end: text + 2 * units };
}

const bytesOf = (array: Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Header and tables, which precede places and text. */
export function encodeHead(layout: Layout, { numbers, starts, signatures, samples }: Tables): Uint8Array {
  const head = Buffer.alloc(offsetsOf(layout).places);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(version, 8);
  head.writeUInt32LE(layout.documents, 12);
  head.writeUInt32LE(layout.places, 16);
  head.writeUInt32LE(layout.units, 20);
  for (const [i, number] of numbers.entries()) {
    head.writeUInt32LE(number, headerBytes + 8 * i);
    head.writeUInt32LE(starts[i] ?? 0, headerBytes + 8 * i + 4);
  }
  const offsets = offsetsOf(layout);
  head.set(bytesOf(signatures), offsets.signatures);
  head.set(bytesOf(samples), offsets.samples);
  head.writeUInt32LE(checksum(head), crcAt);
  return head;
}

/** CRC-32 of the head without the checksum itself. */
const checksum = (head: Buffer): number => crc32(head.subarray(headerBytes), crc32(head.subarray(0, crcAt)));

/**
 * @param size bytes of the whole file
 * @param read returns bytes of the file
 * @returns null unless the file is a complete segment of this version
 */
export function decodeHead(
  size: number,
  read: (offset: number, length: number) => Buffer,
): { readonly layout: Layout; readonly tables: Tables } | null {
  if (size < headerBytes) return null;
  const header = read(0, headerBytes);
  if (header.toString('latin1', 0, 8) !== magic || header.readUInt32LE(8) !== version) return null;
  const layout = {
    documents: header.readUInt32LE(12),
    places: header.readUInt32LE(16),
    units: header.readUInt32LE(20),
  };
  const offsets = offsetsOf(layout);
  if (offsets.end !== size) return null;
  const head = read(0, offsets.places);
  if (checksum(head) !== header.readUInt32LE(crcAt)) return null;
  const numbers = new Uint32Array(layout.documents);
  const starts = new Uint32Array(layout.documents);
  for (let i = 0; i < layout.documents; i++) {
    numbers[i] = head.readUInt32LE(headerBytes + 8 * i);
    starts[i] = head.readUInt32LE(headerBytes + 8 * i + 4);
  }
  const unitsOf = (from: number, to: number) => {
    const units = new Uint16Array((to - from) / 2);
    bytesOf(units).set(head.subarray(from, to));
    return units;
  };
  const signatures = unitsOf(offsets.signatures, offsets.samples);
  const samples = unitsOf(offsets.samples, offsets.places);
  return { layout, tables: { numbers, starts, signatures, samples } };
}
