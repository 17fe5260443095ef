import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { renameDurably } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFile } from '../base/owner-only.ts';
import type { Detail } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import type { TensorEntry } from './types.ts';

/** The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes, all little-endian. */

const bytesOf: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** A file that claims a longer header is refused before the header is read. */
const maxHeaderBytes = 16 * 1024 * 1024;
const preamble = 8;

const Entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const Header = z.record(z.string(), z.unknown());
const Metadata = z.record(z.string(), z.string());

const corrupt = (file: string, detail: Detail, cause?: unknown) =>
  new CodedError('model-corrupt', message('models.file-damaged', { file }, detail), { cause });

const truncated = (file: string, has: number, needs: number) =>
  new CodedError('model-truncated', message('models.file-truncated', { file, needs, has }));

async function readHeader(file: string): Promise<{ json: string; dataStart: number; size: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(preamble);
    const { bytesRead } = await handle.read(head, 0, preamble, 0);
    if (bytesRead < preamble) throw truncated(file, size, preamble);
    const length = head.readBigUInt64LE();
    if (length > maxHeaderBytes) throw corrupt(file, message('models.header-length'));
    const dataStart = preamble + Number(length);
    if (size < dataStart) throw truncated(file, size, dataStart);
    const body = Buffer.alloc(Number(length));
    await handle.read(body, 0, body.length, preamble);
    return { json: body.toString('utf8'), dataStart, size };
  } finally {
    await handle.close();
  }
}

function parseEntry(file: string, name: string, raw: unknown, dataStart: number): TensorEntry {
  const parsed = Entry.safeParse(raw);
  if (!parsed.success) throw corrupt(file, message('models.header-entry', { name }));
  const { dtype, shape, data_offsets } = parsed.data;
  const width = bytesOf[dtype];
  if (width === undefined) throw corrupt(file, `${name}: dtype ${dtype}`);
  const [start, end] = data_offsets;
  const needed = shape.reduce((all, size) => all * size, width);
  if (end - start !== needed)
    throw corrupt(file, message('models.entry-size', { name, needed, found: end - start }));
  return { dtype, shape, offset: dataStart + start, length: needed };
}

export interface SafetensorsHeader {
  readonly tensors: Map<string, TensorEntry>;
  /** The `__metadata__` object; empty where the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads and checks a file's table of tensors. The tensors' data stay unread.
 * @throws CodedError `model-truncated`, `model-corrupt`
 */
export async function readSafetensorsHeader(file: string): Promise<SafetensorsHeader> {
  const { json, dataStart, size } = await readHeader(file);
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch (cause) {
    throw corrupt(file, message('models.header-no-json'), cause);
  }
  const parsed = Header.safeParse(header);
  if (!parsed.success) throw corrupt(file, message('models.header-no-object'));
  const tensors = new Map<string, TensorEntry>();
  for (const [name, raw] of Object.entries(parsed.data)) {
    if (name !== '__metadata__') tensors.set(name, parseEntry(file, name, raw, dataStart));
  }
  checkCoverage(file, [...tensors.values()], dataStart, size);
  return { tensors, metadata: Metadata.catch({}).parse(parsed.data.__metadata__) };
}

/** The format requires that the tensors cover the rest of the file without holes, overlaps or leftovers. */
function checkCoverage(file: string, entries: TensorEntry[], dataStart: number, size: number): void {
  let at = dataStart;
  for (const entry of entries.sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (entry.offset !== at) throw corrupt(file, message('models.data-gaps'));
    at += entry.length;
  }
  if (size < at) throw truncated(file, size, at);
  if (size > at) throw corrupt(file, message('models.bytes-over', { bytes: size - at }));
}

export type StoredType = 'F32' | 'F16' | 'I8';

export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where it differs from the file's other tensors. */
  readonly dtype?: StoredType;
  /** Row-major data in pieces, so that a large tensor need not be in memory as a whole. */
  readonly pieces: () => Iterable<Float32Array | Float16Array | Int8Array>;
}

export interface WriteOptions {
  /** Type of the tensors that name none; default F32. */
  readonly dtype?: StoredType;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Writes tensors in the given order and flushes the file to the disk. The same tensors give the same bytes. */
export async function writeSafetensors(
  file: string,
  tensors: readonly TensorToWrite[],
  { dtype = 'F32', metadata = { format: 'pt' } }: WriteOptions = {},
): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const { name, shape, dtype: own = dtype } of tensors) {
    const length = shape.reduce((all, size) => all * size, bytesOf[own] ?? 0);
    header[name] = { dtype: own, shape, data_offsets: [at, at + length] };
    at += length;
  }
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const head = Buffer.alloc(preamble);
  head.writeBigUInt64LE(BigInt(padded.length));
  const handle = await open(file, 'w', ownerOnlyFile);
  try {
    await handle.write(Buffer.concat([head, padded]));
    for (const tensor of tensors) {
      for (const piece of tensor.pieces()) {
        await handle.write(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Like `writeSafetensors`, but an existing file is replaced only once the new one is complete. Creates the folder. */
export async function replaceSafetensors(
  file: string,
  tensors: readonly TensorToWrite[],
  options?: WriteOptions,
): Promise<void> {
  // Two processes may write the same file.
  const part = `${file}.${process.pid}.part`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeSafetensors(part, tensors, options);
    await renameDurably(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * Reads float32 tensors of one file into arrays of the caller.
 * @param wanted each tensor with an array of exactly its length
 * @throws CodedError `model-truncated`
 */
export async function readTensors(
  file: string,
  wanted: readonly { readonly entry: TensorEntry; readonly into: Float32Array }[],
): Promise<void> {
  const handle = await open(file, 'r');
  try {
    for (const { entry, into } of wanted) {
      const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      if (bytes.length !== entry.length) throw new RangeError(`${bytes.length} bytes for ${entry.length}`);
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, entry.offset + at);
        if (bytesRead === 0) throw truncated(file, entry.offset + at, entry.offset + entry.length);
        at += bytesRead;
      }
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads all float32 tensors of a small file that was measured on one base model.
 * @param baseHash SHA-256 of that model's weights, which the file's metadata name as `base`
 * @returns null where the file is missing, damaged or of another base model
 */
export async function readMeasured(
  file: string,
  baseHash: string,
): Promise<ReadonlyMap<string, Float32Array> | null> {
  const header = await readSafetensorsHeader(file).catch(() => null);
  if (header?.metadata.base !== baseHash) return null;
  const bytes = await readFile(file);
  const floats = [...header.tensors].filter(([, { dtype }]) => dtype === 'F32');
  return new Map(
    floats.map(([name, { offset, length }]) => [
      name,
      // Copied, since a Float32Array must begin at a multiple of four bytes.
      new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer),
    ]),
  );
}
