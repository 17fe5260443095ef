import { expect } from 'vitest';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import type { VersionedModel } from '../tiny-package.ts';
import { infer, statsOf } from './client.ts';
import { desktopLogits, farthest, randomRows } from './packages.ts';

/** What an engine that serves a package must answer, whichever engine it is. */

/** The base model and its first version, each in every encoding. */
export async function expectDesktopLogits(
  port: number,
  model: VersionedModel,
  encodings: readonly { readonly binary?: boolean }[],
): Promise<void> {
  const checkpoint = await openCheckpoint(model.dir);
  const rows = randomRows(checkpoint, 6, 5);
  for (const version of ['base', model.versions[0].id]) {
    const wanted = await desktopLogits(model, version, rows);
    for (const encoding of encodings) {
      const options = { version, ...encoding, vocabSize: checkpoint.config.vocabSize };
      const answer = await infer(port, rows, options);
      expect(answer.version).toBe(version);
      expect(farthest(answer.logits, wanted)).toBeLessThan(1e-3);
    }
  }
}

/** Requests of different lengths that are sent at once run in batches, each with its own logits. */
export async function expectBatches(
  port: number,
  model: VersionedModel,
  version: string,
  encoding: { readonly binary?: boolean } = {},
): Promise<void> {
  const checkpoint = await openCheckpoint(model.dir);
  const rows = randomRows(checkpoint, 64, 9);
  const wanted = await desktopLogits(model, version, rows);
  const before = await statsOf(port, version);
  const options = { version, ...encoding, vocabSize: checkpoint.config.vocabSize };
  const answers = await Promise.all(rows.map((one) => infer(port, [one], options)));
  for (const [i, { logits }] of answers.entries())
    expect(farthest(logits, wanted.slice(i, i + 1))).toBeLessThan(1e-4);
  const after = await statsOf(port, version);
  const grown = (name: 'inference_count' | 'execution_count') => (after[name] ?? 0) - (before[name] ?? 0);
  expect(grown('inference_count')).toBe(64);
  expect(grown('execution_count')).toBeLessThan(64);
}
