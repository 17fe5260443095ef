import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forkNode } from '../../../src-main/base/child.ts';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { childEntry } from '../../../src-main/base/paths.ts';
import { createBert } from '../../../src-main/fillmask/bert/model.ts';
import { createTokenizer } from '../../../src-main/fillmask/tokenizer.ts';
import { recipeOf } from '../../../src-main/learn/training/recipe.ts';
import { rowsOfSample } from '../../../src-main/learn/training/rows.ts';
import { Training } from '../../../src-main/learn/training/training.ts';
import type { TrainingSample } from '../../../src-main/learn/types.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { expandPatch, removeExpanded } from '../../../src-main/models/expand.ts';
import { weightsHash } from '../../../src-main/models/manifest.ts';
import { readPatch } from '../../../src-main/models/patch.ts';
import type { Checkpoint } from '../../../src-main/models/types.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { requireRealModel } from '../../support/real-model.ts';
import { tempDir } from '../../support/temp.ts';

/** The real model learns a word, and is trained again without it. */

const lines = (path: string) =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

const samples = lines('test/suites/corrections.jsonl')
  .map((line) => JSON.parse(line) as { text: string; answer: string; term: string; split: string })
  .filter(({ split }) => split === 'train')
  .slice(0, 12)
  .map(
    ({ text, answer, term }, i): TrainingSample => ({
      id: `s${i}`,
      text,
      answer,
      rejected: [],
      weight: 1,
      group: term,
      source: 'correction',
    }),
  );
const dir = requireRealModel();
const home = tempDir();

async function learned(some: readonly TrainingSample[]): Promise<string> {
  const { done } = new Training({
    fork: forkNode,
    entry: childEntry('learn/training/trainer-process'),
    log: silentLog,
    request: {
      dir,
      baseHash: await weightsHash(dir),
      samples: some,
      sentences: lines('resources/replay/sentences.txt'),
      recipe: recipeOf('lora', { heldOut: 0 }),
      provider: 'cpu',
      patches: join(home, 'patches'),
      trials: join(home, 'trial'),
      checkpoint: join(home, 'run'),
    },
    onProgress: () => undefined,
  });
  return (await done).file;
}

/** Places of the word's characters among the whole vocabulary, from 0, at the gaps of its samples. */
async function ranks(checkpoint: Checkpoint, some: readonly TrainingSample[]): Promise<number[]> {
  const tokenizer = createTokenizer(checkpoint);
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const out: number[] = [];
  for (const sample of some) {
    const made = rowsOfSample(sample, tokenizer, checkpoint.config.maxPositions);
    if ('reason' in made) throw new Error(made.reason);
    const [row] = made.rows;
    if (!row) throw new Error('no row');
    const [logits = new Float32Array()] = await bert.logits([row]);
    const { vocabSize } = checkpoint.config;
    for (const [j, answer] of row.answers.entries()) {
      const own = logits.subarray(j * vocabSize, (j + 1) * vocabSize);
      out.push(own.filter((one) => one > (own[answer] ?? 0)).length);
    }
  }
  await bert.release();
  return out;
}

const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

test("a forgotten word's rank returns to the base model's", async () => {
  const base = await openCheckpoint(dir);
  const [{ group } = { group: '' }] = samples;
  const forgotten = samples.filter((one) => one.group === group);
  const kept = samples.filter((one) => one.group !== group);
  const taught = async (some: readonly TrainingSample[]) => {
    const patch = await readPatch(await learned(some), {
      config: base.config,
      baseHash: await weightsHash(dir),
    });
    const checkpoint = await expandPatch(patch, base, clock);
    const found = { word: await ranks(checkpoint, forgotten), others: await ranks(checkpoint, kept) };
    await removeExpanded(base, patch.id);
    return found;
  };
  const before = medianOf(await ranks(base, forgotten));
  const withIt = await taught(samples);
  const without = await taught(kept);
  expect(before).toBeGreaterThan(20);
  expect(medianOf(withIt.word)).toBeLessThanOrEqual(1);
  // Training on other words moves an unrelated one by chance: far less than learning it did.
  expect(medianOf(without.word)).toBeGreaterThan(before / 5);
  expect(medianOf(without.others)).toBeLessThanOrEqual(1);
});
