import { expect, test } from 'vitest';
import { gather, prepare } from '../../../src-main/learn/training/material.ts';
import { distributionOf } from '../../../src-main/learn/training/prepare.ts';
import { recipeOf } from '../../../src-main/learn/training/recipe.ts';
import { createTrainee } from '../../../src-main/learn/training/trainee.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { cached, samples, sentences, tinyCheckpoint } from '../tiny.ts';

const recipe = recipeOf('lora', { leastReplay: 9, heldOut: 0.34 });

async function prepared(rivalShare = 0) {
  const checkpoint = await tinyCheckpoint();
  const raw = gather(checkpoint, samples(), sentences, recipe);
  const trainee = await createTrainee(checkpoint, recipe, ortRunner, { provider: 'cpu' });
  const counts: [number, number][] = [];
  const material = await prepare(checkpoint, raw, trainee, ortRunner, {
    provider: 'cpu',
    rivalShare,
    layersBelow: 1,
    onRows: async (done, all) => void counts.push([done, all]),
  });
  return { checkpoint, raw, trainee, material, counts };
}

test('each row keeps its own trunk output, whatever it was run together with', async () => {
  const { checkpoint, raw, trainee, material } = await prepared();
  for (const kind of ['corrections', 'heldOut', 'replay', 'contexts', 'contextless'] as const) {
    expect(material[kind]).toHaveLength(raw[kind].length);
    const alone = await cached(checkpoint, raw[kind], () => 0);
    for (const [i, { hidden, masked }] of material[kind].entries()) {
      expect(masked).toEqual(raw[kind][i]?.masked);
      expect(hidden.length).toBe(alone[i]?.hidden.length);
      for (const [at, value] of hidden.entries()) expect(value).toBeCloseTo(alone[i]?.hidden[at] ?? 9, 5);
    }
  }
  await trainee.release();
});

test('corrections and held-out rows keep their answers, replay gets the untrained model’s', async () => {
  const { checkpoint, raw, trainee, material } = await prepared();
  const { vocabSize } = checkpoint.config;
  for (const kind of ['corrections', 'heldOut'] as const)
    expect(material[kind].map(({ targets }) => targets)).toEqual(raw[kind].map(({ answers }) => answers));
  for (const row of [...material.replay, ...material.contextless]) {
    const [logits] = await trainee.logits([row]);
    for (const [k, target] of row.targets.entries()) {
      const { distribution } = distributionOf(
        (logits ?? new Float32Array()).subarray(k * vocabSize, (k + 1) * vocabSize),
      );
      for (const [id, p] of (target as Float32Array).entries())
        expect(p).toBeCloseTo(distribution[id] ?? 9, 5);
    }
  }
  await trainee.release();
});

test('under other lengths characters keep what the recipe leaves them', async () => {
  const whole = await prepared(0);
  const taken = await prepared(0.75);
  const held = (target: Float32Array) =>
    target.reduce((sum, p, id) => sum + p * (whole.raw.flags[id] ?? 0), 0);
  for (const [i, { targets }] of taken.material.contexts.entries()) {
    for (const [k, target] of targets.entries()) {
      const before = held(whole.material.contexts[i]?.targets[k] as Float32Array);
      expect(before).toBeGreaterThan(0.1);
      expect(held(target as Float32Array)).toBeCloseTo(before / 4, 4);
    }
  }
  await Promise.all([whole.trainee.release(), taken.trainee.release()]);
});

test('preparing tells how far it is', async () => {
  const { trainee, counts } = await prepared();
  const [, all] = counts[0] ?? [0, 0];
  expect(counts.every(([done, of], i) => of === all && done >= (counts[i - 1]?.[0] ?? 0))).toBe(true);
  expect(counts.at(-1)?.[0]).toBeLessThan(all);
  expect(counts.at(-1)?.[0]).toBeGreaterThanOrEqual(all - 8);
  await trainee.release();
});
