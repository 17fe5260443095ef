import { expect, test } from 'vitest';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { type Taught, untaught } from '../../src-main/fillmask/infill/taught.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { readSuiteFolder } from '../../src-main/fillmask/suite-folder.ts';
import type { RowModel } from '../../src-main/fillmask/types.ts';
import { resource } from '../bench/corrections.ts';

/** Every question of the exam, put to a model whose answers follow from the row alone. */

const suites = await readSuiteFolder(resource('suites'));
const questions = suites.flatMap(({ items }) => items);
const characters = new Set(
  questions.flatMap(({ text, answer }) => [...text.replace('[MASK]', ''), ...answer]),
);
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '5', ...characters];

const hash = (ids: readonly number[], salt: number) =>
  ids.reduce((sum, id) => (Math.imul(sum ^ id, 0x01000193) >>> 0) % 1_000_003, salt);

const model: RowModel = {
  async logits(rows) {
    return rows.map(({ ids, masked }) => {
      const all = new Float32Array(masked.length * vocabulary.length);
      for (const j of masked.keys())
        for (let n = 0; n < 12; n++)
          all[j * vocabulary.length + 6 + (hash(ids, j * 97 + n) % characters.size)] = 4 + (n % 5);
      return all;
    });
  },
  states: async () => [],
  key: async ({ masked }) => Float32Array.of(masked.length),
};

const words = questions.map(({ answer }) => ({ word: answer, count: 9 }));
const lexicon = { total: 9 * words.length, words: () => words };
const filler = await createFiller({
  model,
  language: createLanguage({ vocabulary, tokenizerConfig: {} }, lexicon),
});

const listing = (...own: string[]): Taught => ({ ...untaught, own: async () => own });
const gapOf = async (text: string, taught: Taught, change: { top?: number; tail?: boolean } = {}) =>
  (await filler.fill({ text, maxLength: 1, top: 5, ...change }, { taught })).gaps[0];

test('own words change no candidate of any question of the exam', async () => {
  expect(questions.length).toBeGreaterThan(1_500);
  let listed = 0;
  const changed: string[] = [];
  for (const { text } of questions) {
    const without = await gapOf(text, untaught);
    const { own, ...rest } = (await gapOf(text, listing('靶向', '回款'))) ?? {};
    if (own) listed++;
    if (JSON.stringify(rest) !== JSON.stringify(without)) changed.push(text);
  }
  expect(changed).toEqual([]);
  expect(listed).toBeGreaterThan(questions.length / 2);
});

const { text } = questions[0] ?? { text: '' };

test('an own word that is a candidate already is not listed twice', async () => {
  const first = (await gapOf(text, untaught))?.candidates[0]?.word ?? '';
  expect((await gapOf(text, listing(first, '靶向')))?.own).toEqual(['靶向']);
  expect(await gapOf(text, listing(first))).not.toHaveProperty('own');
});

test('at a known number of characters only such words are listed, by keys of that length alone', async () => {
  const asked: (number | null)[] = [];
  const taught: Taught = {
    ...untaught,
    own: async (keyOf) => {
      for (const length of [1, 2, 3]) asked.push((await keyOf(length))?.[0] ?? null);
      return ['靶向', '双随机'];
    },
  };
  const start = text.indexOf('[MASK]');
  const { gaps } = await filler.fill(
    { text, maxLength: 4, top: 5, length: { characters: 3, start } },
    { taught },
  );
  expect(gaps[0]?.own).toEqual(['双随机']);
  expect(asked).toEqual([null, null, 3]);
});

test('nothing is listed for the end of a text, nor where nothing is known about the place', async () => {
  expect(await gapOf(text, listing('靶向'), { tail: true })).not.toHaveProperty('own');
  expect(await gapOf('[MASK]', listing('靶向'))).toEqual({ start: 0, end: 6, candidates: [] });
});
