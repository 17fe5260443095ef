import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import { measureBackground } from '../../../src-main/learn/memory/background.ts';
import { readBackgrounds, writeBackgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { Shelf } from '../../../src-main/learn/memory/shelf.ts';
import { createSketcher, mostDiffering, popCount } from '../../../src-main/learn/memory/sketch.ts';
import { tempDir } from '../../support/temp.ts';

const width = 64;
const random = seededRng(5);
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const centre = Float32Array.from({ length: width }, () => gaussian() * 3);
/** A key as a model gives it: a common centre that says nothing, and what is its own. */
const anyKey = () => centre.map((value) => value + gaussian());
const blend = (a: Float32Array, b: Float32Array, share: number) =>
  a.map((value, i) => share * value + (1 - share) * (b[i] ?? 0));

const background = () => [1, 2].map((length) => [length, Array.from({ length: 200 }, anyKey)] as const);

function prepared() {
  const memory = new Memory();
  for (const [length, keys] of background()) void memory.measure(length, keys);
  return memory;
}

const entry = (id: string, word: string, key: Float32Array, weight = 1) => ({ id, word, key, weight });
const add = (...entries: ReturnType<typeof entry>[]) => ({ add: entries, remove: [] });
const recallAt = async (memory: ReturnType<typeof prepared>, key: Float32Array) =>
  (await memory.recall?.(async (length) => (length <= 2 ? key : null))) ?? [];

describe('the memory', () => {
  test('recalls the word at its own place, less of it the further the place, nothing far away', async () => {
    const memory = prepared();
    const place = anyKey();
    memory.change(add(entry('a', '生效', place)));
    const [here] = await recallAt(memory, place);
    expect(here?.word).toBe('生效');
    expect(here?.share).toBeGreaterThan(0.6);
    const nearer = (await recallAt(memory, blend(place, anyKey(), 0.75)))[0];
    const further = (await recallAt(memory, blend(place, anyKey(), 0.6)))[0];
    expect(nearer?.share ?? 0).toBeLessThanOrEqual(here?.share ?? 0);
    expect(further?.share ?? 0).toBeLessThanOrEqual(nearer?.share ?? 0);
    let recalled = 0;
    for (let i = 0; i < 500; i++) recalled += (await recallAt(memory, anyKey())).length;
    expect(recalled).toBe(0);
  });

  test('forgets at once, and holds nothing when empty', async () => {
    const memory = prepared();
    const [first, second] = [anyKey(), anyKey()];
    memory.change(add(entry('a', '生效', first), entry('b', '签收', second)));
    memory.change({ add: [], remove: ['a'] });
    expect(await recallAt(memory, first)).toEqual([]);
    expect((await recallAt(memory, second))[0]?.word).toBe('签收');
    memory.change({ add: [], remove: ['b'] });
    expect(memory.recall).toBeNull();
  });

  test('takes a changed word of the same id for the old one, also of another length', async () => {
    const memory = prepared();
    const place = anyKey();
    memory.change(add(entry('a', '生效', place)));
    memory.change(add(entry('a', '好', place)));
    expect((await recallAt(memory, place)).map(({ word }) => word)).toEqual(['好']);
  });

  test('counts a word by its weight and leaves the others a part of the certainty', async () => {
    const memory = prepared();
    const place = anyKey();
    memory.change(add(entry('a', '生效', place), entry('b', '签收', place, 0.5)));
    const recalled = await recallAt(memory, place);
    expect(recalled.map(({ word }) => word)).toEqual(['生效', '签收']);
    expect(recalled[0]?.share).toBeCloseTo(2 * (recalled[1]?.share ?? 0), 5);
    expect(recalled.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(0.95);
  });

  test('shares of many words that belong to one place are scaled to leave the others their part', async () => {
    const memory = prepared();
    const place = anyKey();
    memory.change(add(...['生效', '签收', '取消', '发货'].map((word) => entry(word, word, place))));
    const shares = (await recallAt(memory, place)).map(({ share }) => share);
    expect(shares).toHaveLength(4);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.9, 6);
    // In proportion: they are alike, and so are their shares.
    for (const share of shares) expect(share).toBeCloseTo(0.225, 6);
  });

  test('before its background is known it recalls the same place and its nearest neighbours, nothing else', async () => {
    const memory = new Memory();
    const place = anyKey();
    memory.change(add(entry('a', '生效', place)));
    expect((await recallAt(memory, place))[0]).toMatchObject({ word: '生效', share: 0.9 });
    const near = place.map((value) => value + 0.05 * gaussian());
    expect((await recallAt(memory, near))[0]?.word).toBe('生效');
    let recalled = 0;
    for (let i = 0; i < 500; i++) recalled += (await recallAt(memory, anyKey())).length;
    expect(recalled).toBe(0);
    for (const [length, keys] of background()) void memory.measure(length, keys);
    expect((await recallAt(memory, place))[0]?.word).toBe('生效');
  });

  test('recalls a word at its own place even where all keys resemble each other', async () => {
    const memory = new Memory();
    const flat = () => Float32Array.of(gaussian(), gaussian(), 10);
    void memory.measure(2, Array.from({ length: 100 }, flat));
    const place = flat();
    memory.change(add(entry('a', '生效', place)));
    expect((await recallAt(memory, place))[0]).toMatchObject({ word: '生效', share: 0.9 });
    expect(await recallAt(memory, Float32Array.of(-(place[0] ?? 0), -(place[1] ?? 0), 10))).toEqual([]);
  });

  test('all words longer than a table holds share one length, and each is forgotten by its id', async () => {
    const memory = new Memory();
    const place = anyKey();
    memory.change(add(entry('a', '突发公共卫生事件应急预案', place)));
    const asked: number[] = [];
    const recalled = await memory.recall?.(async (length) => {
      asked.push(length);
      return place;
    });
    expect(asked).toEqual([6]);
    expect(recalled?.[0]?.word).toBe('突发公共卫生事件应急预案');
    memory.change({ add: [], remove: ['a'] });
    expect(memory.recall).toBeNull();
  });

  test('keeps to what remains under any order of changes', async () => {
    const places = Array.from({ length: 12 }, anyKey);
    const step = fc.record({
      id: fc.nat(11),
      gone: fc.boolean(),
      word: fc.constantFrom('好', '生效', '签收'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const memory = prepared();
        const model = new Map<number, string>();
        for (const { id, gone, word } of steps) {
          if (gone) {
            model.delete(id);
            memory.change({ add: [], remove: [String(id)] });
          } else {
            model.set(id, word);
            memory.change(add(entry(String(id), word, places[id] ?? centre)));
          }
        }
        expect(memory.size).toBe(model.size);
        for (const [id, place] of places.entries()) {
          const word = (await recallAt(memory, place)).find(({ share }) => share > 0.5)?.word;
          expect(word).toBe(model.get(id));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the background', () => {
  test('is the mean, and the spread of unrelated cosines', () => {
    const { mean, spread } = measureBackground(Array.from({ length: 300 }, anyKey));
    for (const [i, value] of mean.entries()) expect(Math.abs(value - (centre[i] ?? 0))).toBeLessThan(0.35);
    // Cosines of independent directions in 64 dimensions spread by 1/√64.
    expect(spread).toBeCloseTo(1 / 8, 1);
  });

  test('is kept for its base model alone; a cut file is measured again', async () => {
    const file = `${tempDir()}/background.safetensors`;
    const measured = new Map([[2, measureBackground(Array.from({ length: 20 }, anyKey))]]);
    await writeBackgrounds(file, 'base-a', measured);
    expect(await readBackgrounds(file, 'base-a')).toEqual(measured);
    expect(await readBackgrounds(file, 'base-b')).toBeNull();
    expect(await readBackgrounds(`${file}.missing`, 'base-a')).toBeNull();
  });
});

describe('looking through many keys', () => {
  const unit = (key: Float32Array) => {
    const length = Math.hypot(...key);
    return key.map((value) => value / length);
  };
  const own = () => unit(Float32Array.from({ length: width }, gaussian));

  test('bits are counted as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (word) => {
        expect(popCount(word | 0)).toBe([...word.toString(2)].filter((bit) => bit === '1').length);
      }),
    );
  });

  test('sketches of like keys differ in as few bits as their angle says', () => {
    const sketcher = createSketcher(width);
    const sketch = (key: Float32Array) => {
      const words = new Uint32Array(8);
      sketcher.write(key, words, 0);
      return words;
    };
    let kept = 0;
    for (let i = 0; i < 300; i++) {
      const key = own();
      const other = unit(blend(key, own(), 0.72));
      const cosine = key.reduce((sum, value, j) => sum + value * (other[j] ?? 0), 0);
      const [a, b] = [sketch(key), sketch(other)];
      const bits = a.reduce((sum, word, j) => sum + popCount(word ^ (b[j] ?? 0)), 0);
      if (bits <= mostDiffering(cosine)) kept++;
    }
    // One standard deviation is granted: 84 % of those exactly at the limit.
    expect(kept / 300).toBeGreaterThan(0.78);
  });

  test('finds every close one among thousands, with the similarity that a plain search finds', () => {
    const shelf = new Shelf(width, createSketcher(width));
    const keys = Array.from({ length: 3_000 }, own);
    for (const [i, key] of keys.entries()) shelf.put({ id: String(i), word: 'x', weight: 1 }, key);
    for (let i = 0; i < 50; i++) {
      const query = unit(blend(keys[i * 60] ?? own(), own(), 0.85));
      const plain = keys.flatMap((key, j) => {
        const similarity = key.reduce((sum, value, k) => sum + value * (query[k] ?? 0), 0);
        return similarity >= 0.8 ? [{ id: String(j), similarity }] : [];
      });
      const found = new Map(shelf.near(query, 0.5).map(({ id, similarity }) => [id, similarity]));
      for (const { id, similarity } of plain) expect(found.get(id)).toBeCloseTo(similarity, 1);
    }
  });
});
