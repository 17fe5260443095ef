import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { must } from '../../../src-main/base/assert.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import { Calibration, type CalibrationGap, type Ranking } from '../../../src-main/contract/calibration.ts';
import { createHost } from '../../../src-main/engine/host.ts';
import { createBert } from '../../../src-main/fillmask/bert/model.ts';
import { baseVersion } from '../../../src-main/fillmask/bert/versions.ts';
import { calibrate } from '../../../src-main/fillmask/calibration/calibrate.ts';
import { asShipped } from '../../../src-main/fillmask/calibration/ranking.ts';
import { createFiller } from '../../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../../src-main/fillmask/language.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { tempDir } from '../../support/temp.ts';
import { type TinyModelChanges, tinyVocabulary, writeTinyModel } from '../../support/tiny-model.ts';

const words = ['天', '地', '人', '和', '天气', '天地', '我们', '公园', '今天', '很好', '我们去'];
const lexicon = { total: 1_000, words: () => words.map((word, i) => ({ word, count: 10 + i })) };
const now = async () => undefined;
const sentences = ['今天天气很好，我们去公园玩。', '我们在公园玩，人和天地。', '天气很好的是公园。'];
const gaps: CalibrationGap[] = sentences.flatMap((text): CalibrationGap[] => [
  { text: text.replace('公园', '[MASK]'), answer: '公园', kind: 'word' },
  { text: text.replace('天', '[MASK]'), answer: '天', kind: 'character' },
  { text: `${text.slice(0, text.indexOf('公园'))}[MASK]`, answer: '公园', kind: 'end' },
]);

async function open(changes: TinyModelChanges = {}) {
  const dir = join(tempDir(), 'model');
  await writeTinyModel(dir, changes);
  const checkpoint = await openCheckpoint(dir);
  const language = createLanguage(checkpoint, lexicon);
  const model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  return { checkpoint, language, model };
}

async function calibrated(changes: TinyModelChanges = {}, on = gaps) {
  const { language, model } = await open(changes);
  const made = await calibrate({ model, language, gaps: on, at: 5, pause: now });
  return { made, language, model };
}

/** Single characters, most of which a model of random weights finds likely. */
async function likely(changes: TinyModelChanges): Promise<CalibrationGap[]> {
  const { language, model } = await open(changes);
  const filler = await createFiller({ model, language });
  const texts = sentences.flatMap((text) =>
    [...text.slice(1, -1)].map((_, i) => `${text.slice(0, i + 1)}[MASK]${text.slice(i + 2)}`),
  );
  const answers = texts.map(async (text, i): Promise<CalibrationGap> => {
    const {
      gaps: [gap],
    } = await filler.fill({ text, maxLength: 1, top: 4 });
    const answer = must(gap?.candidates[i % 3 === 0 ? 3 : 0], 'a word').word;
    return { text, answer, kind: 'character' };
  });
  return Promise.all(answers);
}

describe('a run on gaps', () => {
  test('gives values of the stored shape, and figures of every kind of gap', async () => {
    const { made } = await calibrated();
    expect(Calibration.parse(made)).toEqual(made);
    const { words: some, characters, ends } = made.measured;
    // Every second gap.
    expect([some.n, characters.n, ends.n]).toEqual([2, 1, 2]);
  });

  test('assumes neither a size of the vocabulary nor a number of layers', async () => {
    const vocabulary = [...tinyVocabulary, ...'甲乙丙丁戊'];
    const { made } = await calibrated({ sizes: { layers: 6, vocabSize: vocabulary.length }, vocabulary });
    expect(Calibration.parse(made)).toEqual(made);
  });

  test('a model whose logits are 1.5 times as large answers the same after it', async () => {
    const text = '今天[MASK]很好，我们去公园玩。';
    const on = await likely({ logits: 10 });
    const [small, large] = [await calibrated({ logits: 10 }, on), await calibrated({ logits: 15 }, on)];
    expect(large.made.ranking.sharpness / small.made.ranking.sharpness).toBeCloseTo(1.5, 2);
    const answer = async ({ made: { ranking }, language, model }: typeof small) => {
      const filler = await createFiller({ model, language, ranking });
      const {
        gaps: [gap],
      } = await filler.fill({ text, maxLength: 2, top: 3 });
      return must(gap, 'a gap').candidates.map(({ word, probability }) => [word, probability.toFixed(2)]);
    };
    expect(await answer(large)).toEqual(await answer(small));
    const shipped = { made: { ...large.made, ranking: asShipped } };
    expect(await answer({ ...large, ...shipped })).not.toEqual(await answer(small));
  });
});

test("a version's temperature is on top of its base model's", async () => {
  const { language, model } = await open();
  const listOf = async (ranking: Ranking, temperature: number) => {
    const filler = await createFiller({ model, language, ranking, temperature });
    const { gaps: asked } = await filler.fill({ text: '今天[MASK]很好。', maxLength: 2, top: 3 });
    return asked.flatMap(({ candidates }) => candidates.map(({ word, probability }) => [word, probability]));
  };
  const both = await listOf({ sharpness: 1, temperature: 2 }, 1.5);
  expect(both.length).toBeGreaterThan(0);
  expect(both).toEqual(await listOf({ sharpness: 1, temperature: 3 }, 1));
  expect(both).not.toEqual(await listOf({ sharpness: 1, temperature: 2 }, 1));
});

describe('a host', () => {
  async function hostOf(calibration: Ranking | null = null) {
    const { checkpoint, language } = await open();
    const stored: Calibration[] = [];
    const host = await createHost({
      checkpoint,
      language,
      runner: ortRunner,
      memory: new Memory(null, async () => undefined),
      clock: systemClock,
      step: now,
      provider: 'cpu',
      calibrated: calibration,
      keep: async (one) => void stored.push(one),
    });
    const sure = async () => {
      const { answer } = await host.fill(baseVersion, {
        text: '我们去[MASK]',
        maxLength: 2,
        top: 1,
        tail: true,
      });
      return answer.gaps[0]?.candidates[0]?.probability ?? 0;
    };
    return { host, stored, sure };
  }

  test('is careful before it is calibrated, calibrates once, and answers accordingly from then on', async () => {
    const { host, stored, sure } = await hostOf();
    const before = await sure();
    const shipped = await (await hostOf(asShipped)).sure();
    expect(before).toBeLessThan(shipped);
    const done: number[] = [];
    const made = await host.calibrate(gaps, now, (at) => done.push(at));
    expect(done.at(-1)).toBe(gaps.length);
    expect(stored).toEqual([made]);
    const { sure: after } = await hostOf(must(made, 'a calibration').ranking);
    expect(await sure()).toBe(await after());
    expect(await sure()).not.toBe(before);
    expect(await host.calibrate(gaps, now)).toBeNull();
  });

  test('stores nothing of a run that was stopped', async () => {
    const { host, stored, sure } = await hostOf();
    const before = await sure();
    let steps = 0;
    const stop = async () => {
      if (++steps > 6) throw new Error('stopped');
    };
    await expect(host.calibrate(gaps, stop)).rejects.toThrow('stopped');
    expect(stored).toEqual([]);
    expect(await sure()).toBe(before);
  });
});
