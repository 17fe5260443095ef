import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { readSafetensorsHeader } from '../../src-main/models/safetensors.ts';
import { tempDir } from '../support/temp.ts';
import { type TinyModelChanges, tinyConfig, tinyVocabulary, writeTinyModel } from '../support/tiny-model.ts';
import { said } from '../support/words.ts';

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof CodedError) return error.code;
  throw error;
}

describe('opening a checkpoint', () => {
  test('reads shape, vocabulary and the place of every tensor, and leaves the weights on disk', async () => {
    const dir = tempDir();
    await writeTinyModel(dir);
    const checkpoint = await openCheckpoint(dir);
    expect(checkpoint.config).toEqual(tinyConfig);
    expect(checkpoint.vocabulary).toEqual(tinyVocabulary);
    const entry = checkpoint.tensors.get('cls.predictions.bias');
    expect(entry?.shape).toEqual([tinyConfig.vocabSize]);
    expect((entry?.offset ?? 0) + (entry?.length ?? 0)).toBe(
      readFileSync(join(dir, 'model.safetensors')).length,
    );
  });

  const refusals: [string, TinyModelChanges, string][] = [
    ['another architecture', { config: { model_type: 'roberta' } }, 'model-wrong-architecture'],
    ['another activation', { config: { hidden_act: 'relu' } }, 'model-wrong-architecture'],
    ['more layers than tensors', { config: { num_hidden_layers: 6 } }, 'model-wrong-architecture'],
    ['a vocabulary of another size', { vocabulary: tinyVocabulary.slice(0, -1) }, 'model-wrong-vocabulary'],
    [
      'a vocabulary without [MASK]',
      { vocabulary: tinyVocabulary.map((one) => (one === '[MASK]' ? '遮' : one)) },
      'model-wrong-vocabulary',
    ],
    [
      'weights of another vocabulary',
      { config: { vocab_size: 30 }, vocabulary: tinyVocabulary.slice(0, 30) },
      'model-wrong-vocabulary',
    ],
    ['no MLM head', { without: (name) => name.startsWith('cls.') }, 'model-no-head'],
  ];

  test.each(refusals)('refuses %s', async (_name, changes, code) => {
    const dir = tempDir();
    await writeTinyModel(dir, changes);
    expect(await codeOf(openCheckpoint(dir))).toBe(code);
  });

  test.each(['config.json', 'vocab.txt', 'model.safetensors'])('names a missing %s', async (file) => {
    const dir = tempDir();
    await writeTinyModel(dir);
    rmSync(join(dir, file));
    await expect(openCheckpoint(dir)).rejects.toMatchObject({
      code: 'model-incomplete',
      text: said({ en: expect.stringContaining(file) }),
    });
  });

  test('refuses weights that end early, wherever they end', async () => {
    const dir = tempDir();
    await writeTinyModel(dir);
    const file = join(dir, 'model.safetensors');
    const { length } = readFileSync(file);
    for (const size of [length - 1, Math.floor(length / 2), 100, 8, 7, 0]) {
      truncateSync(file, size);
      expect(await codeOf(openCheckpoint(dir))).toBe('model-truncated');
    }
  });
});

describe('the safetensors reader', () => {
  test('refuses a damaged header with a reason, or reads one that still holds together', async () => {
    const dir = tempDir();
    await writeTinyModel(dir);
    const file = join(dir, 'model.safetensors');
    const sound = readFileSync(file);
    const headerEnd = 8 + Number(sound.readBigUInt64LE());
    await fc.assert(
      fc.asyncProperty(fc.nat(headerEnd - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        writeFileSync(file, bytes);
        const outcome = await readSafetensorsHeader(file).then(
          ({ tensors }) => [...tensors.values()].every((one) => one.offset + one.length <= bytes.length),
          (error: unknown) => error instanceof CodedError,
        );
        expect(outcome).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('does not believe a header of a gigabyte', async () => {
    const dir = tempDir();
    const file = join(dir, 'model.safetensors');
    const bytes = Buffer.alloc(64);
    bytes.writeBigUInt64LE(1n << 30n);
    writeFileSync(file, bytes);
    expect(await codeOf(readSafetensorsHeader(file))).toBe('model-corrupt');
  });
});
