import { beforeEach, expect, test } from 'vitest';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { type Taught, untaught } from '../../src-main/fillmask/infill/taught.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import type { MaskedRow, RowModel } from '../../src-main/fillmask/types.ts';
import { tinyVocabulary } from '../support/tiny-model.ts';

/** A model that remembers the rows it was run on. */
let rows: MaskedRow[] = [];
let keys: MaskedRow[] = [];
const model: RowModel = {
  logits: async (batch) => {
    rows.push(...batch);
    return batch.map(({ masked }) => {
      const all = new Float32Array(masked.length * tinyVocabulary.length);
      for (const j of masked.keys()) all[j * tinyVocabulary.length + tinyVocabulary.indexOf('天')] = 4;
      return all;
    });
  },
  states: async () => [],
  key: async (row) => {
    keys.push(row);
    return Float32Array.of(1);
  },
};
const lexicon = {
  total: 1_000,
  words: () => [
    { word: '天', count: 10 },
    { word: '天气', count: 10 },
  ],
};
const language = createLanguage({ vocabulary: tinyVocabulary, tokenizerConfig: {} }, lexicon);
const filler = await createFiller({ model, language });
const taught: Taught = {
  ...untaught,
  recall: async (keyOf) => {
    await keyOf(1);
    return [];
  },
};

beforeEach(() => {
  [rows, keys] = [[], []];
});

const spell = ({ ids }: MaskedRow) =>
  ids.map((id) => tinyVocabulary[id]?.replace('[MASK]', '_').replace(/\[.*\]/, '') ?? '').join('');
async function asked(text: string, tail?: boolean): Promise<string | undefined> {
  await filler.fill({ text, maxLength: 2, top: 5, ...(tail === undefined ? {} : { tail }) }, { taught });
  const [first] = rows;
  return first && spell(first);
}

test('a gap at a text’s end is asked with unknown words and the end of a sentence behind it', async () => {
  expect(await asked('我们去[MASK]', true)).toBe('我们去_____。');
});

test('what follows in the next paragraph stands behind that', async () => {
  expect(await asked('我们去[MASK]\n今天好。', true)).toBe('我们去_____。今天好。');
});

test('without it a row is what it was', async () => {
  expect(await asked('我们去[MASK]')).toBe('我们去_');
  rows = [];
  expect(await asked('我们去[MASK]玩。', false)).toBe('我们去_玩。');
});

test('the words of the tail are not asked for, and a memory knows the place without it', async () => {
  await asked('我们去[MASK]', true);
  const [first] = rows;
  expect(first?.masked).toEqual([4]);
  expect(keys.map(spell)).toEqual(['我们去_']);
});

test('of several gaps the last one has it', async () => {
  await asked('我[MASK]去[MASK]', true);
  expect(rows.map(spell).filter((one) => one.endsWith('。')).length).toBeGreaterThan(0);
  expect(rows.map(spell).filter((one) => !one.endsWith('。')).length).toBeGreaterThan(0);
});

test('phrases of a gap are scored by one more batch, masked from end to end, with the tail behind them', async () => {
  await filler.fill({ text: '我们去[MASK]', maxLength: 2, top: 5, tail: true });
  const plain = rows.length;
  rows = [];
  const phrases = ['天天', '天气好'];
  const answer = await filler.fill({ text: '我们去[MASK]', maxLength: 2, top: 5, tail: true, phrases });
  expect(rows.slice(plain).map(spell)).toEqual(['我们去______。', '我们去_______。']);
  expect(rows.slice(plain).map(({ masked }) => masked)).toEqual([
    [4, 5],
    [4, 5, 6],
  ]);
  expect(answer.rows).toBe(plain + 2);
  // The model’s logits are 4 for 天 and 0 for every other token.
  const sum = Math.log(Math.exp(4) + tinyVocabulary.length - 1);
  expect(answer.phrases?.[0]).toBeCloseTo(4 - sum, 5);
  expect(answer.phrases?.[1]).toBeCloseTo(-sum, 5);
});

test('an answer to a request without phrases has no scores', async () => {
  expect(await filler.fill({ text: '我们去[MASK]', maxLength: 2, top: 5 })).not.toHaveProperty('phrases');
});
