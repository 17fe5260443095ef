import { signatureLength, signatureOf } from './copies.ts';
import { encodeHead, type Layout, sampleEvery, separator, type Tables } from './segment-format.ts';
import { sortContexts } from './sort-contexts.ts';
import { longestMatch, shortestMatch } from './types.ts';

export interface SegmentDocument {
  readonly number: number;
  /** After `slotted`. */
  readonly text: string;
  /** Signature of the text before `slotted`; by default that of `text`. */
  readonly signature?: Uint16Array;
}

const lineFeed = 10;
/** Units added around the text of each document. */
const frame = { before: 2, after: 1 };

/** The texts of all documents with their separators, and the offset of each. */
function joined(documents: readonly SegmentDocument[]): { text: Uint16Array; starts: Uint32Array } {
  const units = documents.reduce((sum, one) => sum + one.text.length + frame.before + frame.after, 0);
  const text = new Uint16Array(units);
  const starts = new Uint32Array(documents.length);
  let at = 0;
  for (const [i, { text: own }] of documents.entries()) {
    starts[i] = at;
    text[at++] = separator;
    text[at++] = lineFeed;
    for (let unit = 0; unit < own.length; unit++) text[at++] = own.charCodeAt(unit) || lineFeed;
    text[at++] = lineFeed;
  }
  return { text, starts };
}

/**
 * Every place with at least `shortestMatch` units of its own document in front, including the end of the last line.
 */
function placesOf(text: Uint16Array, starts: Uint32Array): Uint32Array {
  const places: Uint32Array = new Uint32Array(text.length);
  let count = 0;
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? text.length;
    for (let place = start + 1 + shortestMatch; place < end; place++) places[count++] = place;
  }
  return places.slice(0, count);
}

function samplesOf(text: Uint16Array, places: Uint32Array): Uint16Array {
  const samples = new Uint16Array(Math.ceil(places.length / sampleEvery) * longestMatch);
  for (let i = 0; i < places.length; i += sampleEvery) {
    const place = places[i] ?? 0;
    const first = (i / sampleEvery) * longestMatch;
    for (let distance = 1; distance <= longestMatch; distance++)
      samples[first + distance - 1] = text[place - distance] ?? 0;
  }
  return samples;
}

function signaturesOf(documents: readonly SegmentDocument[]): Uint16Array {
  const signatures = new Uint16Array(documents.length * signatureLength);
  for (const [i, { text, signature = signatureOf(text) }] of documents.entries())
    signatures.set(signature, i * signatureLength);
  return signatures;
}

const bytesOf = (array: Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The bytes of a segment, in pieces. @param documents with distinct numbers */
export function buildSegment(documents: readonly SegmentDocument[]): readonly Uint8Array[] {
  const { text, starts } = joined(documents);
  const places = sortContexts(text, placesOf(text, starts));
  const layout: Layout = { documents: documents.length, places: places.length, units: text.length };
  const tables: Tables = {
    numbers: Uint32Array.from(documents, ({ number }) => number),
    starts,
    signatures: signaturesOf(documents),
    samples: samplesOf(text, places),
  };
  return [encodeHead(layout, tables), bytesOf(places), bytesOf(text)];
}
