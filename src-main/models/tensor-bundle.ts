import protobuf from 'protobufjs';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';

/**
 * The index of a TensorFlow tensor bundle: a table in LevelDB's format whose values are `BundleEntryProto`.
 * Source: tensorflow/core/protobuf/tensor_bundle.proto, leveldb/doc/table_format.md.
 */

export interface BundleEntry {
  /** tensorflow.DataType; 1 is float32. */
  readonly dataType: number;
  readonly shape: readonly number[];
  readonly shard: number;
  /** Bytes in the data shard. */
  readonly offset: number;
  readonly length: number;
}

const Entry = protobuf.Root.fromJSON({
  nested: {
    Dim: { fields: { size: { id: 1, type: 'int64' } } },
    Shape: { fields: { dim: { id: 2, type: 'Dim', rule: 'repeated' } } },
    BundleEntry: {
      fields: {
        dtype: { id: 1, type: 'int32' },
        shape: { id: 2, type: 'Shape' },
        shardId: { id: 3, type: 'int32' },
        offset: { id: 4, type: 'int64' },
        size: { id: 5, type: 'int64' },
      },
    },
  },
}).lookupType('BundleEntry');

const footerBytes = 48;
const magic = 0xdb4775248b80fb57n;

function corrupt(detail: string, cause?: unknown): CodedError {
  return new CodedError('model-corrupt', message('models.index-damaged', {}, detail), { cause });
}

interface Record {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A block consists of prefix-compressed records, an array of restart points, a compression byte and a checksum. */
function readBlock(index: Uint8Array, offset: number, size: number): Record[] {
  if (offset + size + 5 > index.length || size < 4) throw corrupt('block');
  if (index[offset + size] !== 0) throw corrupt('compressed block');
  const block = index.subarray(offset, offset + size);
  const restarts = new DataView(block.buffer, block.byteOffset + size - 4, 4).getUint32(0, true);
  const end = size - 4 * (restarts + 1);
  if (end < 0) throw corrupt('restart points');
  const reader = protobuf.Reader.create(block.subarray(0, end));
  const records: Record[] = [];
  let key = Buffer.alloc(0);
  while (reader.pos < end) {
    const shared = reader.uint32();
    const fresh = reader.uint32();
    const length = reader.uint32();
    const start = reader.pos;
    if (shared > key.length || start + fresh + length > end) throw corrupt('record');
    key = Buffer.concat([key.subarray(0, shared), block.subarray(start, start + fresh)]);
    records.push({ key: key.toString('utf8'), value: block.subarray(start + fresh, start + fresh + length) });
    reader.pos = start + fresh + length;
  }
  return records;
}

function readHandle(bytes: Uint8Array, skip = 0): { offset: number; size: number } {
  const reader = protobuf.Reader.create(bytes);
  for (let i = 0; i < skip; i++) reader.uint64();
  return { offset: Number(reader.uint64()), size: Number(reader.uint64()) };
}

function parseEntry(value: Uint8Array): BundleEntry {
  const raw = Entry.toObject(Entry.decode(value), {
    longs: Number,
    defaults: true,
    arrays: true,
    objects: true,
  });
  const dims = (raw.shape?.dim ?? []) as { size: number }[];
  return {
    dataType: raw.dtype,
    shape: dims.map((dim) => dim.size),
    shard: raw.shardId,
    offset: raw.offset,
    length: raw.size,
  };
}

/**
 * Reads an index file's bytes.
 * @returns entries by variable name
 * @throws CodedError `model-corrupt`
 */
export function readBundleIndex(index: Uint8Array): Map<string, BundleEntry> {
  if (index.length < footerBytes) throw corrupt('length');
  const footer = index.subarray(index.length - footerBytes);
  if (Buffer.from(footer).readBigUInt64LE(footerBytes - 8) !== magic) throw corrupt('magic number');
  try {
    // The footer holds the handle of the meta-index first, then that of the index.
    const top = readHandle(footer, 2);
    const entries = new Map<string, BundleEntry>();
    for (const { value: handle } of readBlock(index, top.offset, top.size)) {
      const { offset, size } = readHandle(handle);
      for (const { key, value } of readBlock(index, offset, size)) {
        // The empty key is the bundle's header.
        if (key !== '') entries.set(key, parseEntry(value));
      }
    }
    return entries;
  } catch (error) {
    throw error instanceof CodedError ? error : corrupt('structure', error);
  }
}
