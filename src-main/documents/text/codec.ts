import iconv from 'iconv-lite';
import { isShown, notShown, placeholderByte, placeholderOf, placeholderRuns } from './placeholder.ts';
import { type Encoding, isTable, tables, unitAt } from './units.ts';

/**
 * Lossless decoding and encoding of text. Bytes that the encoding cannot read become placeholders (placeholder.ts),
 * so any bytes can be decoded. Encoding gives the same bytes again, except for characters that an old encoding writes
 * in two ways (GB18030 A3A0 and A1A1): the usual one is written.
 */

/** Decodes valid text at once; null where anything needs a placeholder. */
export function decodeClean(bytes: Uint8Array, encoding: Encoding): string | null {
  if (isTable(encoding)) {
    const text = iconv.decode(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      tables[encoding],
    );
    if (text.includes('\ufffd') || notShown.test(text)) return null;
    return Buffer.compare(iconv.encode(text, tables[encoding]), bytes) === 0 ? text : null;
  }
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return notShown.test(text) ? null : text;
  } catch {
    return null;
  }
}

const placeholdersOf = (bytes: Uint8Array): string => Array.from(bytes, placeholderOf).join('');

/** The text of a unit in the editor: its characters, or one placeholder for each byte. */
function shownText(bytes: Uint8Array, at: number, encoding: Encoding): { length: number; text: string } {
  const { length, text } = unitAt(bytes, at, encoding);
  const isPlain =
    text !== null &&
    [...text].every((one) => one === '\n' || one === '\r' || isShown(one.codePointAt(0) ?? 0));
  return { length, text: isPlain ? text : placeholdersOf(bytes.subarray(at, at + length)) };
}

/** Decodes any bytes. The byte order mark must be removed before. */
export function decodeBytes(bytes: Uint8Array, encoding: Encoding): string {
  const clean = decodeClean(bytes, encoding);
  if (clean !== null) return clean;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { length, text } = shownText(bytes, at, encoding);
    parts.push(text);
    at += length;
  }
  return parts.join('');
}

/** The beginnings of characters: `[offset in the text, offset in the bytes]`, start and end included. */
export function placesOf(bytes: Uint8Array, encoding: Encoding): (readonly [text: number, byte: number])[] {
  const places: (readonly [number, number])[] = [];
  let [text, byte] = [0, 0];
  while (byte < bytes.length) {
    const unit = shownText(bytes, byte, encoding);
    const single = unit.text.length === unit.length && placeholderByte(unit.text.charCodeAt(0)) !== null;
    for (let i = 0; i < (single ? unit.length : 1); i++) places.push([text + i, byte + i]);
    text += unit.text.length;
    byte += unit.length;
  }
  places.push([text, byte]);
  return places;
}

function encodeRun(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (isTable(encoding)) return iconv.encode(text, tables[encoding]);
  const bytes = Buffer.from(text.toWellFormed(), 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/** @param text placeholders become their bytes; characters that the encoding lacks become `?` (see `unencodable`) */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  const parts = (text.match(placeholderRuns) ?? []).map((run) =>
    placeholderByte(run.charCodeAt(0)) === null
      ? encodeRun(run, encoding)
      : Uint8Array.from(run, (one) => placeholderByte(one.charCodeAt(0)) ?? 0),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** The characters that an encoding cannot write, each once, in order. */
export function unencodable(text: string, encoding: Encoding): string[] {
  if (!isTable(encoding)) return [];
  const table = tables[encoding];
  // Some characters do not survive a round trip: a yen sign would become a backslash in Shift-JIS.
  const returns = (one: string) => iconv.decode(iconv.encode(one, table), table) === one;
  return [...new Set(text)].filter(
    (one) =>
      (one.codePointAt(0) ?? 0) >= 0x80 && placeholderByte(one.charCodeAt(0)) === null && !returns(one),
  );
}

/** A text for another encoding, where placeholders mean nothing: those of non-ASCII bytes become U+FFFD. */
export const withoutPlaceholders = (text: string): string =>
  text.replace(placeholderRuns, (run) =>
    placeholderByte(run.charCodeAt(0)) === null
      ? run
      : Array.from(run, (one) => {
          const byte = placeholderByte(one.charCodeAt(0)) ?? 0;
          return byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
        }).join(''),
  );
