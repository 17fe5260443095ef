import { beginsWith } from '../bytes.ts';
import { frequency, isPunctuation } from './frequent.ts';
import { isShown } from './placeholder.ts';
import { type Encoding, encodings, unitAt } from './units.ts';

/**
 * Recognises the encoding of bytes. A byte order mark or valid UTF-8 decides; otherwise the bytes are read in each
 * encoding, and the likelihoods of the results are compared by frequent Chinese and Japanese characters, the planes
 * of rare ones, and invalid bytes.
 */

export interface Recognised {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark; 0 without. */
  readonly mark: 0 | 2 | 3;
  /** Whether the writer need not be asked. */
  readonly sure: boolean;
  /** Possible encodings, the likeliest first. */
  readonly candidates: readonly Encoding[];
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The byte order mark that bytes begin with. */
export function markOf(bytes: Uint8Array): { encoding: Encoding; mark: 2 | 3 } | null {
  const found = marks.find(([, mark]) => beginsWith(bytes, mark));
  return found ? { encoding: found[0], mark: found[0] === 'utf-8' ? 3 : 2 } : null;
}

export const markBytes = (encoding: Encoding): Uint8Array =>
  Uint8Array.from(marks.find(([name]) => name === encoding)?.[1] ?? []);

/** Natural logarithms of probabilities by kind of unit; only their differences matter. */
const logs = {
  ascii: -3,
  /** Letters beyond ASCII and symbols. */
  other: -9,
  control: -16,
  bad: -18,
  punctuation: -4.5,
  kana: -4.2,
} as const;

const isKana = (text: string): boolean => /^[\u3041-\u3096\u30a1-\u30fc]$/.test(text);

/** The log probability of a rare character by its bytes: encodings order characters by use. */
function rare(encoding: Encoding, [first = 0, second = 0]: Uint8Array, code: number): number {
  switch (encoding) {
    case 'gb18030':
      // Beyond GB 2312.
      if (second < 0xa1) return -15;
      if (first >= 0xb0 && first <= 0xd7) return -9;
      if (first >= 0xd8 && first <= 0xf7) return -13;
      return first >= 0xa1 && first <= 0xa9 ? -10 : -15;
    case 'big5':
      if (first >= 0xa4 && first <= 0xc6) return -9.5;
      if (first >= 0xc9 && first <= 0xf9) return -13;
      return first >= 0xa1 && first <= 0xa3 ? -10 : -16;
    case 'shift_jis':
      // Half-width katakana: two take as many bytes as an ideograph.
      if (first >= 0xa1 && first <= 0xdf) return -8;
      if (first >= 0x88 && first <= 0x97) return -9.5;
      if (first >= 0x98 && first <= 0xea) return -13;
      return first >= 0x81 && first <= 0x84 ? -10 : -16;
    default:
      if (code >= 0x4e00 && code <= 0x9fff) return -11;
      return code < 0x2000 || (code >= 0x2000 && code < 0x3200) ? logs.other : -16;
  }
}

function unitLog(encoding: Encoding, bytes: Uint8Array, text: string): number {
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x80) return isShown(code) || code === 0x0a || code === 0x0d ? logs.ascii : logs.control;
  if (!isShown(code)) return logs.control;
  if (isKana(text)) return logs.kana;
  if (isPunctuation(text)) return logs.punctuation;
  return frequency(text) ?? rare(encoding, bytes, code);
}

interface Likelihood {
  readonly encoding: Encoding;
  readonly log: number;
  /** Number of invalid bytes. */
  readonly bad: number;
}

function likelihood(sample: Uint8Array, encoding: Encoding): Likelihood {
  let [log, bad] = [0, 0];
  for (let at = 0; at < sample.length; ) {
    const { length, text } = unitAt(sample, at, encoding);
    // The last character of a sample may be cut.
    if (text === null && at + 4 > sample.length) break;
    if (text === null) bad += length;
    log += text === null ? logs.bad * length : unitLog(encoding, sample.subarray(at, at + length), text);
    at += length;
  }
  return { encoding, log, bad };
}

const sampleBytes = 32_768;

/** Whole lines around the first non-ASCII byte; at an even offset, for UTF-16. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= sampleBytes) return bytes;
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte >= 0x80 || byte === 0),
  );
  let from = Math.max(0, bytes.lastIndexOf(0x0a, Math.max(0, first - 1)) + 1);
  if (first - from > sampleBytes / 2) from = first;
  from -= from % 2;
  return bytes.subarray(from, from + sampleBytes);
}

/** Number of multi-byte characters in valid UTF-8; null for invalid UTF-8. */
function utf8Characters(bytes: Uint8Array): number | null {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  return bytes.reduce((sum, byte) => sum + (byte >= 0xc0 ? 1 : 0), 0);
}

/** A lead of this log likelihood over the sample is certain; a lag of this much is not worth asking about. */
const [sureLead, hopeless] = [24, 200];
/** This many characters of another encoding are never valid UTF-8 by chance. */
const fewCharacters = 12;

/** @param bytes a whole file */
export function recognise(bytes: Uint8Array): Recognised {
  const marked = markOf(bytes);
  if (marked) return { ...marked, sure: true, candidates: [marked.encoding] };
  const characters = bytes.includes(0) ? null : utf8Characters(bytes);
  const sample = sampleOf(bytes);
  const found = encodings
    .filter((one) => !one.startsWith('utf-16') || bytes.length % 2 === 0)
    .map((one) => likelihood(sample, one))
    .sort((a, b) => b.log - a.log);
  const [best = { encoding: 'utf-8' as const, log: 0, bad: 0 }, second] = found;
  const candidates = found.filter((one) => best.log - one.log < hopeless).map((one) => one.encoding);
  if (characters !== null) {
    const sure = best.encoding === 'utf-8' || characters >= fewCharacters;
    const others = sure ? [] : candidates.filter((one) => one !== 'utf-8');
    return { encoding: 'utf-8', mark: 0, sure, candidates: ['utf-8', ...others] };
  }
  const lead = best.log - (second?.log ?? Number.NEGATIVE_INFINITY);
  const sure = lead >= sureLead && best.bad * 50 <= sample.length;
  return { encoding: best.encoding, mark: 0, sure, candidates };
}
