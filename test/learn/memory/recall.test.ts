import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { createHost, type Host } from '../../../src-main/engine/host.ts';
import { baseVersion } from '../../../src-main/fillmask/bert/versions.ts';
import { createLanguage } from '../../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../../src-main/fillmask/lexicon.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { requireRealModel } from '../../support/real-model.ts';

/** The real model with a memory. */

const memory = new Memory();
const now = async () => undefined;
const sentences = readFileSync(new URL('../../../resources/replay/sentences.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(0, 12);
let host: Host;

beforeAll(async () => {
  const checkpoint = await openCheckpoint(requireRealModel());
  const language = createLanguage(checkpoint, await loadLexicon());
  host = await createHost({
    checkpoint,
    language,
    runner: ortRunner,
    memory,
    clock: systemClock,
    step: now,
    provider: 'cpu',
  });
  await host.prepare(
    sentences.map((sentence) => `${sentence.slice(0, 5)}[MASK]${sentence.slice(7)}`),
    now,
  );
});

afterAll(() => memory.change({ add: [], remove: ['a'] }));

async function fill(text: string) {
  const { answer } = await host.fill(baseVersion, { text, maxLength: 4, top: 9 });
  return answer.gaps[0]?.candidates ?? [];
}

async function correct(text: string, word: string): Promise<void> {
  const [key] = await host.embed([{ text, length: Array.from(word).length }], now);
  if (!key) throw new Error('no key');
  host.remember({ add: [{ id: 'a', key, word, weight: 1 }], remove: [] });
}

const unrelated = [
  '今天[MASK]气很好，我们去公园玩。',
  '北京是中国的首[MASK]。',
  '医生建议他每天早上[MASK]半个小时。',
  '这道菜的味道[MASK]不错，下次还要再来。',
  '孩子们在操场上高兴地[MASK]着球。',
];

test('a word that was corrected once is offered first at the next similar gap', async () => {
  await correct('订单一直没[MASK]', '生效');
  expect((await fill('订单一直没[MASK]'))[0]).toMatchObject({ word: '生效', source: 'memory' });
  const similar = await fill('合同一直没[MASK]');
  expect(similar.slice(0, 3).map(({ word }) => word)).toContain('生效');
});

test('unrelated gaps keep their ranking exactly', async () => {
  memory.change({ add: [], remove: ['a'] });
  const before = await Promise.all(unrelated.map(fill));
  await correct('订单一直没[MASK]', '生效');
  expect(await Promise.all(unrelated.map(fill))).toEqual(before);
});

test('a forgotten word leaves no trace', async () => {
  memory.change({ add: [], remove: ['a'] });
  const before = await fill('订单一直没[MASK]');
  await correct('订单一直没[MASK]', '生效');
  expect(await fill('订单一直没[MASK]')).not.toEqual(before);
  memory.change({ add: [], remove: ['a'] });
  expect(await fill('订单一直没[MASK]')).toEqual(before);
});

test('a word that no lexicon holds can be remembered too', async () => {
  await correct('本周的[MASK]安排请查收。', '飞检鸡');
  expect((await fill('本周的[MASK]安排请查收。'))[0]).toMatchObject({ word: '飞检鸡', inLexicon: false });
  memory.change({ add: [], remove: ['a'] });
});
