import { concat, viewOf } from '../bytes.ts';
import { dataOf, type Names, namesOf, unpack, usualZipLimits } from './zip.ts';
import {
  descriptorFlag,
  encryptedFlag,
  full16,
  full32,
  normalName,
  readDirectory,
  signatures,
  type ZipDirectory,
  ZipError,
  type ZipRecord,
} from './zip-directory.ts';
import { changedRecord, localHeader, movedRecord, newEntry, type Packed, pack } from './zip-write.ts';

/** Writes a changed archive; unchanged entries are copied byte for byte. */

interface Region {
  readonly start: number;
  readonly end: number;
}

/** Length of the data descriptor after an entry's data; 0 where none is recognised. */
function descriptorLength(view: DataView, record: ZipRecord, at: number, limit: number): number {
  if ((record.flags & descriptorFlag) === 0) return 0;
  const signed = at + 4 <= limit && view.getUint32(at, true) === signatures.descriptor ? 4 : 0;
  for (const [width, length] of [[8, 20] as const, [4, 12] as const]) {
    const from = at + signed;
    if (from + length > limit || view.getUint32(from, true) !== record.crc) continue;
    const values = [4, 4 + width].map((i) => view.getUint32(from + i, true));
    if (values[0] === record.compressed && values[1] === record.size) return signed + length;
  }
  return 0;
}

/** The bytes of an entry: local header, data, descriptor. Null for an incomplete entry. */
function regionOf(bytes: Uint8Array, record: ZipRecord, directoryStart: number): Region | null {
  try {
    const { end } = dataOf(bytes, record, directoryStart);
    return {
      start: record.start,
      end: end + descriptorLength(viewOf(bytes), record, end, directoryStart),
    };
  } catch (error) {
    if (error instanceof ZipError) return null;
    throw error;
  }
}

function isSame(bytes: Uint8Array, record: ZipRecord, content: Uint8Array, directoryStart: number): boolean {
  if (record.size !== content.length) return false;
  try {
    return Buffer.compare(unpack(bytes, record, directoryStart), content) === 0;
  } catch (error) {
    if (error instanceof ZipError && error.kind !== 'encrypted') return false;
    throw error;
  }
}

interface Plan {
  readonly removed: ReadonlySet<ZipRecord>;
  readonly changed: ReadonlyMap<ZipRecord, Uint8Array>;
  readonly added: ReadonlyMap<string, Uint8Array>;
}

function planOf(
  bytes: Uint8Array,
  directory: ZipDirectory,
  { byName, find }: Names,
  changes: ReadonlyMap<string, Uint8Array | null>,
): Plan {
  const removed = new Set<ZipRecord>();
  const changed = new Map<ZipRecord, Uint8Array>();
  const added = new Map<string, Uint8Array>();
  for (const [key, content] of changes) {
    const name = normalName(key);
    const found = find(name);
    const record = found === null ? undefined : byName.get(found);
    if (!record) {
      if (content) added.set(name, content);
    } else if (!content) {
      const equal = record.name.toLowerCase();
      for (const one of directory.records) if (one.name.toLowerCase() === equal) removed.add(one);
    } else if ((record.flags & encryptedFlag) !== 0) {
      throw new ZipError('encrypted', `${name} is encrypted`);
    } else if (!isSame(bytes, record, content, directory.start)) {
      changed.set(record, content);
    }
  }
  return { removed, changed, added };
}

/** A stretch of the archive and its replacement. */
interface Cut extends Region {
  readonly by: Uint8Array;
}

interface Replaced {
  readonly cuts: readonly Cut[];
  /** New content of entries that are replaced in place. */
  readonly packed: ReadonlyMap<ZipRecord, Packed>;
  /** New content of entries that cannot be replaced in place. */
  readonly elsewhere: ReadonlyMap<ZipRecord, Uint8Array>;
}

function replace(bytes: Uint8Array, directory: ZipDirectory, { removed, changed }: Plan): Replaced {
  const regions = new Map(directory.records.map((one) => [one, regionOf(bytes, one, directory.start)]));
  // Entries of a hostile archive may share bytes: those are not cut out.
  const isAlone = (region: Region) =>
    [...regions.values()].every(
      (other) => !other || other === region || other.end <= region.start || other.start >= region.end,
    );
  const cuts: Cut[] = [];
  const packed = new Map<ZipRecord, Packed>();
  const elsewhere = new Map<ZipRecord, Uint8Array>();
  for (const record of [...removed, ...changed.keys()]) {
    const content = changed.get(record);
    const region = regions.get(record);
    const own = region && isAlone(region) ? region : null;
    if (content && own) {
      const next = pack(content, record);
      packed.set(record, next);
      cuts.push({ ...own, by: concat([localHeader(bytes, record, next), next.data]) });
    } else if (content) {
      elsewhere.set(record, content);
    } else if (own) {
      cuts.push({ ...own, by: new Uint8Array() });
    }
  }
  cuts.sort((a, b) => a.start - b.start);
  return { cuts, packed, elsewhere };
}

/** How far the bytes at a position move. */
const shiftAt = (cuts: readonly Cut[], at: number): number =>
  cuts.reduce((sum, { start, end, by }) => (start < at ? sum + by.length - (end - start) : sum), 0);

/**
 * The end records for the changed directory. All numbers change by differences, so that odd values stay as odd as
 * they were.
 */
function endRecords(
  bytes: Uint8Array,
  { zip64, ending }: ZipDirectory,
  by: { start: number; size: number; count: number },
): Uint8Array {
  const from = zip64 ?? ending;
  const out = bytes.slice(from);
  const view = viewOf(out);
  const add64 = (at: number, value: number) =>
    view.setBigUint64(at, view.getBigUint64(at, true) + BigInt(value), true);
  if (zip64 !== null) {
    for (const at of [24, 32]) add64(at, by.count);
    add64(40, by.size);
    add64(48, by.start);
    add64(ending - from - 20 + 8, by.start + by.size);
  }
  const at = ending - from;
  for (const [field, value, full] of [
    [8, by.count, full16],
    [10, by.count, full16],
    [12, by.size, full32],
    [16, by.start, full32],
  ] as const) {
    const old = full === full16 ? view.getUint16(at + field, true) : view.getUint32(at + field, true);
    if (zip64 !== null && old === full) continue;
    if (old + value >= full) throw new ZipError('too-large', 'the archive would need zip64');
    if (full === full16) view.setUint16(at + field, old + value, true);
    else view.setUint32(at + field, old + value, true);
  }
  return out;
}

/** Everything before the directory, with the replacements. */
function copyBody(bytes: Uint8Array, cuts: readonly Cut[], directoryStart: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, by } of cuts) {
    parts.push(bytes.subarray(at, start), by);
    at = end;
  }
  parts.push(bytes.subarray(at, directoryStart));
  return parts;
}

/**
 * The archive with files changed, removed (`null`) or added. The bytes before the directory are those of `bytes`
 * except for changed entries, which keep their place, name, time, method and extra fields. A file with unchanged
 * content stays as it is packed. The same changes give the same bytes.
 * @throws ZipError
 */
export function patchZip(bytes: Uint8Array, changes: ReadonlyMap<string, Uint8Array | null>): Uint8Array {
  const directory = readDirectory(bytes, usualZipLimits.entries);
  const plan = planOf(bytes, directory, namesOf(directory), changes);
  if (plan.removed.size + plan.changed.size + plan.added.size === 0) return bytes.slice();
  const { cuts, packed, elsewhere } = replace(bytes, directory, plan);
  const body = copyBody(bytes, cuts, directory.start);
  let length = directory.start + shiftAt(cuts, directory.start);
  const append = (name: string, content: Uint8Array): Uint8Array => {
    const { local, record } = newEntry(name, content);
    viewOf(record).setUint32(42, length - directory.base, true);
    body.push(local);
    length += local.length;
    return record;
  };
  const records = directory.records
    .filter((one) => !plan.removed.has(one))
    .map((one) => {
      const other = elsewhere.get(one);
      if (other) return append(one.name, other);
      const by = shiftAt(cuts, one.start);
      const next = packed.get(one);
      return next
        ? changedRecord(bytes, one, next, one.start + by - directory.base)
        : movedRecord(bytes, one, by);
    });
  for (const [name, content] of plan.added) records.push(append(name, content));
  const size = records.reduce((sum, record) => sum + record.length, 0);
  const ends = endRecords(bytes, directory, {
    start: length - directory.start,
    size: size - (directory.end - directory.start),
    count: records.length - directory.records.length,
  });
  const between = bytes.subarray(directory.end, directory.zip64 ?? directory.ending);
  return concat([...body, ...records, between, ends]);
}
