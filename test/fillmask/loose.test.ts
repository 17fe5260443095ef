import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looseSequences } from '../../src-main/fillmask/infill/loose.ts';
import { logProbability, type SpanLogits } from '../../src-main/fillmask/infill/span.ts';

const vocabSize = 40;

const spanOf = (logits: readonly number[]): SpanLogits => {
  const masks = logits.length / vocabSize;
  return {
    logits: Float32Array.from(logits),
    logSums: Float64Array.from({ length: masks }, (_, mask) => 5 + mask),
    wordMass: new Float64Array(masks),
    digitMass: new Float64Array(masks),
    vocabSize,
  };
};

/** Every sequence of two of the tokens, best first; the sort leaves equal ones in the order of the tokens. */
function allPairs(span: SpanLogits, tokens: readonly number[]) {
  const sorted = (mask: number) =>
    tokens
      .map((id) => ({ id, evidence: logProbability(span, mask, id) }))
      .toSorted((a, b) => b.evidence - a.evidence)
      .slice(0, 6);
  return sorted(0)
    .flatMap((a) => sorted(1).map((b) => ({ ids: [a.id, b.id], evidence: a.evidence + b.evidence })))
    .toSorted((a, b) => b.evidence - a.evidence)
    .slice(0, 16);
}

test('sequences are made of the best tokens of each mask, of equal ones the first', () => {
  const logit = fc.integer({ min: -8, max: 8 });
  const tokens = fc.uniqueArray(fc.nat(vocabSize - 1), { minLength: 1, maxLength: vocabSize });
  fc.assert(
    fc.property(fc.array(logit, { minLength: 80, maxLength: 80 }), tokens, (logits, singles) => {
      const span = spanOf(logits);
      expect(looseSequences(span, 2, Int32Array.from(singles))).toEqual(allPairs(span, singles));
    }),
  );
});
