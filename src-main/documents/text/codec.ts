import iconv from 'iconv-lite';
import { isShown, notShown, placeholderByte, placeholderOf, placeholderRuns } from './placeholder.ts';
import { type Encoding, isTable, tables, unitAt } from './units.ts';

/**
 * Text ↔ bytes without a loss: bytes that the encoding cannot read become placeholders (see placeholder.ts), so that
 * any bytes can be decoded. Encoding the text gives the same bytes, but for characters that an encoding of the 1990s
 * writes in two ways (GB18030 A3A0 and A1A1): the usual one is written.
 */

/** The whole at once; null where anything in it needs a closer look. */
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

/** The text of a unit as it stands in the editor: its characters, or a placeholder a byte. */
function shownText(bytes: Uint8Array, at: number, encoding: Encoding): { length: number; text: string } {
  const { length, text } = unitAt(bytes, at, encoding);
  const isPlain =
    text !== null &&
    [...text].every((one) => one === '\n' || one === '\r' || isShown(one.codePointAt(0) ?? 0));
  return { length, text: isPlain ? text : placeholdersOf(bytes.subarray(at, at + length)) };
}

/** Any bytes as text. A byte order mark is not looked for: it must be cut off before. */
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

/** Beginnings of the characters of a text in its bytes: `[offset in the text, offset in the bytes]`, both ends included. */
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

/** @param text placeholders stand for their bytes; what the encoding cannot hold becomes `?` (see `unencodable`) */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  const parts = (text.match(placeholderRuns) ?? []).map((run) =>
    placeholderByte(run.charCodeAt(0)) === null
      ? encodeRun(run, encoding)
      : Uint8Array.from(run, (one) => placeholderByte(one.charCodeAt(0)) ?? 0),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** The characters of a text that an encoding has no way to write, each once, in the order of their appearance. */
export function unencodable(text: string, encoding: Encoding): string[] {
  if (!isTable(encoding)) return [];
  const table = tables[encoding];
  // Not every character that the table maps comes back: a yen sign would be a backslash in Shift-JIS.
  const returns = (one: string) => iconv.decode(iconv.encode(one, table), table) === one;
  return [...new Set(text)].filter(
    (one) =>
      (one.codePointAt(0) ?? 0) >= 0x80 && placeholderByte(one.charCodeAt(0)) === null && !returns(one),
  );
}

/** A text for another encoding: placeholders stand for bytes that mean nothing there, so what is no ASCII is U+FFFD. */
export const withoutPlaceholders = (text: string): string =>
  text.replace(placeholderRuns, (run) =>
    placeholderByte(run.charCodeAt(0)) === null
      ? run
      : Array.from(run, (one) => {
          const byte = placeholderByte(one.charCodeAt(0)) ?? 0;
          return byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
        }).join(''),
  );
