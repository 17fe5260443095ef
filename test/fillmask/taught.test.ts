import { expect, test } from 'vitest';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { type Taught, untaught } from '../../src-main/fillmask/infill/taught.ts';
import { bindTerms, placeOf } from '../../src-main/fillmask/infill/word-table.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import type { FillAnswer, RowModel } from '../../src-main/fillmask/types.ts';
import { tinyVocabulary } from '../support/tiny-model.ts';

/** A model that favours 人 at a first mask and 和 at a second one, whatever the text. */
const favourite = ['人', '和'].map((token) => tinyVocabulary.indexOf(token));
const model: RowModel = {
  logits: async (rows) =>
    rows.map(({ masked, ids }) => {
      const all = new Float32Array(masked.length * tinyVocabulary.length);
      // Nothing is favoured where there is no context, so that the favourites say something.
      const surely = ids.length > masked.length + 2 ? 4 : 0.5;
      for (const j of masked.keys()) all[j * tinyVocabulary.length + (favourite[j % 2] ?? 0)] = surely;
      return all;
    }),
  states: async () => [],
  key: async ({ masked }) => Float32Array.of(masked.length),
};

const lexicon = {
  total: 1_000,
  words: () => [
    { word: '天', count: 10 },
    { word: '天气', count: 10 },
    { word: '公园', count: 10 },
  ],
};
const language = createLanguage({ vocabulary: tinyVocabulary, tokenizerConfig: {} }, lexicon);

let taught: Taught = untaught;
const filler = await createFiller({ model, language });

async function fill(text = '我们[MASK]去玩。', maxLength = 2) {
  const { gaps } = await filler.fill({ text, maxLength, top: 30 }, { taught });
  return gaps[0]?.candidates ?? [];
}
/** Without the second batch, whose rows depend on what is likely. */
async function first() {
  const answers: FillAnswer[] = [];
  const onFirst = (answer: FillAnswer) => void answers.push(answer);
  await filler.fill({ text: '我们[MASK]去玩。', maxLength: 2, top: 30 }, { taught, onFirst });
  return answers[0]?.gaps[0]?.candidates ?? [];
}
const words = (candidates: Awaited<ReturnType<typeof fill>>) => candidates.map(({ word }) => word);
const termTables = (...terms: string[]) =>
  bindTerms(terms, language.tokenizer, language.lexicon, 6, 'glossary');
const recalling = (...recalled: { word: string; bonus: number; share: number }[]): Taught => ({
  terms: [],
  recall: async () => recalled,
});

test('a glossary term is offered from the moment it is there, marked, and no longer than that', async () => {
  taught = untaught;
  const before = await fill();
  expect(words(before)).not.toContain('人和');
  taught = { ...untaught, terms: termTables('人和') };
  const after = await fill();
  expect(after.find(({ word }) => word === '人和')).toMatchObject({ source: 'glossary' });
  taught = untaught;
  expect(await fill()).toEqual(before);
});

test('terms that cannot be spelt, or are too long, are left out', () => {
  expect(termTables('龘龘', '天地人和今气很', '')).toEqual([]);
  expect(termTables('人和', '人和', '天').map(({ count, length }) => [length, count])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('a term that the lexicon has too is offered once', async () => {
  taught = { ...untaught, terms: termTables('天气') };
  expect(words(await fill()).filter((word) => word === '天气')).toHaveLength(1);
});

test('a bonus raises a word of the lexicon and leaves the order of the others', async () => {
  taught = untaught;
  const before = words(await fill());
  taught = recalling({ word: '公园', bonus: 6, share: 0 });
  const after = words(await fill());
  expect(after.indexOf('公园')).toBeLessThan(before.indexOf('公园'));
  // Which longer words have their first character revealed may change with it; single ones keep their order.
  const single = (all: readonly string[]) => all.filter((word) => word.length === 1);
  expect(single(after)).toEqual(single(before));
});

test('a share takes its part from all others alike', async () => {
  taught = untaught;
  const before = await first();
  taught = recalling({ word: '好', bonus: 0, share: 0.6 });
  const after = await first();
  expect(after[0]).toMatchObject({ word: '好', source: 'memory' });
  for (const { word, probability } of before.slice(0, 5)) {
    if (word === '好') continue;
    expect(after.find((one) => one.word === word)?.probability).toBeCloseTo(probability * 0.4, 5);
  }
});

test('a remembered word that stands in no table is scored like the others', async () => {
  taught = recalling({ word: '气和', bonus: 3, share: 0 });
  expect((await fill()).find(({ word }) => word === '气和')).toMatchObject({ source: 'memory' });
});

test('the memory is asked for words of any length at one mask, and at several for those that fit', async () => {
  const asked: (number | null)[] = [];
  taught = {
    terms: [],
    recall: async (keyOf) => {
      for (const length of [1, 2, 3]) asked.push((await keyOf(length))?.[0] ?? null);
      return [];
    },
  };
  await fill('我们[MASK]去玩。', 2);
  await fill('我们[MASK][MASK][MASK]去玩。');
  // A word that the writer gave may be longer than what is searched for.
  expect(asked.slice(0, 3)).toEqual([1, 2, 3]);
  expect(asked.slice(-3)).toEqual([null, null, 3]);
});

test('a word is found where it stands in a table', () => {
  const [, table] = language.lexicon.tables;
  if (!table) throw new Error('no table');
  const ids = Array.from('公园', (character) => language.tokenizer.idOf(character) ?? -1);
  const place = placeOf(table, ids);
  expect([...table.ids.subarray(place * 2, place * 2 + 2)]).toEqual(ids);
  expect(placeOf(table, ids.toReversed())).toBe(-1);
  expect(placeOf(table, ids.slice(0, 1))).toBe(-1);
});
