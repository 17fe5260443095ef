import { crc32, inflateRawSync } from 'node:zlib';
import { viewOf } from '../bytes.ts';
import {
  encryptedFlag,
  readDirectory,
  signatures,
  type ZipDirectory,
  ZipError,
  type ZipRecord,
} from './zip-directory.ts';

/** Reads the entries of a ZIP archive. */

export interface ZipLimits {
  readonly entries: number;
  /** Most unpacked bytes of one entry, and of all entries that are read. */
  readonly entry: number;
  readonly total: number;
}

/** Real documents stay far below these limits. */
export const usualZipLimits: ZipLimits = { entries: 65_535, entry: 300_000_000, total: 600_000_000 };

export interface Zip {
  readonly bytes: Uint8Array;
  /** Names of the files in directory order, with `/` between folders; each name once. */
  readonly names: readonly string[];
  /**
   * The name in `names` for another spelling; names are compared without case (ECMA-376 part 2, 6.2.2.3). Null for an
   * unknown name.
   */
  find(name: string): string | null;
  /** Unpacked bytes of a file. @throws ZipError, `corrupt` for an unknown name */
  read(name: string): Uint8Array;
}

export interface Names {
  readonly byName: ReadonlyMap<string, ZipRecord>;
  find(name: string): string | null;
}

/** The last record of each name, folders left out. */
export function namesOf({ records }: ZipDirectory): Names {
  const byName = new Map<string, ZipRecord>();
  const byKey = new Map<string, string>();
  for (const record of records) {
    if (record.name === '' || record.name.endsWith('/')) continue;
    byName.set(record.name, record);
    byKey.set(record.name.toLowerCase(), record.name);
  }
  return { byName, find: (name) => (byName.has(name) ? name : (byKey.get(name.toLowerCase()) ?? null)) };
}

/** Position and end of an entry's packed data. @throws ZipError */
export function dataOf(
  bytes: Uint8Array,
  record: ZipRecord,
  directoryStart: number,
): { start: number; end: number } {
  const view = viewOf(bytes);
  const { start: at, name } = record;
  if (at < 0 || at + 30 > directoryStart || view.getUint32(at, true) !== signatures.local)
    throw new ZipError('corrupt', `${name} is not where the directory says`);
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const end = start + record.compressed;
  if (end > directoryStart) throw new ZipError('corrupt', `${name} is cut`);
  return { start, end };
}

function inflate(packed: Uint8Array, { name, size }: ZipRecord): Uint8Array {
  try {
    // One byte more than announced shows a wrong size: a bomb stops here, not when memory is full.
    const out = inflateRawSync(packed, { maxOutputLength: size + 1 });
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  } catch (cause) {
    throw new ZipError('corrupt', `${name} cannot be unpacked: ${String(cause)}`);
  }
}

/** Unpacked bytes of an entry; size and checksum are checked. @throws ZipError */
export function unpack(bytes: Uint8Array, record: ZipRecord, directoryStart: number): Uint8Array {
  const { name, method, size, flags, crc } = record;
  if ((flags & encryptedFlag) !== 0) throw new ZipError('encrypted', `${name} is encrypted`);
  const { start, end } = dataOf(bytes, record, directoryStart);
  const packed = bytes.subarray(start, end);
  if (method !== 0 && method !== 8)
    throw new ZipError(method === 99 ? 'encrypted' : 'corrupt', `${name} is packed by method ${method}`);
  const out = method === 0 ? packed.slice() : inflate(packed, record);
  if (out.length !== size) throw new ZipError('corrupt', `${name} has another size than announced`);
  if (crc32(out) !== crc) throw new ZipError('corrupt', `${name} does not match its checksum`);
  return out;
}

/** Reads the directory; files are unpacked on request. @throws ZipError */
export function openZip(bytes: Uint8Array, limits: ZipLimits = usualZipLimits): Zip {
  const directory = readDirectory(bytes, limits.entries);
  const { byName, find } = namesOf(directory);
  const unpacked = new Set<string>();
  let total = 0;
  return {
    bytes,
    names: [...byName.keys()],
    find,
    read(name) {
      const found = find(name);
      const record = found === null ? undefined : byName.get(found);
      if (found === null || !record) throw new ZipError('corrupt', `no ${name} in the archive`);
      if (record.size > limits.entry)
        throw new ZipError('too-large', `${name} unpacks to ${record.size} bytes`);
      if (!unpacked.has(found)) total += record.size;
      unpacked.add(found);
      if (total > limits.total)
        throw new ZipError('too-large', `the archive unpacks to over ${limits.total} bytes`);
      return unpack(bytes, record, directory.start);
    },
  };
}
