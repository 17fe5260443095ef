import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { expandPatch, removeExpanded } from '../../src-main/models/expand.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import {
  layersBelow,
  type PatchMetadata,
  type PatchTensor,
  patchable,
  patchFile,
  readPatch,
  writePatch,
} from '../../src-main/models/patch.ts';
import type { Checkpoint, TensorEntry } from '../../src-main/models/types.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const layer = 'bert.encoder.layer.3.output.dense.weight';
const bias = 'cls.predictions.bias';

let base: Checkpoint;
let hash = '';
let metadata: PatchMetadata;

beforeEach(async () => {
  const dir = tempDir();
  await writeTinyModel(dir);
  base = await openCheckpoint(dir);
  hash = await weightsHash(dir);
  metadata = { baseHash: hash, mode: 'patch', seed: 7, recipe: '{}', samples: ['s'], metrics: { loss: 0.5 } };
});

const random = seededRng(3);
function change(shape: readonly number[], scale = 1e-4): PatchTensor {
  const size = shape.reduce((all, one) => all * one, 1);
  return { shape, data: Float32Array.from({ length: size }, () => (random() - 0.5) * scale) };
}
const shapeOf = (name: string) => patchable(base.config).get(name) ?? [];

function valuesOf({ dir, weightsFile }: Checkpoint, entry: TensorEntry | undefined): Float32Array {
  if (!entry) throw new Error('no such tensor');
  const bytes = readFileSync(join(dir, entry.file ?? weightsFile));
  return new Float32Array(new Uint8Array(bytes.subarray(entry.offset, entry.offset + entry.length)).buffer);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
}

const read = (file: string) => readPatch(file, { config: base.config, baseHash: hash });

/** Puts bytes where their own hash says, so that the checksum hides nothing that follows it. */
function named(dir: string, bytes: Uint8Array): string {
  const file = patchFile(dir, createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  writeFileSync(file, bytes);
  return file;
}

function withHeader(header: unknown, data = new Uint8Array()): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([head, json, data]);
}

const about = () => ({
  format: 'bumo-patch',
  formatVersion: '1',
  base: hash,
  mode: 'patch',
  seed: '1',
  recipe: '{}',
  samples: '[]',
  metrics: '{}',
});

describe('a patch', () => {
  test('gives base plus change where it changes, the base itself elsewhere', async () => {
    const delta = change(shapeOf(layer));
    const { file } = await writePatch(tempDir(), metadata, new Map([[layer, delta]]));
    const patched = await expandPatch(await read(file), base, clock);
    const before = valuesOf(base, base.tensors.get(layer));
    const after = valuesOf(patched, patched.tensors.get(layer));
    for (const [i, value] of delta.data.entries()) {
      // fp16 keeps 11 bits of a normal number and steps of 2^-24 below 2^-14; fp32 rounds the sum.
      const step = Math.max(Math.abs(value) * 2 ** -11, 2 ** -25) + 2 ** -24;
      expect(Math.abs((after[i] ?? 0) - (before[i] ?? 0) - value)).toBeLessThanOrEqual(step);
    }
    expect(patched.tensors.get(bias)).toEqual(base.tensors.get(bias));
  });

  test('of low rank gives base plus the product of its factors', async () => {
    const [rows = 0, columns = 0] = shapeOf(layer);
    const [a, b] = [change([2, columns], 0.5), change([rows, 2], 0.5)];
    const tensors = new Map([
      [`${layer}.lora_a`, a],
      [`${layer}.lora_b`, b],
    ]);
    const { file } = await writePatch(tempDir(), { ...metadata, mode: 'lora' }, tensors);
    const patched = await expandPatch(await read(file), base, clock);
    const before = valuesOf(base, base.tensors.get(layer));
    const after = valuesOf(patched, patched.tensors.get(layer));
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = (tensor: PatchTensor, i: number) => tensor.data[i] ?? 0;
        const product = at(b, row * 2) * at(a, column) + at(b, row * 2 + 1) * at(a, columns + column);
        const i = row * columns + column;
        expect((after[i] ?? 0) - (before[i] ?? 0)).toBeCloseTo(product, 3);
      }
    }
  });

  test('is named by its content: the same is the same file, another is another', async () => {
    const dir = tempDir();
    const delta = change(shapeOf(bias));
    const first = await writePatch(dir, metadata, new Map([[bias, delta]]));
    const second = await writePatch(dir, metadata, new Map([[bias, delta]]));
    const other = await writePatch(dir, { ...metadata, seed: 8 }, new Map([[bias, delta]]));
    expect(second).toEqual(first);
    expect(other.id).not.toBe(first.id);
    expect((await read(first.file)).metadata).toEqual(metadata);
  });

  test('is expanded anew where the expanded file is lost or cut', async () => {
    const { file, id } = await writePatch(tempDir(), metadata, new Map([[bias, change(shapeOf(bias))]]));
    const patch = await read(file);
    const first = await expandPatch(patch, base, clock);
    const path = join(base.dir, 'expanded', `${id}.safetensors`);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 9));
    expect(await expandPatch(patch, base, clock)).toEqual(first);
    expect(readFileSync(path)).toEqual(whole);
    await removeExpanded(base, id);
    expect(existsSync(path)).toBe(false);
    await expandPatch(patch, base, clock);
    expect(readFileSync(path)).toEqual(whole);
  });

  test('leaves at most six files beside the base: those used last, and none that nobody finished', async () => {
    const expanded = join(base.dir, 'expanded');
    const make = async (seed: number) => {
      const { file, id } = await writePatch(
        tempDir(),
        { ...metadata, seed },
        new Map([[bias, change(shapeOf(bias))]]),
      );
      const patch = await read(file);
      await expandPatch(patch, base, clock);
      // As if each were used a minute after the one before.
      const at = 1_000 + 60 * seed;
      utimesSync(join(expanded, `${id}.safetensors`), at, at);
      return { id, patch };
    };
    const first = await make(1);
    writeFileSync(join(expanded, 'a.safetensors.1.part'), '');
    utimesSync(join(expanded, 'a.safetensors.1.part'), 1, 1);
    writeFileSync(join(expanded, 'b.safetensors.2.part'), 'still being written');
    const others = [];
    for (let seed = 2; seed <= 6; seed++) others.push(await make(seed));
    await expandPatch(first.patch, base, clock);
    const last = [await make(7), await make(8)];
    const wanted = [first, ...others.slice(2), ...last].map(({ id }) => `${id}.safetensors`);
    expect(readdirSync(expanded).toSorted()).toEqual([...wanted, 'b.safetensors.2.part'].toSorted());
  });

  test('says how many layers it leaves as they are', () => {
    const changing = (...names: string[]) => ({
      tensors: new Map(names.map((name) => [name, { dtype: 'F16', shape: [], offset: 0, length: 0 }])),
    });
    const config = { layers: 12 };
    const low = 'bert.encoder.layer.9.output.dense.weight.lora_a';
    const high = 'bert.encoder.layer.10.attention.self.key.weight';
    expect(layersBelow([], config)).toBe(11);
    expect(layersBelow([changing(bias)], config)).toBe(11);
    expect(layersBelow([changing(bias, high)], config)).toBe(10);
    expect(layersBelow([changing(high), changing(low, high)], config)).toBe(9);
    expect(layersBelow([], { layers: 0 })).toBe(0);
  });

  test('that does not fit fp16 is not written', async () => {
    const delta = { shape: shapeOf(bias), data: change(shapeOf(bias)).data.fill(1e6) };
    await expect(writePatch(tempDir(), metadata, new Map([[bias, delta]]))).rejects.toThrow(/fp16/);
  });
});

describe('a patch is refused', () => {
  const half = (name: string, fill: number) => {
    const data = new Float16Array(shapeOf(name).reduce((all, one) => all * one, 1)).fill(fill);
    return new Uint8Array(data.buffer);
  };
  const entry = (name: string, shape = shapeOf(name)) => ({
    [name]: { dtype: 'F16', shape, data_offsets: [0, half(name, 0).length] },
  });

  test('of another base', async () => {
    const other = { ...metadata, baseHash: 'f'.repeat(64) };
    const { file } = await writePatch(tempDir(), other, new Map([[bias, change(shapeOf(bias))]]));
    expect(await codeOf(read(file))).toBe('patch-foreign');
  });

  test('under a name that is not its hash', async () => {
    const { file } = await writePatch(tempDir(), metadata, new Map([[bias, change(shapeOf(bias))]]));
    const renamed = patchFile(tempDir(), '0123456789abcdef');
    writeFileSync(renamed, readFileSync(file));
    expect(await codeOf(read(renamed))).toBe('patch-corrupt');
  });

  test.each([
    [
      'a header of a gigabyte',
      () => Buffer.concat([Buffer.from([0, 0, 0, 64, 0, 0, 0, 0]), Buffer.alloc(64)]),
    ],
    ['no tensors', () => withHeader({ __metadata__: about() })],
    ['no metadata', () => withHeader(entry(bias), half(bias, 0))],
    [
      'absurd shapes',
      () => withHeader({ __metadata__: about(), ...entry(bias, [2 ** 40, 2 ** 40]) }, half(bias, 0)),
    ],
    [
      'a tensor that all versions share',
      () => {
        const name = 'bert.embeddings.LayerNorm.bias';
        const shape = [base.config.hiddenSize];
        const data = new Uint8Array(base.config.hiddenSize * 2);
        const header = { [name]: { dtype: 'F16', shape, data_offsets: [0, data.length] } };
        return withHeader({ __metadata__: about(), ...header }, data);
      },
    ],
    [
      'factors without a partner',
      () => {
        const shape = [2, 16];
        const data = new Uint8Array(64);
        const name = 'cls.predictions.transform.dense.weight.lora_a';
        const header = { [name]: { dtype: 'F16', shape, data_offsets: [0, data.length] } };
        return withHeader({ __metadata__: about(), ...header }, data);
      },
    ],
    ['nothing at all', () => Buffer.alloc(0)],
  ])('for %s', async (_, make) => {
    expect(await codeOf(read(named(tempDir(), make())))).toBe('patch-corrupt');
  });

  test('for values that are no numbers', async () => {
    const bytes = withHeader({ __metadata__: about(), ...entry(bias) }, half(bias, Number.NaN));
    const patch = await read(named(tempDir(), bytes));
    expect(await codeOf(expandPatch(patch, base, clock))).toBe('patch-corrupt');
  });

  test('or reads what it says, whatever paths its metadata names', async () => {
    const bytes = withHeader(
      { __metadata__: { ...about(), file: '../../etc/passwd', location: '/etc' }, ...entry(bias) },
      half(bias, 0),
    );
    const patched = await expandPatch(await read(named(tempDir(), bytes)), base, clock);
    expect(patched.tensors.get(bias)?.file).toMatch(/^expanded\/[0-9a-f]{16}\.safetensors$/);
  });

  test('or read soundly under ten thousand mutations', async () => {
    const dir = tempDir();
    const tensors = new Map([
      [bias, change(shapeOf(bias))],
      ['bert.encoder.layer.3.output.dense.bias', change([16])],
    ]);
    const sound = readFileSync((await writePatch(dir, metadata, tensors)).file);
    const headerEnd = 8 + Number(sound.readBigUInt64LE());
    let refused = 0;
    const mutation = fc.record({
      // Nine in ten hit the header, where the danger is.
      at: fc.oneof(
        { weight: 9, arbitrary: fc.nat(headerEnd - 1) },
        { weight: 1, arbitrary: fc.nat(sound.length - 1) },
      ),
      byte: fc.nat(255),
      cut: fc.option(fc.nat(sound.length), { freq: 9 }),
      grown: fc.boolean(),
    });
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, byte, cut, grown }) => {
        const bytes = Buffer.from(sound);
        bytes[at] = byte;
        const short = cut === null ? bytes : bytes.subarray(0, cut);
        const file = named(dir, grown && cut !== null ? Buffer.concat([short, sound]) : short);
        const outcome = await read(file)
          .then((patch) => expandPatch(patch, base, clock).finally(() => removeExpanded(base, patch.id)))
          .then(
            () => 'read',
            (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
          );
        if (outcome !== 'read') refused++;
        expect(['read', 'patch-corrupt', 'patch-foreign']).toContain(outcome);
      }),
      { numRuns: 10_000 },
    );
    expect(refused).toBeGreaterThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });
});
