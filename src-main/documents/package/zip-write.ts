import { crc32, deflateRawSync } from 'node:zlib';
import { concat, viewOf } from '../bytes.ts';
import { descriptorFlag, extraField, full32, signatures, utf8Flag, type ZipRecord } from './zip-directory.ts';

/** Headers and records of a patched archive. */

/** The content of an entry as the archive holds it. */
export interface Packed {
  readonly data: Uint8Array;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly size: number;
}

const levelBits = 0b110;
/** The levels that these two bits announce: normal, maximum, fast, super fast (APPNOTE 4.4.4). */
const levels = [6, 9, 3, 1] as const;

/** Packs by the method and at the level of the old entry. */
export function pack(content: Uint8Array, { method, flags }: { method: number; flags: number }): Packed {
  const [crc, size] = [crc32(content), content.length];
  if (method === 0) return { data: content, method: 0, crc, size };
  const level = method === 8 ? levels[(flags & levelBits) >> 1] : levels[0];
  return { data: deflateRawSync(content, level === undefined ? {} : { level }), method: 8, crc, size };
}

type Field = readonly [at: number, bytes: 2 | 4, value: number];

export function put(header: Uint8Array, fields: readonly Field[]): void {
  const view = viewOf(header);
  for (const [at, bytes, value] of fields)
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
}

/** Flags of the new entry: sizes are in the header, and the level is the announced one. */
const flagsFor = (flags: number, before: number, { method }: Packed): number =>
  flags & ~descriptorFlag & (method === before ? ~0 : ~levelBits);

/** The extra fields without the zip64 field: sizes in memory fit into 32 bits. */
function withoutZip64(extra: Uint8Array): Uint8Array {
  const field = extraField(viewOf(extra), 1, 0, extra.length);
  if (!field) return extra;
  return concat([extra.subarray(0, field.at - 4), extra.subarray(field.at + field.length)]);
}

/** The fields about the data, which a local header has at 0 and a directory record at 2. */
const aboutData = (shift: 0 | 2, flags: number, packed: Packed, extra: number): readonly Field[] => [
  [6 + shift, 2, flags],
  [8 + shift, 2, packed.method],
  [14 + shift, 4, packed.crc],
  [18 + shift, 4, packed.data.length],
  [22 + shift, 4, packed.size],
  [28 + shift, 2, extra],
];

/** A local header with new fields about the data. */
export function localHeader(bytes: Uint8Array, { start, method }: ZipRecord, packed: Packed): Uint8Array {
  const view = viewOf(bytes);
  const nameEnd = start + 30 + view.getUint16(start + 26, true);
  const extra = withoutZip64(bytes.subarray(nameEnd, nameEnd + view.getUint16(start + 28, true)));
  const header = concat([bytes.subarray(start, nameEnd), extra]);
  put(header, aboutData(0, flagsFor(view.getUint16(start + 6, true), method, packed), packed, extra.length));
  return header;
}

/** A directory record with new fields about data and position. */
export function changedRecord(
  bytes: Uint8Array,
  { at, end, flags, method }: ZipRecord,
  packed: Packed,
  offset: number,
): Uint8Array {
  const view = viewOf(bytes);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const extra = withoutZip64(bytes.subarray(nameEnd, extraEnd));
  const record = concat([bytes.subarray(at, nameEnd), extra, bytes.subarray(extraEnd, end)]);
  put(record, [...aboutData(2, flagsFor(flags, method, packed), packed, extra.length), [42, 4, offset]]);
  return record;
}

/** A directory record whose entry moved. @param by bytes */
export function movedRecord(bytes: Uint8Array, { at, end }: ZipRecord, by: number): Uint8Array {
  if (by === 0) return bytes.subarray(at, end);
  const record = bytes.slice(at, end);
  const view = viewOf(record);
  const nameEnd = 46 + view.getUint16(28, true);
  const zip64 = extraField(view, 1, nameEnd, nameEnd + view.getUint16(30, true));
  if (zip64 && view.getUint32(42, true) === full32) {
    const before = [24, 20].filter((field) => view.getUint32(field, true) === full32).length;
    const place = zip64.at + before * 8;
    view.setBigUint64(place, view.getBigUint64(place, true) + BigInt(by), true);
  } else {
    view.setUint32(42, view.getUint32(42, true) + by, true);
  }
  return record;
}

/** Midnight of 1980-01-01, as Office writes it, so that the same change always gives the same bytes. */
const date = 0x0021;

/** A new entry: header with data, and the directory record without a position. */
export function newEntry(name: string, content: Uint8Array): { local: Uint8Array; record: Uint8Array } {
  const deflated = pack(content, { method: 8, flags: 0 });
  const packed = deflated.data.length < content.length ? deflated : pack(content, { method: 0, flags: 0 });
  const raw = new TextEncoder().encode(name);
  const flags = raw.length === name.length ? 0 : utf8Flag;
  const [local, record] = [new Uint8Array(30), new Uint8Array(46)];
  for (const [header, shift, signature] of [
    [local, 0, signatures.local],
    [record, 2, signatures.central],
  ] as const)
    put(header, [
      [0, 4, signature],
      [4, 2, 20],
      [4 + shift, 2, 20],
      ...aboutData(shift, flags, packed, 0),
      [12 + shift, 2, date],
      [26 + shift, 2, raw.length],
    ]);
  return { local: concat([local, raw, packed.data]), record: concat([record, raw]) };
}
