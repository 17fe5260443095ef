import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitByGroup as splitUpTo } from '../../../src-main/learn/training/holdout.ts';
import type { TrainingSample } from '../../../src-main/learn/types.ts';

const share = 0.2;
const splitByGroup = (samples: readonly TrainingSample[], part: number, seed: number) =>
  splitUpTo(samples, Math.round(samples.length * part), seed);
const sample = (i: number, group: string, ...documents: readonly string[]): TrainingSample => ({
  id: String(i),
  text: '我[MASK]去',
  answer: '天',
  rejected: [],
  weight: 1,
  group,
  source: 'correction',
  ...(documents.length > 0 ? { documents } : {}),
});

const namesOf = (key: 'word' | 'document') => (samples: readonly TrainingSample[]) =>
  new Set(samples.flatMap(({ group, documents = [] }) => (key === 'word' ? [group] : documents)));
const shared = (key: 'word' | 'document', samples: ReturnType<typeof splitByGroup>) =>
  [...namesOf(key)(samples.train)].filter((name) => namesOf(key)(samples.heldOut).has(name));

const samples = fc
  .array(fc.record({ word: fc.nat(30), documents: fc.array(fc.nat(20), { maxLength: 2 }) }), {
    maxLength: 150,
  })
  .map((all) => all.map(({ word, documents }, i) => sample(i, `w${word}`, ...documents.map(String))));

test('never splits a word, never takes more than the share, loses nothing, whatever the order', () => {
  fc.assert(
    fc.property(samples, fc.nat(), (all, seed) => {
      const split = splitByGroup(all, share, seed);
      const { train, heldOut } = split;
      expect(shared('word', split)).toEqual([]);
      expect(heldOut.length).toBeLessThanOrEqual(Math.round(all.length * share));
      expect([...train, ...heldOut].map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      expect(splitByGroup(all.toReversed(), share, seed)).toEqual(split);
    }),
  );
});

test('a fifth of 60 corrections of 20 words is held out', () => {
  const all = Array.from({ length: 60 }, (_, i) => sample(i, `w${i % 20}`));
  expect(splitByGroup(all, share, 1).heldOut).toHaveLength(12);
});

test('of few groups none is held out', () => {
  const all = ['a', 'b', 'c', 'd'].map((group, i) => sample(i, group));
  expect(splitByGroup(all, 0.5, 1).heldOut).toEqual([]);
});

describe('documents', () => {
  test('no document is on both sides, nor one that shares a word with it', () => {
    // 12 letters of 5 words each; the last word of a letter is the first of its neighbour in the pair.
    const all = Array.from({ length: 60 }, (_, i) => {
      const letter = Math.floor(i / 5);
      const word = i % 5 === 4 ? `pair ${Math.floor(letter / 2)}` : `w${i}`;
      return sample(i, word, `letter ${letter}`);
    });
    for (let seed = 0; seed < 20; seed++) {
      const split = splitByGroup(all, share, seed);
      expect(split.heldOut).toHaveLength(10);
      expect([...shared('word', split), ...shared('document', split)]).toEqual([]);
    }
  });

  test('a chain of words and documents is one group, however it is met', () => {
    // Letters 0–7 hang together by their words; 8–27 stand alone.
    const chain = Array.from({ length: 8 }, (_, i) => sample(i, `link ${i >> 1}`, `${(i + 1) >> 1}`));
    const alone = Array.from({ length: 20 }, (_, i) => sample(8 + i, `w${i}`, `letter ${i}`));
    const held = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const { heldOut } = splitByGroup([...chain, ...alone], 0.4, seed);
      held.add(heldOut.filter(({ id }) => Number(id) < 8).length);
    }
    expect([...held].sort()).toEqual([0, 8]);
  });

  test('a writer of one document still has words held out', () => {
    const all = Array.from({ length: 60 }, (_, i) => sample(i, `w${i % 20}`, 'report'));
    const { train, heldOut } = splitByGroup(all, share, 1);
    expect([train.length, heldOut.length]).toEqual([48, 12]);
  });

  test('so has one whose documents all share a word', () => {
    const all = Array.from({ length: 60 }, (_, i) =>
      sample(i, i % 5 === 0 ? 'everywhere' : `w${i}`, `letter ${Math.floor(i / 5)}`),
    );
    const split = splitByGroup(all, share, 1);
    expect(split.heldOut.length).toBeGreaterThanOrEqual(6);
    expect(shared('word', split)).toEqual([]);
  });

  test('beside one large document the small ones are held out', () => {
    const large = Array.from({ length: 60 }, (_, i) => sample(i, `w${i}`, 'report'));
    const small = Array.from({ length: 20 }, (_, i) => sample(60 + i, `s${i}`, `letter ${i}`));
    const split = splitByGroup([...large, ...small], share, 1);
    expect(split.heldOut).toHaveLength(16);
    expect(split.heldOut.every(({ id }) => Number(id) >= 60)).toBe(true);
  });
});
