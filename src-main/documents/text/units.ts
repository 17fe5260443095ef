import iconv from 'iconv-lite';

/** The encodings of a text file. Their names are those of the WHATWG Encoding Standard. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis'] as const;
export type Encoding = (typeof encodings)[number];

/** Encodings with a limited character table, under iconv-lite's names. */
export const tables = { gb18030: 'gb18030', big5: 'big5hkscs', shift_jis: 'shiftjis' } as const;
export type TableEncoding = keyof typeof tables;

export const isTable = (encoding: Encoding): encoding is TableEncoding => encoding in tables;

/** The shortest stretch of bytes that can be decoded. */
export interface Unit {
  readonly length: number;
  /** One or, rarely, two characters; null for invalid bytes. */
  readonly text: string | null;
}

const bad: Unit = { length: 1, text: null };

/** Length of a UTF-8 sequence by its first byte, and the range of the second byte (Unicode 16, table 3-7). */
function utf8Form(first: number): readonly [length: number, from: number, to: number] | null {
  if (first >= 0xc2 && first <= 0xdf) return [2, 0x80, 0xbf];
  if (first >= 0xe0 && first <= 0xef) return [3, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (first >= 0xf0 && first <= 0xf4) return [4, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return null;
}

function utf8Unit(bytes: Uint8Array, at: number): Unit {
  const first = bytes[at] ?? 0;
  const form = utf8Form(first);
  if (!form) return bad;
  const [length, from, to] = form;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < (i === 1 ? from : 0x80) || byte > (i === 1 ? to : 0xbf)) return bad;
    code = (code << 6) | (byte & 0x3f);
  }
  return { length, text: String.fromCodePoint(code) };
}

function utf16Unit(bytes: Uint8Array, at: number, [high, low]: readonly [0 | 1, 0 | 1]): Unit {
  const unit = (i: number) => ((bytes[i + high] ?? 0) << 8) | (bytes[i + low] ?? 0);
  if (at + 2 > bytes.length) return bad;
  const first = unit(at);
  if (first < 0xd800 || first > 0xdfff) return { length: 2, text: String.fromCharCode(first) };
  const second = first < 0xdc00 && at + 4 <= bytes.length ? unit(at + 2) : 0;
  if (second < 0xdc00 || second > 0xdfff) return { length: 2, text: null };
  return { length: 4, text: String.fromCharCode(first, second) };
}

/** Length of a character by the ranges of its encoding; 0 for an invalid sequence. */
function tableLength(encoding: TableEncoding, [a = 0, b = 0, c = 0, d = 0]: Uint8Array): 0 | 1 | 2 | 4 {
  if (encoding === 'shift_jis' && a >= 0xa1 && a <= 0xdf) return 1;
  if (a < 0x81 || a > 0xfe) return 0;
  const digit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  if (encoding === 'gb18030' && digit(b)) return c >= 0x81 && c <= 0xfe && digit(d) ? 4 : 0;
  return b >= 0x40 && b <= 0xfe && b !== 0x7f ? 2 : 0;
}

/** Cache of characters of one and two bytes. */
const known: Readonly<Record<TableEncoding, Map<number, string | null>>> = {
  gb18030: new Map(),
  big5: new Map(),
  shift_jis: new Map(),
};

/** The characters of one sequence; null for an invalid one, or one that cannot be encoded again. */
function tableText(encoding: TableEncoding, bytes: Uint8Array): string | null {
  const table = tables[encoding];
  const text = iconv.decode(Buffer.from(bytes), table);
  if (text === '' || (bytes.length > 1 && text.charCodeAt(0) < 0x80)) return null;
  const back = iconv.encode(text, table);
  // iconv-lite decodes invalid bytes as U+FFFD, for which GB18030 also has a sequence.
  const isSame = Buffer.compare(back, bytes) === 0;
  return isSame || (!text.includes('\ufffd') && iconv.decode(back, table) === text) ? text : null;
}

function tableUnit(encoding: TableEncoding, bytes: Uint8Array, at: number): Unit {
  const length = tableLength(encoding, bytes.subarray(at, at + 4));
  if (length === 0) return bad;
  const sequence = bytes.subarray(at, at + length);
  if (length === 4) {
    const text = tableText(encoding, sequence);
    return text === null ? bad : { length, text };
  }
  const key = ((sequence[0] ?? 0) << 8) | (sequence[1] ?? 0);
  let text = known[encoding].get(key);
  if (text === undefined) {
    text = tableText(encoding, sequence);
    known[encoding].set(key, text);
  }
  return text === null ? bad : { length, text };
}

/** The unit at an offset. */
export function unitAt(bytes: Uint8Array, at: number, encoding: Encoding): Unit {
  if (encoding === 'utf-16le') return utf16Unit(bytes, at, [1, 0]);
  if (encoding === 'utf-16be') return utf16Unit(bytes, at, [0, 1]);
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return { length: 1, text: String.fromCharCode(byte) };
  return encoding === 'utf-8' ? utf8Unit(bytes, at) : tableUnit(encoding, bytes, at);
}
