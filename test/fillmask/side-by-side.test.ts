import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerSideBySide } from '../../src-main/fillmask/side-by-side.ts';
import type { MaskedRow, RowModel } from '../../src-main/fillmask/types.ts';

/** A model that answers a row with the row, and notes how many rows came at once. */
function echo(): { readonly model: RowModel; readonly batches: number[] } {
  const batches: number[] = [];
  const model: RowModel = {
    async logits(rows) {
      batches.push(rows.length);
      await Promise.resolve();
      if (rows.some(({ ids }) => ids.includes(-1))) throw new Error('broken');
      return rows.map(({ ids }) => Float32Array.from(ids));
    },
    states: async () => [],
    key: async () => new Float32Array(),
  };
  return { model, batches };
}

const row = (id: number): MaskedRow => ({ ids: [id], masked: [0] });

test('each answer gets its own rows back, whatever the others ask and however often', async () => {
  const rounds = fc.array(fc.nat({ max: 4 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(rounds, { minLength: 1, maxLength: 6 }), async (plans) => {
      const { model, batches } = echo();
      const answers = plans.map((plan, who) => async (shared: RowModel) => {
        const seen: number[] = [];
        for (const count of plan) {
          const rows = Array.from({ length: count }, (_, i) => row(100 * who + i));
          seen.push(...(await shared.logits(rows)).map(([id]) => id ?? -1));
        }
        return seen;
      });
      const expected = plans.map((plan, who) =>
        plan.flatMap((count) => Array.from({ length: count }, (_, i) => 100 * who + i)),
      );
      expect(await answerSideBySide(model, answers)).toEqual(expected);
      expect(batches.length, 'as many runs as the one who asks most').toBe(
        Math.max(...plans.map((plan) => plan.length)),
      );
    }),
  );
});

test('an error reaches who waited for the batch; the others end, and the model is usable afterwards', async () => {
  const { model } = echo();
  let ended = 0;
  const ask = (id: number) => async (shared: RowModel) => {
    try {
      return await shared.logits([row(id)]);
    } finally {
      ended++;
    }
  };
  const failing = [ask(1), ask(-1), async () => Promise.reject(new Error('its own'))];
  await expect(answerSideBySide(model, failing)).rejects.toThrow('broken');
  expect(ended).toBe(2);
  expect(await model.logits([row(3)])).toEqual([Float32Array.of(3)]);
});
