import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import { decodeBytes, decodeClean } from './codec.ts';
import type { Encoding } from './units.ts';

/** The lines of a text file with their endings and byte ranges. */

export type Ending = '\n' | '\r\n' | '\r';

export interface SourceLine {
  readonly text: string;
  /** Empty for a last line without an ending. */
  readonly ending: Ending | '';
  /** Byte range of the text. */
  readonly start: number;
  readonly end: number;
  /** Byte offset after the ending. */
  readonly next: number;
}

/** More lines than any editor shows. */
const mostLines = 1_000_000;

type Stretch = Omit<SourceLine, 'text'>;

/**
 * Finds line ends. In all encodings but UTF-16 the bytes of `\r` and `\n` occur in no other character; UTF-16 is read
 * two bytes at a time.
 */
function stretchesOf(bytes: Uint8Array, encoding: Encoding, from: number): Stretch[] {
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  const [high, low] = encoding === 'utf-16be' ? [0, 1] : [1, 0];
  const unit = (at: number): number => {
    if (width === 1) return bytes[at] ?? -1;
    return at + 2 > bytes.length ? -1 : ((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0);
  };
  const found: Stretch[] = [];
  let start = from;
  let at = from;
  while (at < bytes.length) {
    const one = unit(at);
    if (one !== 0x0a && one !== 0x0d) {
      at += width;
      continue;
    }
    const ending = one === 0x0a ? '\n' : unit(at + width) === 0x0a ? '\r\n' : '\r';
    const next = at + ending.length * width;
    found.push({ ending, start, end: at, next });
    if (found.length > mostLines) throw tooManyLines();
    start = at = next;
  }
  if (start < bytes.length) found.push({ ending: '', start, end: bytes.length, next: bytes.length });
  return found;
}

const tooManyLines = (): CodedError =>
  new CodedError('document-too-complex', message('document.tooManyLines'));

/**
 * The lines of a file; none for an empty file. Text after the last line end is a line only if not empty.
 * @param from length of the byte order mark
 * @throws CodedError `document-too-complex`
 */
export function readLines(bytes: Uint8Array, encoding: Encoding, from: number): SourceLine[] {
  const stretches = stretchesOf(bytes, encoding, from);
  const whole = decodeClean(bytes.subarray(from), encoding)?.split(/\r\n|\n|\r/);
  return stretches.map((one, i) => ({
    ...one,
    text: whole?.[i] ?? decodeBytes(bytes.subarray(one.start, one.end), encoding),
  }));
}

/** The most frequent line ending; `\n` for a file without. */
export function usualEnding(lines: readonly { readonly ending: Ending | '' }[]): Ending {
  const counts = { '\n': 0, '\r\n': 0, '\r': 0 };
  for (const { ending } of lines) if (ending !== '') counts[ending]++;
  if (counts['\r\n'] >= counts['\n'] && counts['\r\n'] >= counts['\r'] && counts['\r\n'] > 0) return '\r\n';
  return counts['\r'] > counts['\n'] ? '\r' : '\n';
}
