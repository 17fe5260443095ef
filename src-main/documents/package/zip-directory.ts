import { viewOf } from '../bytes.ts';

/**
 * Reads the central directory of a ZIP archive (APPNOTE.TXT 6.3.10) with the position of every record, so that the
 * archive can be patched. Positions are indexes into the archive's bytes, leading foreign bytes included.
 */

export class ZipError extends Error {
  readonly kind: 'not-a-zip' | 'encrypted' | 'truncated' | 'too-large' | 'corrupt';
  constructor(kind: ZipError['kind'], message: string) {
    super(message);
    this.name = 'ZipError';
    this.kind = kind;
  }
}

export interface ZipRecord {
  /** With `/` between folders and no leading `/`; otherwise as it was written. */
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  /** Position of the local header. */
  readonly start: number;
  /** Position of the directory record, and its end. */
  readonly at: number;
  readonly end: number;
}

export interface ZipDirectory {
  readonly records: readonly ZipRecord[];
  /** Number of bytes before the archive; its own offsets count from here. */
  readonly base: number;
  /** Position of the central directory. */
  readonly start: number;
  /** End of its last record. */
  readonly end: number;
  /** Position of the zip64 end record; null for none. */
  readonly zip64: number | null;
  /** Position of the end record. */
  readonly ending: number;
}

export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  descriptor: 0x08074b50,
  ending: 0x06054b50,
  zip64Ending: 0x06064b50,
  zip64Locator: 0x07064b50,
} as const;

/** A field holds this where its value does not fit; the value is then in the zip64 field. */
export const full32 = 0xffffffff;
export const full16 = 0xffff;

export const encryptedFlag = 1;
export const descriptorFlag = 1 << 3;
export const utf8Flag = 1 << 11;

/** Reads a number of 64 bits. @throws ZipError beyond 2^53, more than any archive in memory needs */
export function read64(view: DataView, at: number): number {
  const value = view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
  if (!Number.isSafeInteger(value)) throw new ZipError('corrupt', 'a size beyond 2^53');
  return value;
}

/** Position of the data of an extra field and its length; null where it is missing. */
export function extraField(
  view: DataView,
  id: number,
  from: number,
  to: number,
): { at: number; length: number } | null {
  let at = from;
  while (at + 4 <= to) {
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > to) return null;
    if (view.getUint16(at, true) === id) return { at: at + 4, length };
    at += 4 + length;
  }
  return null;
}

/** Code page 437 from 0x80 on. */
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * Decodes a name as its flag says; without the flag as UTF-8 if valid, since many programs omit the flag, else as
 * code page 437. The Unicode path of Info-ZIP's extra field is ignored, as Office does: it may name another part.
 */
function decodeName(raw: Uint8Array, flags: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: (flags & utf8Flag) === 0, ignoreBOM: true }).decode(raw);
  } catch {
    return Array.from(raw, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : cp437[byte - 0x80])).join('');
  }
}

export const normalName = (name: string): string => name.replaceAll('\\', '/').replace(/^\/+/, '');

function readRecord(bytes: Uint8Array, view: DataView, at: number, base: number, limit: number): ZipRecord {
  if (at + 46 > limit) throw new ZipError('corrupt', 'a cut directory record');
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const end = extraEnd + view.getUint16(at + 32, true);
  if (end > limit) throw new ZipError('corrupt', 'a cut directory record');
  const flags = view.getUint16(at + 8, true);
  const zip64 = extraField(view, 1, nameEnd, extraEnd);
  let next = zip64?.at ?? 0;
  /** The zip64 field holds only what does not fit, in this order: size, compressed size, offset. */
  const value = (field: number): number => {
    const short = view.getUint32(at + field, true);
    if (short !== full32 || !zip64 || next + 8 > zip64.at + zip64.length) return short;
    next += 8;
    return read64(view, next - 8);
  };
  const size = value(24);
  const compressed = value(20);
  const start = base + value(42);
  return {
    name: normalName(decodeName(bytes.subarray(at + 46, nameEnd), flags)),
    flags,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressed,
    size,
    start,
    at,
    end,
  };
}

interface Ending {
  readonly ending: number;
  readonly zip64: number | null;
  /** As written: counted from the archive's beginning. */
  readonly start: number;
  readonly size: number;
  readonly count: number;
  /** Position of the record with these numbers; the directory ends at or before it. */
  readonly before: number;
}

function readEnding(view: DataView, ending: number): Ending {
  const locator = ending - 20;
  if (locator >= 0 && view.getUint32(locator, true) === signatures.zip64Locator) {
    const told = read64(view, locator + 8);
    const isRecord = (at: number) =>
      at >= 0 && at + 56 <= locator && view.getUint32(at, true) === signatures.zip64Ending;
    // After leading bytes the given position is wrong: the record is before its locator.
    const zip64 = [told, locator - 56].find(isRecord);
    if (zip64 === undefined) throw new ZipError('corrupt', 'no zip64 end record');
    const field = (i: number) => read64(view, zip64 + i);
    return { ending, zip64, start: field(48), size: field(40), count: field(32), before: zip64 };
  }
  return {
    ending,
    zip64: null,
    start: view.getUint32(ending + 16, true),
    size: view.getUint32(ending + 12, true),
    count: view.getUint16(ending + 10, true),
    before: ending,
  };
}

/** Positions of the end record, the likely ones first: those whose comment ends with the file. */
function endings(bytes: Uint8Array, view: DataView): number[] {
  const found: number[] = [];
  const from = Math.max(0, bytes.length - 22 - full16);
  for (let at = bytes.length - 22; at >= from; at--)
    if (view.getUint32(at, true) === signatures.ending) found.push(at);
  const fits = (at: number) => at + 22 + view.getUint16(at + 20, true) === bytes.length;
  return [...found.filter(fits), ...found.filter((at) => !fits(at))];
}

/** The actual beginning of the directory: before the end record by its size, or else where the archive says. */
function locate(view: DataView, { start, size, count, before }: Ending): number {
  const isDirectory = (at: number) =>
    at >= 0 && at + 46 <= before && view.getUint32(at, true) === signatures.central;
  const at = count === 0 ? before : [before - size, start].find(isDirectory);
  if (at === undefined ? before - size < 0 || start > before : start > at)
    throw new ZipError('truncated', 'the archive’s beginning is missing');
  if (at === undefined) throw new ZipError('corrupt', 'no central directory');
  return at;
}

function readAt(bytes: Uint8Array, view: DataView, ending: number, mostEntries: number): ZipDirectory {
  const told = readEnding(view, ending);
  if (told.count > mostEntries) throw new ZipError('too-large', `over ${mostEntries} entries`);
  const start = locate(view, told);
  const base = start - told.start;
  const records: ZipRecord[] = [];
  let at = start;
  for (let i = 0; i < told.count; i++) {
    if (at + 4 > told.before || view.getUint32(at, true) !== signatures.central)
      throw new ZipError('corrupt', `${told.count} entries announced, ${i} found`);
    const record = readRecord(bytes, view, at, base, told.before);
    records.push(record);
    at = record.end;
  }
  return { records, base, start, end: at, zip64: told.zip64, ending };
}

/** @throws ZipError */
export function readDirectory(bytes: Uint8Array, mostEntries: number): ZipDirectory {
  const view = viewOf(bytes);
  const found = bytes.length < 22 ? [] : endings(bytes, view);
  let first: unknown = null;
  for (const ending of found) {
    try {
      return readAt(bytes, view, ending, mostEntries);
    } catch (error) {
      // The four bytes of the signature may stand in a comment or in data.
      first ??= error;
    }
  }
  if (first) throw first;
  const begins = bytes.length >= 4 && view.getUint32(0, true) === signatures.local;
  throw begins
    ? new ZipError('truncated', 'the archive ends before its directory')
    : new ZipError('not-a-zip', 'no ZIP archive');
}
