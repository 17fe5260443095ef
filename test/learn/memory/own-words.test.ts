import { beforeEach, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import type { MemoryEntry } from '../../../src-main/fillmask/recall.ts';
import { readBackgrounds, writeBackgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { otherPlaces } from '../../../src-main/learn/memory/background-texts.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { tempDir } from '../../support/temp.ts';

/** Keys of 64 numbers: those of a word point into a direction of its own, all others anywhere. */
const size = 64;
const random = seededRng(7);
const anywhere = () => Float32Array.from({ length: size }, () => random() - 0.5);
const towards = (axis: number) => anywhere().map((value, i) => value + (i === axis ? 8 : 0));

let memory: Memory;

beforeEach(async () => {
  memory = new Memory();
  await memory.measure(2, Array.from({ length: 48 }, anywhere));
  await memory.putOthers(2, Array.from({ length: 60 }, anywhere));
});

const given = (id: string, axis: number, change: Partial<MemoryEntry> = {}): MemoryEntry => ({
  id,
  key: towards(axis),
  word: '靶向',
  weight: 1,
  own: true,
  ...change,
});

const remember = (...add: MemoryEntry[]) => memory.change({ add, remove: [] });
const wordsAt = async (key: Float32Array) =>
  (await memory.own?.(async (length) => (length === 2 ? key : null))) ?? [];

test('a word that was given at three places is listed at another one like them, and nowhere else', async () => {
  remember(given('a', 3), given('b', 3), given('c', 3));
  expect(await wordsAt(towards(3))).toEqual(['靶向']);
  for (let i = 0; i < 50; i++) expect(await wordsAt(anywhere())).toEqual([]);
});

test('two places say too little about a word', async () => {
  remember(given('a', 3), given('b', 3));
  expect(await wordsAt(towards(3))).toEqual([]);
});

test('a word that was only agreed with is not the own word of the writer', async () => {
  remember(...['a', 'b', 'c'].map((id) => given(id, 3, { own: false })));
  expect(await wordsAt(towards(3))).toEqual([]);
});

test('the words of a gap come nearest first, three at most', async () => {
  const words = ['靶向', '溶栓', '雾化', '清创'];
  const thrice = (word: string, axis: number) => [1, 2, 3].map((i) => given(`${word}${i}`, axis, { word }));
  remember(...words.flatMap((word) => thrice(word, 3)), ...thrice('回款', 9));
  const listed = await wordsAt(towards(3));
  expect(listed).toHaveLength(3);
  expect(listed).not.toContain('回款');
});

test('a word is not listed at places like one where the writer refused it', async () => {
  const refusedAt = towards(3);
  remember(given('a', 3), given('b', 3), given('c', 3));
  expect(await wordsAt(refusedAt)).toEqual(['靶向']);
  remember({ id: 'd', key: refusedAt, word: '药物', weight: 1, refused: ['靶向'] });
  expect(await wordsAt(refusedAt)).toEqual([]);
});

test('what is forgotten is not listed any more', async () => {
  remember(given('a', 3), given('b', 3), given('c', 3));
  expect(await wordsAt(towards(3))).toEqual(['靶向']);
  memory.change({ add: [], remove: ['b'] });
  expect(await wordsAt(towards(3))).toEqual([]);
});

test('nothing is listed before the other places are known', async () => {
  const fresh = new Memory();
  await fresh.measure(2, Array.from({ length: 48 }, anywhere));
  fresh.change({ add: ['a', 'b', 'c'].map((id) => given(id, 3)), remove: [] });
  const key = towards(3);
  expect(await fresh.own?.(async () => key)).toEqual([]);
  await fresh.putOthers(2, Array.from({ length: 60 }, anywhere));
  expect(await fresh.own?.(async () => key)).toEqual(['靶向']);
});

test('the other places survive a restart', async () => {
  const file = `${tempDir()}/background.safetensors`;
  const stored = new Memory(null, (all) => writeBackgrounds(file, 'base', all));
  await stored.measure(2, Array.from({ length: 48 }, anywhere));
  expect(stored.hasOthers(2)).toBe(false);
  await stored.putOthers(2, Array.from({ length: 60 }, anywhere));
  const read = await readBackgrounds(file, 'base');
  expect(read?.get(2)?.others).toHaveLength(60);
  const again = new Memory(read);
  expect(again.hasOthers(2)).toBe(true);
  again.change({ add: ['a', 'b', 'c'].map((id) => given(id, 3)), remove: [] });
  expect(await again.own?.(async () => towards(3))).toEqual(['靶向']);
});

test('other places are words of the calibration, a hundred at most', () => {
  const gap = (kind: 'word' | 'end', i: number) => ({ text: `${i}[MASK]。`, answer: '甲', kind });
  const gaps = Array.from({ length: 150 }, (_, i) => [gap('word', i), gap('end', i)]).flat();
  const places = otherPlaces(gaps);
  expect(new Set(places).size).toBe(100);
  expect(otherPlaces(gaps.slice(0, 6))).toHaveLength(3);
});
