import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { must } from '../../base/assert.ts';
import { renameDurably } from '../../base/durable.ts';
import { ownerOnlyFolder } from '../../base/owner-only.ts';
import {
  readSafetensorsHeader,
  readTensors,
  type TensorToWrite,
  writeSafetensors,
} from '../../models/safetensors.ts';

/** A run's state on the disk, so that a crash or a power loss costs seconds of work. */

export type RunArrays = Readonly<Record<string, Float32Array>>;

export interface RunStore {
  /** @param key of the run (see `runKey`) */
  save(key: string, state: unknown, arrays: RunArrays): Promise<void>;
  /**
   * Reads the saved arrays into `arrays`.
   * @returns the saved state; null where it is missing, damaged or of another run. The content of `arrays` is undefined
   *   then.
   */
  restore(key: string, arrays: RunArrays): Promise<unknown>;
  clear(): Promise<void>;
}

const bytesOf = (array: Float32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const sumOf = (arrays: RunArrays) =>
  String(Object.values(arrays).reduce((sum, array) => crc32(bytesOf(array), sum), 0));

async function read(file: string, key: string, arrays: RunArrays): Promise<unknown> {
  const { tensors, metadata } = await readSafetensorsHeader(file);
  if (metadata.key !== key) return null;
  const wanted = Object.entries(arrays).map(([name, into]) => ({
    entry: must(tensors.get(name), name),
    into,
  }));
  await readTensors(file, wanted);
  if (metadata.sum !== sumOf(arrays)) return null;
  return JSON.parse(metadata.state ?? 'null');
}

/** A store in one file, which each saving replaces. */
export function fileRunStore(file: string): RunStore {
  const part = `${file}.part`;
  return {
    async save(key, state, arrays) {
      const tensors = Object.entries(arrays).map(
        ([name, array]): TensorToWrite => ({ name, shape: [array.length], pieces: () => [array] }),
      );
      const metadata = { format: 'bumo-run', key, sum: sumOf(arrays), state: JSON.stringify(state) };
      await mkdir(dirname(file), { recursive: true, mode: ownerOnlyFolder });
      try {
        await writeSafetensors(part, tensors, { metadata });
        await renameDurably(part, file);
      } catch (error) {
        // On a full disk the part would take the room that the writer's text needs.
        await rm(part, { force: true }).catch(() => undefined);
        throw error;
      }
    },
    // Whatever is wrong with the file, the run starts over.
    restore: (key, arrays) => read(file, key, arrays).catch(() => null),
    async clear() {
      await rm(part, { force: true });
      await rm(file, { force: true });
    },
  };
}
