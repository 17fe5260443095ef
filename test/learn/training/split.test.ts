import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSamples } from '../../../src-main/learn/training/split.ts';
import type { TrainingSample } from '../../../src-main/learn/types.ts';

const share = 0.2;
const sample = (id: number | string, word: string, change: Partial<TrainingSample> = {}): TrainingSample => ({
  id: String(id),
  text: `第${id}句里的[MASK]要改。`,
  answer: word,
  rejected: [],
  weight: 1,
  group: `w:${word}`,
  source: 'correction',
  ...change,
});

/** `several` words with two sentences each, the rest of `n` with one. */
const firstRun = (n: number, several: number) =>
  Array.from({ length: n }, (_, i) => sample(i, `词${i < 2 * several ? i >> 1 : i}`));

const idsOf = (samples: readonly TrainingSample[]) => samples.map(({ id }) => id);
const words = (samples: readonly TrainingSample[]) => new Set(samples.map(({ answer }) => answer));

const runs = fc
  .array(fc.record({ word: fc.nat(30), sentence: fc.nat(8) }), { maxLength: 150 })
  .map((all) =>
    all.map(({ word, sentence }, i) => sample(i, `词${word}`, { text: `${sentence}后[MASK]，${i}` })),
  );

test('loses nothing, asks for other sentences of trained words alone, and is the same in any order', () => {
  fc.assert(
    fc.property(runs, fc.nat(), (all, seed) => {
      const split = splitSamples(all, share, seed);
      const { train, heldOut, heldOutSentences } = split;
      expect(idsOf([...train, ...heldOut, ...heldOutSentences]).sort()).toEqual(idsOf(all).sort());
      const [taught, untaught] = [words(train), words(heldOut)];
      expect([...taught].filter((word) => untaught.has(word))).toEqual([]);
      expect(heldOutSentences.filter(({ answer }) => !taught.has(answer))).toEqual([]);
      expect(splitSamples(all.toReversed(), share, seed)).toEqual(split);
    }),
  );
});

describe('a first run', () => {
  test.each([
    [20, 6],
    [30, 6],
    [40, 8],
    [60, 20],
    [60, 30],
  ])(
    'of %i corrections, %i words with two sentences, can be judged and is taught most of them',
    (n, several) => {
      for (let seed = 0; seed < 30; seed++) {
        const { train, heldOut, heldOutSentences } = splitSamples(firstRun(n, several), share, seed);
        expect(heldOut.length + heldOutSentences.length, `seed ${seed}`).toBeGreaterThanOrEqual(6);
        expect(heldOutSentences.length).toBeGreaterThanOrEqual(4);
        expect(train.length).toBeGreaterThanOrEqual(Math.floor(n * 0.7));
      }
    },
  );

  test('that cannot come to a verdict anyway gives no more than its share', () => {
    for (const all of [firstRun(12, 6), firstRun(16, 1)]) {
      const { train } = splitSamples(all, share, 1);
      expect(all.length - train.length).toBeLessThanOrEqual(Math.round(all.length * share));
    }
  });

  test('holds nothing out where the recipe says so', () => {
    expect(splitSamples(firstRun(60, 20), 0, 1).train).toHaveLength(60);
  });
});

test('an edited copy of a sentence is on one side with it', () => {
  const twice = Array.from({ length: 40 }, (_, i) =>
    sample(i, `词${i >> 1}`, {
      text: `${'长'.repeat(i % 2)}，我们今天去的${i >> 1}那里[MASK]就很好${'。'.repeat(i % 2)}`,
    }),
  );
  expect(splitSamples(twice, share, 1).heldOutSentences).toEqual([]);
});

test("the writer's own sentences are asked before those made of a glossary", () => {
  const made = Array.from({ length: 60 }, (_, i) => sample(`m${i}`, `术语${i >> 1}`, { source: 'glossary' }));
  const { heldOutSentences } = splitSamples([...firstRun(20, 10), ...made], share, 1);
  expect(heldOutSentences.filter(({ source }) => source === 'correction').length).toBeGreaterThanOrEqual(8);
});

test('which of its sentences a word is asked for does not change with other words', () => {
  const few = firstRun(60, 30);
  const more = [...few, ...Array.from({ length: 20 }, (_, i) => sample(100 + i, `新${i >> 1}`))];
  const before = new Map(splitSamples(few, share, 1).heldOutSentences.map(({ answer, id }) => [answer, id]));
  const after = splitSamples(more, share, 1).heldOutSentences.filter(({ answer }) => before.has(answer));
  expect(after.length).toBeGreaterThan(0);
  for (const { answer, id } of after) expect(id).toBe(before.get(answer));
});
