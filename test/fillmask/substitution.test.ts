import { beforeEach, describe, expect, test } from 'vitest';
import table from '../../resources/words/synonyms.json' with { type: 'json' };
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { type Taught, untaught } from '../../src-main/fillmask/infill/taught.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { isOpposite, replacedBy, synonymsOf } from '../../src-main/fillmask/substitution/thesaurus.ts';
import type { FillRequest, MaskedRow, RowModel } from '../../src-main/fillmask/types.ts';

describe('the tables', () => {
  test.each([
    ['增加', '减少'],
    ['减少', '增加'],
    ['同意', '反对'],
    ['可以', '不可'],
    ['有望', '无望'],
    ['不断', '间断'],
  ])('%s and %s say the opposite', (word, other) => {
    expect(isOpposite(word, other)).toBe(true);
  });

  test.each([
    ['加强', '增强'],
    ['非常', '异常'],
    ['不错', '不坏'],
    ['必须', '务必'],
    ['忽视', '无视'],
  ])('%s and %s do not', (word, other) => {
    expect(isOpposite(word, other)).toBe(false);
  });

  test('no word has an opposite among its replacements, nor itself, nor one twice', () => {
    const lines = table.synonyms.map((line) => line.split(' '));
    expect(lines.length).toBeGreaterThan(1000);
    expect(new Set(lines.map(([word]) => word)).size).toBe(lines.length);
    for (const [word = '', ...others] of lines) {
      expect(synonymsOf(word)).toEqual(others);
      expect(new Set([word, ...others]).size, word).toBe(others.length + 1);
      expect(others.filter((other) => isOpposite(word, other) || isOpposite(other, word))).toEqual([]);
      for (const other of others) expect(replacedBy(other)).toContain(word);
    }
  });
});

/** Words that the model knows, and whether a sentence stays as it was with them. */
const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  ...'我们要加强增减弱大管理工作提高努力论讨会。',
];
const idOf = (token: string) => vocabulary.indexOf(token);
/** What the model writes into a gap, character by character. */
let proposes = '提高';
/** Characters with which a sentence says something else. */
let strange = '';
let batches: MaskedRow[][] = [];

const model: RowModel = {
  logits: async (rows) => {
    batches.push([...rows]);
    return rows.map(({ masked, ids }) => {
      const all = new Float32Array(masked.length * vocabulary.length);
      // Nothing is likely where there is no context.
      if (ids.length === masked.length + 2) return all.map((_, i) => (i % 2) / 10);
      for (const j of masked.keys()) all[j * vocabulary.length + idOf(proposes[j] ?? '。')] = 9;
      return all;
    });
  },
  states: async (rows) => {
    batches.push([...rows]);
    return rows.map(({ masked, ids }) => {
      const odd = ids.some((id) => strange.includes(vocabulary[id] ?? '?'));
      return Float32Array.from(masked.flatMap(() => (odd ? [0, 1] : [1, 0])));
    });
  },
  key: async () => Float32Array.of(1),
};
const known = ['加强', '增强', '增加', '减弱', '加大', '提高', '努力', '讨论', '讨论会', '工作', '管理'];
const lexicon = { total: 1_000, words: () => known.map((word) => ({ word, count: 10 })) };
const language = createLanguage({ vocabulary, tokenizerConfig: {} }, lexicon);
const filler = await createFiller({ model, language });

beforeEach(() => {
  [proposes, strange, batches] = ['提高', '', []];
});

const sentence = '我们要[MASK]管理工作。';
async function other(word: string, change: Partial<FillRequest> = {}, taught: Taught = untaught) {
  const request = { text: sentence, maxLength: 4, top: 9, original: { word, start: 3 }, ...change };
  return filler.fill(request, { taught });
}
const wordsFor = async (...args: Parameters<typeof other>) =>
  (await other(...args)).gaps[0]?.candidates.map((one) => one.word) ?? [];
const spell = ({ ids }: MaskedRow) => ids.map((id) => vocabulary[id]?.replace('[MASK]', '_')).join('');

describe('other words for a selected one', () => {
  test('are proposed behind the sentence as it stands, then read in its place, in two batches', async () => {
    await other('加强');
    expect(batches).toHaveLength(2);
    expect(batches[0]?.map(spell)).toContain('[CLS]我们要加强管理工作。[SEP]我们要__管理工作。[SEP]');
    const read = batches[1]?.map(spell) ?? [];
    expect(read[0]).toBe('[CLS]我们要加强管理工作。[SEP]');
    expect(read).toContain('[CLS]我们要增强管理工作。[SEP]');
  });

  test('come from the table and from the model; the word itself is none of them', async () => {
    const words = await wordsFor('加强');
    expect(words).toContain('增强');
    expect(words).not.toContain('加强');
    proposes = '努力';
    await other('加强');
    expect(batches.at(-1)?.map(spell)).toContain('[CLS]我们要努力管理工作。[SEP]');
  });

  test('never say the opposite, whatever the model proposes', async () => {
    proposes = '减弱';
    expect(await wordsFor('加强')).not.toContain('减弱');
    expect(batches.at(-1)?.map(spell).join()).not.toContain('减弱');
  });

  test('do not merely copy a part of the word', async () => {
    proposes = '讨论会';
    expect(await wordsFor('讨论')).not.toContain('讨论会');
  });

  test('come later where the sentence says something else with them', async () => {
    const before = await wordsFor('加强');
    const [best = ''] = before;
    const rest = before.find((word) => ![...best].some((character) => word.includes(character)));
    strange = [...best].filter((character) => !'加强'.includes(character)).join('');
    expect(rest === undefined || strange === '').toBe(false);
    const after = await wordsFor('加强');
    expect(after.indexOf(best) === -1 || after.indexOf(best) > after.indexOf(rest ?? '')).toBe(true);
  });

  test('are none where nothing says the same', async () => {
    strange = '加强增减弱大管理工作提高努力论讨会';
    const { gaps } = await other('我们', { text: '要[MASK]。', original: { word: '我们', start: 1 } });
    expect(batches[1]?.length).toBeGreaterThan(1);
    expect(gaps).toEqual([{ start: 1, end: 7, candidates: [] }]);
  });

  test('are of the number of characters that is wanted', async () => {
    const length = { characters: 1, start: 3 };
    for (const word of await wordsFor('加强', { length })) expect(word).toHaveLength(1);
    expect(batches[0]?.every(({ masked }) => masked.length === 1)).toBe(true);
  });

  test('are asked for at one gap of several, and the answer has that one alone', async () => {
    const { gaps } = await other('加强', { text: '我们要[MASK]管理[MASK]。' });
    expect(gaps.map(({ start }) => start)).toEqual([3]);
    // A word that stands elsewhere is no word of this gap: the answer is that of any gap.
    batches = [];
    await other('加强', { original: { word: '加强', start: 1 } });
    expect(batches.flat().map(spell).join()).not.toContain('加强');
  });

  test('have the writer’s correction first, but for one that says the opposite', async () => {
    const recalling = (word: string): Taught => ({
      terms: [],
      recall: async () => [{ word, bonus: 9, share: 0.9 }],
    });
    const { gaps } = await other('加强', {}, recalling('努力'));
    expect(gaps[0]?.candidates[0]).toMatchObject({ word: '努力', source: 'memory' });
    expect(await wordsFor('加强', {}, recalling('减弱'))).not.toContain('减弱');
  });

  test('have probabilities that sum to 1 at most', async () => {
    const { gaps } = await other('加强');
    const sum = gaps[0]?.candidates.reduce((all, { probability }) => all + probability, 0) ?? 0;
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(1 + 1e-9);
  });
});

describe('a word of known length', () => {
  test('is looked for among words of that many characters, at that gap alone', async () => {
    const request = {
      text: '我们[MASK]管理[MASK]。',
      maxLength: 3,
      top: 9,
      length: { characters: 2, start: 2 },
    };
    await filler.fill(request);
    const [first = [], second = []] = batches;
    expect(first.map(({ masked }) => masked.length)).toEqual([2]);
    expect(second.map(({ masked }) => masked.length)).toEqual([1, 2, 3]);
  });

  test('is recalled only where the correction has that many', async () => {
    const lengths: number[] = [];
    const taught: Taught = {
      terms: [],
      recall: async (keyOf) => {
        for (const length of [1, 2, 3]) if (await keyOf(length)) lengths.push(length);
        return ['努', '努力'].map((word) => ({ word, bonus: 9, share: 0.4 }));
      },
    };
    const request = { text: sentence, maxLength: 3, top: 9, length: { characters: 2, start: 3 } };
    const { gaps } = await filler.fill(request, { taught });
    expect(lengths).toEqual([2]);
    const words = gaps[0]?.candidates.map(({ word }) => word) ?? [];
    expect(words).toContain('努力');
    expect(words).not.toContain('努');
  });
});
