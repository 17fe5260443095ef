import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { DocumentWords } from '../../src-main/fillmask/infill/document-words.ts';
import { findGaps } from '../../src-main/fillmask/infill/gaps.ts';
import type { Taught } from '../../src-main/fillmask/infill/taught.ts';
import { weights } from '../../src-main/fillmask/infill/weights.ts';
import { bindTerms, type WordTable } from '../../src-main/fillmask/infill/word-table.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import type { Candidate, FillAnswer, RowModel } from '../../src-main/fillmask/types.ts';
import { tinyVocabulary } from '../support/tiny-model.ts';

/** A model that finds all words alike, whatever the text. */
const model: RowModel = {
  logits: async (rows) =>
    rows.map(({ masked }) => {
      const all = new Float32Array(masked.length * tinyVocabulary.length);
      for (const j of masked.keys()) all[j * tinyVocabulary.length] = -1;
      return all;
    }),
  states: async () => [],
  key: async ({ masked }) => Float32Array.of(masked.length),
};
const lexicon = {
  total: 1_000,
  words: () => ['天气', '公园', '今天', '天天天'].map((word) => ({ word, count: 10 })),
};
const language = createLanguage({ vocabulary: tinyVocabulary, tokenizerConfig: {} }, lexicon);
const { tokenizer } = language;

const newFiller = () => createFiller({ model, language });
const filler = await newFiller();

async function chances(text: string, taught?: Taught, by = filler): Promise<Map<string, number>> {
  const { gaps } = await by.fill({ text, maxLength: 3, top: 200 }, taught ? { taught } : {});
  return new Map(gaps[0]?.candidates.map(({ word, probability }) => [word, probability]));
}

/** How much more probable one word is than another. */
async function lead(text: string, word: string, other: string, taught?: Taught): Promise<number> {
  const all = await chances(text, taught);
  return Math.log((all.get(word) ?? Number.NaN) / (all.get(other) ?? Number.NaN));
}

const gapSentence = '我们[MASK]去玩。';

describe('a word that the document has elsewhere', () => {
  test('is likelier, before the gap and after it, and the likelier the more often it occurs', async () => {
    const none = await lead(gapSentence, '公园', '天气');
    const after = await lead(`${gapSentence}去公园。`, '公园', '天气');
    const before = await lead(`去公园。${gapSentence}`, '公园', '天气');
    const often = await lead(`去公园。${gapSentence}公园很好。\n公园`, '公园', '天气');
    expect(after).toBeGreaterThan(none + 0.1);
    expect(before).toBeCloseTo(after, 4);
    expect(often).toBeGreaterThan(after + 0.1);
  });

  test('is likelier where it is a term of the writer’s own, too', async () => {
    const taught: Taught = {
      recall: null,
      terms: bindTerms(['人和', '很好'], tokenizer, language.lexicon, 6, 'glossary'),
    };
    const none = await lead(gapSentence, '人和', '很好', taught);
    expect(await lead(`${gapSentence}人和。`, '人和', '很好', taught)).toBeGreaterThan(none + 0.1);
  });

  test('is no likelier where only the gap’s own sentence has it', async () => {
    const none = await lead('我们今天[MASK]去玩。', '公园', '天气');
    expect(await lead('我们公园[MASK]去玩。', '公园', '天气')).toBeLessThan(none);
  });

  test('leaves single characters as they were to one another', async () => {
    const none = await lead(gapSentence, '很', '好');
    expect(await lead(`${gapSentence}很很。`, '很', '好')).toBeCloseTo(none, 4);
  });
});

test('a character that is repeated costs a word in the gap’s sentence alone', async () => {
  const none = await lead(gapSentence, '公园', '天气');
  // 气 stands there, but no word of the lexicon.
  expect(await lead(`很气。${gapSentence}`, '公园', '天气')).toBeCloseTo(none, 4);
  expect(await lead('气我们[MASK]去玩。', '公园', '天气')).toBeGreaterThan(none + 0.1);
  expect(await lead('我们[MASK]去玩气。', '公园', '天气')).toBeGreaterThan(none + 0.1);
});

test('nothing of one document reaches another', async () => {
  const used = await newFiller();
  const answer = await chances(`公园公园公园。\n${gapSentence}公园。`, undefined, used);
  const alone = await chances(gapSentence, undefined, await newFiller());
  expect(answer).not.toEqual(alone);
  expect(await chances(gapSentence, undefined, used)).toEqual(alone);
});

test('at a text’s end the document counts for nothing: its thresholds were fitted without', async () => {
  const at = async (text: string) => {
    // The first answer: which words the second batch looks at may differ between the two texts.
    const all: Candidate[] = [];
    const onFirst = ({ gaps }: FillAnswer) => void all.push(...(gaps[0]?.candidates ?? []));
    await filler.fill({ text, maxLength: 2, top: 200, tail: true }, { onFirst });
    const chance = (wanted: string) => all.find(({ word }) => word === wanted)?.probability ?? Number.NaN;
    return Math.log(chance('公园') / chance('天气'));
  };
  // The characters are in the window, so they cost what they always did.
  expect((await at('公园。我们[MASK]')) - (await at('我们[MASK]'))).toBeCloseTo(2 * weights.repetition, 4);
});

test('each of several gaps has the words outside its own sentence', async () => {
  const request = { text: '有公园[MASK]在。我们[MASK]去玩。', maxLength: 2, top: 200 };
  const { gaps } = await filler.fill(request);
  const places = gaps.map(({ candidates }) =>
    ['公园', '今天'].map((wanted) => candidates.findIndex(({ word }) => word === wanted)),
  );
  const [[here, other], [elsewhere, another]] = places as [[number, number], [number, number]];
  expect(here).toBeGreaterThan(other);
  expect(elsewhere).toBeLessThan(another);
  expect(elsewhere).toBeGreaterThanOrEqual(0);
});

describe('counting', () => {
  const han = '天气公园今';
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...han) },
    { weight: 2, arbitrary: fc.constantFrom('。', '\n', '龘', '，', '[MASK]', '😀') },
  );
  const tables: readonly WordTable[] = language.lexicon.tables;

  function counted(text: string, gap = 0): Record<string, number> {
    const gaps = findGaps(text);
    const words = new DocumentWords(text, gaps, gaps[gap]!, tokenizer.idOf);
    const found = tables.flatMap((table) =>
      [...words.countsIn(table)].map(([word, count]) => {
        const ids = table.ids.subarray(word * table.length, (word + 1) * table.length);
        return [language.lexicon.spell(ids), count] as const;
      }),
    );
    return Object.fromEntries(found);
  }

  test('finds what a plain search outside the gap’s sentence and outside gaps finds', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(piece, { maxLength: 60 }), (left, right) => {
        const [before, after] = [left, right].map((some) => some.join('').replaceAll('[MASK]', '，'));
        const text = `${before}[MASK]${after}`;
        const cut = (side: string, at: number) => (at < 0 ? '' : side);
        const lastEnd = Math.max(before!.lastIndexOf('。'), before!.lastIndexOf('\n'));
        const firstEnd = after!.search(/[。\n]/u);
        const parts = [cut(before!.slice(0, lastEnd + 1), lastEnd), cut(after!.slice(firstEnd), firstEnd)];
        const expected: Record<string, number> = {};
        for (const { word } of lexicon.words()) {
          const count = parts.reduce((sum, part) => {
            let here = 0;
            for (let at = part.indexOf(word); at >= 0; at = part.indexOf(word, at + 1)) here++;
            return sum + here;
          }, 0);
          if (count > 0) expected[word] = count;
        }
        expect(counted(text)).toEqual(expected);
      }),
    );
  });

  test('a word does not begin before a gap and end behind it', () => {
    expect(counted('玩。公[MASK]园。去[MASK]。', 1)).toEqual({});
    expect(counted('玩。公园。去[MASK]。')).toEqual({ 公园: 1 });
  });

  test('a gap is no text: a term that is spelt like a part of its mark is not in the document', () => {
    const idOf = (unit: string) => unit.codePointAt(0);
    const [terms] = bindTerms(['AS'], { idOf }, language.lexicon, 6, 'glossary');
    const count = (text: string) => {
      const gaps = findGaps(text);
      return new DocumentWords(text, gaps, gaps[0]!, idOf).countsIn(terms!).get(0) ?? 0;
    };
    expect(count('去[MASK]。[MASK][MASK]。')).toBe(0);
    expect(count('去[MASK]。[MASK]AS。')).toBe(1);
  });

  test('looks so far and no further, so that time does not grow with the document', () => {
    const far = '，'.repeat(5_000);
    expect(counted(`公园。${far}[MASK]${far}。公园`)).toEqual({});
    expect(counted(`公园。${far.slice(10)}[MASK]${far.slice(10)}。公园`)).toEqual({ 公园: 2 });
  });
});
