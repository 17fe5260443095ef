import { crc32, deflateRawSync } from 'node:zlib';

/** Archives written byte by byte, with whatever real ones and broken ones hold. */

export interface BuiltEntry {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array | string;
  /** 0 stored, 8 deflated; anything else is written as it is. */
  readonly method?: number;
  readonly flags?: number;
  /** A data descriptor behind the data, with its signature or without. */
  readonly descriptor?: 'signed' | 'bare';
  /** Sizes and offset in 64-bit fields. */
  readonly zip64?: boolean;
  readonly extra?: Uint8Array;
  readonly comment?: string;
  /** Other than the content's. */
  readonly crc?: number;
  readonly size?: number;
  /** The entry's bytes are those of an earlier one. */
  readonly sameAs?: number;
}

export interface BuiltArchive {
  readonly before?: Uint8Array;
  readonly comment?: Uint8Array;
  /** Zip64 end record and locator. */
  readonly zip64?: boolean;
  /** What stands between the last entry and the directory. */
  readonly gap?: Uint8Array;
  readonly after?: Uint8Array;
  readonly count?: number;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function writer() {
  const parts: Buffer[] = [];
  let length = 0;
  const push = (part: Uint8Array) => {
    parts.push(Buffer.from(part));
    length += part.length;
  };
  const number = (bytes: 2 | 4 | 8, value: number) => {
    const out = Buffer.alloc(bytes);
    if (bytes === 2) out.writeUInt16LE(value);
    else if (bytes === 4) out.writeUInt32LE(value);
    else out.writeBigUInt64LE(BigInt(value));
    push(out);
  };
  return {
    push,
    u16: (value: number) => number(2, value),
    u32: (value: number) => number(4, value),
    u64: (value: number) => number(8, value),
    get length() {
      return length;
    },
    done: () => new Uint8Array(Buffer.concat(parts)),
  };
}

const full = 0xffffffff;
/** 2024-05-06 07:08:10. */
const [time, date] = [(7 << 11) | (8 << 5) | 5, (44 << 9) | (5 << 5) | 6];

function zip64Field(values: readonly number[]): Uint8Array {
  const out = writer();
  out.u16(1);
  out.u16(values.length * 8);
  for (const value of values) out.u64(value);
  return out.done();
}

export function buildZip(entries: readonly BuiltEntry[], options: BuiltArchive = {}): Uint8Array {
  const out = writer();
  out.push(options.before ?? new Uint8Array());
  const base = out.length;
  const records: Uint8Array[] = [];
  const offsets: number[] = [];
  for (const entry of entries) {
    const content = typeof entry.content === 'string' ? bytesOf(entry.content) : entry.content;
    const raw = typeof entry.name === 'string' ? bytesOf(entry.name) : entry.name;
    const method = entry.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const crc = entry.crc ?? crc32(content);
    const size = entry.size ?? content.length;
    const offset = entry.sameAs === undefined ? out.length - base : (offsets[entry.sameAs] ?? 0);
    offsets.push(offset);
    const flags = (entry.flags ?? 0) | (entry.descriptor ? 8 : 0);
    const own = entry.extra ?? new Uint8Array();
    const streamed = entry.descriptor !== undefined;
    if (entry.sameAs === undefined) {
      const extra = entry.zip64
        ? Buffer.concat([own, zip64Field(streamed ? [0, 0] : [size, data.length])])
        : own;
      out.u32(0x04034b50);
      for (const value of [20, flags, method, time, date]) out.u16(value);
      out.u32(streamed ? 0 : crc);
      out.u32(entry.zip64 ? full : streamed ? 0 : data.length);
      out.u32(entry.zip64 ? full : streamed ? 0 : size);
      out.u16(raw.length);
      out.u16(extra.length);
      for (const part of [raw, extra, data]) out.push(part);
      if (entry.descriptor === 'signed') out.u32(0x08074b50);
      if (streamed) {
        out.u32(crc);
        const wide = entry.zip64 ? out.u64 : out.u32;
        wide(data.length);
        wide(size);
      }
    }
    const record = writer();
    const extra = entry.zip64 ? Buffer.concat([own, zip64Field([size, data.length, offset])]) : own;
    const comment = bytesOf(entry.comment ?? '');
    record.u32(0x02014b50);
    for (const value of [0x031e, 20, flags, method, time, date]) record.u16(value);
    record.u32(crc);
    record.u32(entry.zip64 ? full : data.length);
    record.u32(entry.zip64 ? full : size);
    for (const value of [raw.length, extra.length, comment.length, 0, 0]) record.u16(value);
    record.u32(0x81a40000);
    record.u32(entry.zip64 ? full : offset);
    for (const part of [raw, extra, comment]) record.push(part);
    records.push(record.done());
  }
  out.push(options.gap ?? new Uint8Array());
  const start = out.length - base;
  for (const record of records) out.push(record);
  const size = out.length - base - start;
  const count = options.count ?? entries.length;
  if (options.zip64) {
    const at = out.length - base;
    out.u32(0x06064b50);
    out.u64(44);
    for (const value of [45, 45]) out.u16(value);
    for (const value of [0, 0]) out.u32(value);
    for (const value of [count, count, size, start]) out.u64(value);
    out.u32(0x07064b50);
    out.u32(0);
    out.u64(at);
    out.u32(1);
  }
  const comment = options.comment ?? new Uint8Array();
  out.u32(0x06054b50);
  for (const value of [0, 0]) out.u16(value);
  for (const value of [count, count]) out.u16(options.zip64 ? 0xffff : value);
  out.u32(options.zip64 ? full : size);
  out.u32(options.zip64 ? full : start);
  out.u16(comment.length);
  out.push(comment);
  out.push(options.after ?? new Uint8Array());
  return out.done();
}
