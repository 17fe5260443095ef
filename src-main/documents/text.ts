import iconv from 'iconv-lite';
import { CodedError } from '../base/error.ts';

/** Plain text with the form of its file, so that saving changes nothing but the text. */

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

export interface TextForm {
  readonly encoding: Encoding;
  /** Whether the file begins with a byte order mark. */
  readonly bom: boolean;
  readonly lineEnding: '\n' | '\r\n' | '\r';
}

export const newForm: TextForm = { encoding: 'utf-8', bom: false, lineEnding: '\n' };

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const strict = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Characters of Chinese office text, and line endings. */
const usual = /[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027\u0020-\u007e\r\n\t]/g;

/** UTF-16 without a mark: it holds zero bytes, and read so nearly all of it is usual text. */
function looksLikeUtf16(bytes: Uint8Array): Encoding | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0 || !bytes.includes(0)) return null;
  const sample = bytes.subarray(0, 4096);
  const share = (encoding: Encoding) => {
    const text = new TextDecoder(encoding).decode(sample);
    return (text.match(usual)?.length ?? 0) / text.length;
  };
  const [little, big] = [share('utf-16le'), share('utf-16be')];
  if (Math.max(little, big) < 0.9) return null;
  return little >= big ? 'utf-16le' : 'utf-16be';
}

/** The line ending that most lines have. */
function lineEndingOf(text: string): TextForm['lineEnding'] {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  const cr = text.split('\r').length - 1 - crlf;
  if (crlf >= lf && crlf >= cr && crlf > 0) return '\r\n';
  return cr > lf ? '\r' : '\n';
}

/**
 * Reads a text file: by its mark, else UTF-8, UTF-16 or GB18030, whichever it is without an error.
 * @returns the text with `\n` alone
 * @throws CodedError `document-unreadable` for bytes that are no text in any of them
 */
export function decodeText(bytes: Uint8Array): { text: string; form: TextForm } {
  const marked = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  const body = marked ? bytes.subarray(marked[1].length) : bytes;
  const candidates = marked ? [marked[0]] : [looksLikeUtf16(body), 'utf-8' as const, 'gb18030' as const];
  for (const encoding of candidates) {
    const raw = encoding && strict(body, encoding);
    if (raw === null || raw === undefined || raw.includes('\u0000')) continue;
    const lineEnding = lineEndingOf(raw);
    const text = raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    return { text, form: { encoding: encoding as Encoding, bom: marked !== undefined, lineEnding } };
  }
  throw new CodedError('document-unreadable', {
    zh: '这个文件不是文字文件（UTF-8、UTF-16、GB18030 都读不通），没有打开。请另选一个文件。',
    en: 'This file is no text (neither UTF-8, UTF-16 nor GB18030), so it was not opened. Choose another.',
  });
}

/** @param text lines end in `\n` */
export function encodeText(text: string, { encoding, bom, lineEnding }: TextForm): Uint8Array {
  const lines = lineEnding === '\n' ? text : text.replaceAll('\n', lineEnding);
  const mark = bom ? (marks.find(([name]) => name === encoding)?.[1] ?? []) : [];
  return Uint8Array.from([...mark, ...iconv.encode(lines, encoding, { addBOM: false })]);
}
