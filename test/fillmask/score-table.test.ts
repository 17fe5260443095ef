import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreTable } from '../../src-main/fillmask/infill/scores.ts';
import type { SpanLogits } from '../../src-main/fillmask/infill/span.ts';
import { weights as shippedWeights } from '../../src-main/fillmask/infill/weights.ts';

const vocabSize = 7;

/** The definition, word by word. */
function expected(ids: readonly number[], base: number, logits: SpanLogits, repeated: Uint8Array): number {
  const { evidence, repetition, wordMass } = shippedWeights;
  const sum = ids.reduce(
    (total, id, j) =>
      total +
      evidence * ((logits.logits[j * vocabSize + id] ?? 0) - (logits.logSums[j] ?? 0)) +
      repetition * (repeated[id] ?? 0) +
      wordMass * Math.log(logits.wordMass[j] ?? 1),
    0,
  );
  return base + sum;
}

test('the loop of each length gives the sum over a word’s tokens', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.array(fc.integer({ min: 0, max: vocabSize - 1 }), { minLength: 6, maxLength: 6 }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 0, max: 1000 }),
      (length, words, seed) => {
        const value = (i: number) => 4 * Math.sin(seed + i);
        const logits: SpanLogits = {
          logits: Float32Array.from({ length: length * vocabSize }, (_, i) => value(i)),
          logSums: Float64Array.from({ length }, (_, i) => 2 + value(i)),
          wordMass: new Float64Array(length).fill(0.8),
          digitMass: new Float64Array(length),
          vocabSize,
        };
        const repeated = Uint8Array.from({ length: vocabSize }, (_, i) => (i + seed) % 2);
        const cut = words.map((word) => word.slice(0, length));
        const base = Float32Array.from(cut, (_, i) => value(i));
        const table = {
          length,
          count: cut.length,
          ids: Int32Array.from(cut.flat()),
          logFrequency: base,
          base,
        };
        const { scores } = scoreTable(table, logits, repeated, shippedWeights);
        for (const [i, ids] of cut.entries())
          expect(scores[i]).toBeCloseTo(expected(ids, base[i] ?? 0, logits, repeated), 3);
      },
    ),
  );
});
