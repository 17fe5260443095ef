import fc from 'fast-check';
import { expect, test } from 'vitest';
import { price } from '../../src-main/fillmask/infill/scores.ts';
import { logProbability } from '../../src-main/fillmask/infill/span.ts';
import { weights } from '../../src-main/fillmask/infill/weights.ts';

test('a word’s price is its frequency, what the model says of it anywhere, and its length', () => {
  const vocabSize = 7;
  const number = fc.double({ min: -20, max: 20, noNaN: true });
  const drawn = fc.integer({ min: 1, max: 4 }).chain((length) =>
    fc.record({
      words: fc.array(
        fc.record({
          ids: fc.array(fc.nat({ max: vocabSize - 1 }), { minLength: length, maxLength: length }),
          logFrequency: number,
        }),
        { minLength: 1, maxLength: 9 },
      ),
      logits: fc.array(number, { minLength: length * vocabSize, maxLength: length * vocabSize }),
      logSums: fc.array(number, { minLength: length, maxLength: length }),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ words, logits, logSums }) => {
      const length = logSums.length;
      const anywhere = {
        logits: Float32Array.from(logits),
        logSums: Float64Array.from(logSums),
        wordMass: new Float64Array(length).fill(1),
        digitMass: new Float64Array(length),
        vocabSize,
      };
      const table = {
        length,
        count: words.length,
        ids: Int32Array.from(words.flatMap(({ ids }) => ids)),
        logFrequency: Float32Array.from(words, ({ logFrequency }) => logFrequency),
      };
      const { base } = price(table, anywhere, weights);
      expect(base).toHaveLength(words.length);
      for (const [i, { ids, logFrequency }] of words.entries()) {
        const prior = ids.reduce((sum, id, j) => sum + logProbability(anywhere, j, id), 0);
        const offset = weights.length[length - 1] ?? 0;
        expect(base[i]).toBeCloseTo(weights.frequency * logFrequency + weights.prior * prior + offset, 4);
      }
    }),
  );
});
