import { expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { createHost, type Host } from '../../../src-main/engine/host.ts';
import { baseVersion } from '../../../src-main/fillmask/bert/versions.ts';
import { createLanguage } from '../../../src-main/fillmask/language.ts';
import type { Backgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { tinyCheckpoint } from '../tiny.ts';

/** A model that was installed a moment ago, and the first things that the writer says. */

const lexicon = { total: 1_000, words: () => [{ word: '天气', count: 10 }] };
const now = async () => undefined;
const taughtAt = '今天[MASK]很好，我们去公园玩。';
const sentences = [
  '今天[MASK]很好，我们去公园。',
  '今天[MASK]很好，我们在公园玩。',
  '今天的[MASK]很好，我们去公园玩。',
  '天地和[MASK]。',
  '[MASK]气的人',
  '公园在[MASK]',
  '人和地，[MASK]很玩，在去',
  '有[MASK]',
];

interface Opened {
  readonly host: Host;
  readonly stored: Backgrounds[];
}

async function open(known: Backgrounds | null = null): Promise<Opened> {
  const checkpoint = await tinyCheckpoint();
  const stored: Backgrounds[] = [];
  const memory = new Memory(known, async (all) => void stored.push(all));
  const language = createLanguage(checkpoint, lexicon);
  const options = { checkpoint, language, runner: ortRunner, memory, clock: systemClock, step: now };
  return { host: await createHost({ ...options, provider: 'cpu' }), stored };
}

async function fill(host: Host, text: string) {
  const { answer } = await host.fill(baseVersion, { text, maxLength: 4, top: 9 });
  return answer.gaps[0]?.candidates ?? [];
}

const keyAt = async (host: Host, text: string, length: number) =>
  (await host.embed([{ text, length }], now))[0] ?? Float32Array.of();

async function correct(host: Host, word: string): Promise<void> {
  const key = await keyAt(host, taughtAt, Array.from(word).length);
  host.remember({ add: [{ id: 'a', key, word, weight: 1 }], remove: [] });
}

const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));

test('before anything is measured a correction comes first in its sentence, and in near ones as the rule says', async () => {
  const { host } = await open();
  const before = new Map<string, Awaited<ReturnType<typeof fill>>>();
  for (const text of sentences) before.set(text, await fill(host, text));
  expect((await fill(host, taughtAt))[0]?.word).not.toBe('公园人');
  await correct(host, '公园人');
  expect((await fill(host, taughtAt))[0]).toMatchObject({ word: '公园人', source: 'memory' });
  const place = await keyAt(host, taughtAt, 3);
  const nearness = new Map<string, number>();
  for (const text of sentences) nearness.set(text, cosine(place, await keyAt(host, text, 3)));
  const near = sentences.filter((text) => (nearness.get(text) ?? 0) > 0.999);
  const far = sentences.filter((text) => (nearness.get(text) ?? 0) < 0.995);
  expect(near.length).toBeGreaterThan(0);
  expect(far.length).toBeGreaterThan(3);
  for (const text of near) expect((await fill(host, text))[0]?.word, text).toBe('公园人');
  for (const text of far) expect(await fill(host, text), text).toEqual(before.get(text));
});

test('once the background is measured, the same sentence keeps its word, and others their lists', async () => {
  const { host } = await open();
  const far = '公园在[MASK]';
  const before = await fill(host, far);
  await correct(host, '公园人');
  await host.prepare(sentences, now);
  expect((await fill(host, taughtAt))[0]).toMatchObject({ word: '公园人', source: 'memory' });
  expect(await fill(host, far)).toEqual(before);
});

test('a word longer than any that is guessed is offered where it was given, and nowhere else', async () => {
  const { host } = await open();
  const long = '天地人和、公园·ISO 9001（2015）人和天地';
  const place = await keyAt(host, taughtAt, 6);
  let [far, least] = ['', 1];
  for (const text of sentences) {
    const near = cosine(place, await keyAt(host, text, 6));
    if (near < least) [far, least] = [text, near];
  }
  expect(least).toBeLessThan(0.995);
  const before = await fill(host, far);
  await correct(host, long);
  expect((await fill(host, taughtAt))[0]).toMatchObject({ word: long, source: 'memory' });
  expect(await fill(host, far)).toEqual(before);
  await host.prepare(sentences, now);
  expect((await fill(host, taughtAt))[0]?.word).toBe(long);
});

test('a run of masks is a word of that many characters: a remembered word of another length is none', async () => {
  const { host } = await open();
  const masks = (count: number) => taughtAt.replace('[MASK]', '[MASK]'.repeat(count));
  await correct(host, '天地人和今气很好');
  const words = async (count: number) => (await fill(host, masks(count))).map(({ word }) => word);
  expect(await words(6)).not.toContain('天地人和今气很好');
  expect(await words(7)).not.toContain('天地人和今气很好');
});

test('a measuring that is cut short keeps each length that was done, and goes on with the next', async () => {
  const { host, stored } = await open();
  let steps = 0;
  const stop = async () => {
    if (++steps > sentences.length * 2 + 3) throw new Error('the app was closed');
  };
  await expect(host.prepare(sentences, stop)).rejects.toThrow('closed');
  const kept = stored.at(-1) ?? new Map();
  expect([...kept.keys()]).toEqual([2, 4]);
  const again = await open(kept);
  const progress: [number, number][] = [];
  await again.host.prepare(sentences, now, (done, of) => progress.push([done, of]));
  const all = sentences.length * 4;
  expect(progress).toEqual(Array.from({ length: all }, (_, i) => [i + 1, all]));
  expect([...(again.stored.at(-1) ?? new Map()).keys()].toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
});
