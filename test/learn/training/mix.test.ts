import { expect, test } from 'vitest';
import type { CachedRow } from '../../../src-main/learn/training/batch.ts';
import { addUp, mixOf } from '../../../src-main/learn/training/mix.ts';
import { recipeOf } from '../../../src-main/learn/training/recipe.ts';
import {
  atStart,
  closeEpoch,
  noSums,
  resultOf,
  trialIsOver,
} from '../../../src-main/learn/training/run-state.ts';

const row = (masks: number, weight = 1, entropy = 0): CachedRow => ({
  hidden: new Float32Array(8),
  masked: Array.from({ length: masks }, (_, i) => i),
  targets: new Array<number>(masks).fill(0),
  weight,
  entropy,
});
const material = {
  corrections: [row(1), row(2), row(3, 0.5)],
  heldOut: [],
  returned: [],
  returnedContexts: [],
  replay: [row(2, 1, 0.5), row(2, 1, 0.25)],
  contexts: [row(1), row(3)],
  contextless: [row(1), row(2)],
};
const recipe = recipeOf('lora', { replayWeight: 2, contextWeight: 0.5, contextlessWeight: 0.25 });
const planned = { corrections: [1, 2], replay: [0, 1], contexts: [1] };
const massOf = (rows: readonly CachedRow[]) =>
  rows.reduce((sum, { weight, masked }) => sum + weight * masked.length, 0);

test('each kind of row weighs in the loss what the recipe says, however many rows it has', () => {
  const { rows, corrections, replay } = mixOf(material, planned, recipe, 0);
  // Two positions count whole, three half.
  expect(massOf(rows.slice(0, corrections))).toBeCloseTo((2 + 3 * 0.5) / 5, 9);
  expect(massOf(rows.slice(corrections, corrections + replay))).toBeCloseTo(2, 9);
  expect(massOf(rows.slice(corrections + replay, -1))).toBeCloseTo(0.5, 9);
  expect(massOf(rows.slice(-1))).toBeCloseTo(0.25, 9);
});

test('rows without a context take turns', () => {
  const masks = [0, 1, 2].map((step) => mixOf(material, planned, recipe, step).rows.at(-1)?.masked.length);
  expect(masks).toEqual([1, 2, 1]);
});

test('losses are added up by kind, replay’s without what no training can take away', () => {
  const sums = noSums();
  addUp(sums, mixOf(material, planned, recipe, 0), [4, 6, 1, 2, 100, 100]);
  expect(sums).toEqual({ loss: 10, positions: 5, replay: 2.25, replayPositions: 4 });
  expect(resultOf(sums, null)).toEqual({ loss: 2, replay: 2.25 / 4, heldOut: null });
});

test('the best epoch is the one with the least loss, held-out loss and forgetting', () => {
  const some = recipeOf('lora', {
    heldOutWeight: 1,
    replayWeight: 2,
    patience: 2,
    epochs: 9,
    learnedLoss: 0,
  });
  const state = atStart();
  const result = (loss: number, replay: number, heldOut: number) => ({
    loss,
    replay,
    heldOut: { loss: heldOut, accuracy: 0 },
  });
  expect(closeEpoch(state, result(5, 0.1, 4), some)).toBe(true);
  expect(closeEpoch(state, result(3, 0.1, 5), some)).toBe(true);
  expect(closeEpoch(state, result(2, 1, 5), some)).toBe(false);
  expect(trialIsOver(state, some)).toBe(false);
  expect(closeEpoch(state, result(2, 0.1, 7), some)).toBe(false);
  expect(state.best).toMatchObject({ epoch: 1, loss: 3 });
  expect(trialIsOver(state, some)).toBe(true);
});

test('an epoch whose numbers are none is never the best', () => {
  const state = atStart();
  closeEpoch(state, { loss: 9, replay: 0, heldOut: null }, recipe);
  expect(closeEpoch(state, { loss: Number.NaN, replay: 0, heldOut: null }, recipe)).toBe(false);
});
