import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, fitPersonal, leastAnswers, shifted } from '../../src-main/completion/personal.ts';

const answers = (count: number, probability: number, share: number): Answer[] =>
  Array.from({ length: count }, (_, i) => ({
    origin: 'own-documents',
    probability,
    accepted: Math.floor((i + 1) * share) > Math.floor(i * share),
  }));

const moved = (given: readonly Answer[], probability: number) =>
  shifted(probability, fitPersonal(given)['own-documents']);

describe('what a writer took and left', () => {
  test('moves nothing before there are enough answers, of that source', () => {
    const few = answers(leastAnswers - 1, 0.6, 0);
    expect(fitPersonal(few)).toEqual({});
    const others = few.map((one) => ({ ...one, origin: 'phrasebook' as const }));
    expect(fitPersonal([...few, ...others])).toEqual({});
    expect(Object.keys(fitPersonal([...few, ...few, ...others]))).toEqual(['own-documents']);
  });

  test('leaves a probability that came true about where it is', () => {
    expect(moved(answers(200, 0.6, 0.6), 0.6)).toBeCloseTo(0.6, 1);
    expect(moved(answers(200, 0.8, 0.8), 0.8)).toBeCloseTo(0.8, 1);
  });

  test('lowers what is turned down and raises what is taken, the more answers the further', () => {
    const lowered = [20, 60, 300].map((count) => moved(answers(count, 0.6, 0.2), 0.6));
    expect(lowered).toEqual(lowered.toSorted((a, b) => b - a));
    expect(lowered[0]).toBeLessThan(0.6);
    expect(moved(answers(60, 0.6, 0.9), 0.6)).toBeGreaterThan(0.7);
  });

  test('has a floor and a ceiling: a thousand refusals silence no sure phrase, a thousand yeses no doubt', () => {
    expect(moved(answers(1000, 0.6, 0), 0.97)).toBeGreaterThan(0.35);
    expect(moved(answers(1000, 0.6, 1), 0.2)).toBeLessThan(0.7);
  });

  test('keeps the order of probabilities, and gives the same to the last bit', () => {
    const given = fc.array(
      fc.record({
        origin: fc.constant('own-documents' as const),
        probability: fc.double({ min: 0, max: 1, noNaN: true }),
        accepted: fc.boolean(),
      }),
      { minLength: leastAnswers, maxLength: 80 },
    );
    const two = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(given, two, (some, [p, q]) => {
        const shift = fitPersonal(some)['own-documents'];
        expect(fitPersonal(some)['own-documents']).toEqual(shift);
        const [low, high] = p < q ? [p, q] : [q, p];
        expect(shifted(low, shift)).toBeLessThanOrEqual(shifted(high, shift));
        expect(shifted(p, shift)).toBeGreaterThan(0);
        expect(shifted(p, shift)).toBeLessThan(1);
      }),
    );
  });
});
