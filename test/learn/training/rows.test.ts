import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import { contextBudget } from '../../../src-main/fillmask/filler.ts';
import { createTokenizer, type Tokenizer } from '../../../src-main/fillmask/tokenizer.ts';
import { replayRows } from '../../../src-main/learn/training/replay.ts';
import { rowsOfSample, rowsOfSamples } from '../../../src-main/learn/training/rows.ts';
import type { TrainingSample } from '../../../src-main/learn/types.ts';
import { tinyVocabulary } from '../../support/tiny-model.ts';

let tokenizer: Tokenizer;
beforeAll(() => {
  tokenizer = createTokenizer({ vocabulary: tinyVocabulary, tokenizerConfig: { do_lower_case: false } });
});

const sample = (text: string, answer: string, more: Partial<TrainingSample> = {}): TrainingSample => ({
  id: `${text} ${answer}`,
  text,
  answer,
  rejected: [],
  weight: 1,
  group: answer,
  source: 'correction',
  ...more,
});
const spelled = (ids: readonly number[]) => ids.map((id) => tinyVocabulary[id]).join('');

function rows(text: string, answer: string, maxTokens = 512) {
  const made = rowsOfSample(sample(text, answer), tokenizer, maxTokens);
  if ('reason' in made) throw new Error(made.reason);
  return made.rows;
}

describe('rows of a sample are the states in which the filler scores its word', () => {
  test('all characters masked, then the first one revealed', () => {
    const [hidden, revealed, ...others] = rows('今天[MASK]很好。', '天气我');
    expect(others).toEqual([]);
    expect(spelled(hidden?.ids ?? [])).toBe('[CLS]今天[MASK][MASK][MASK]很好。[SEP]');
    expect(hidden?.masked).toEqual([3, 4, 5]);
    expect(spelled(hidden?.answers ?? [])).toBe('天气我');
    expect(spelled(revealed?.ids ?? [])).toBe('[CLS]今天天[MASK][MASK]很好。[SEP]');
    expect(revealed?.masked).toEqual([4, 5]);
    expect(spelled(revealed?.answers ?? [])).toBe('气我');
  });

  test('rivals of other lengths stand in the same place', () => {
    const made = rowsOfSample(sample('今天[MASK]很好。', '天气'), tokenizer, 512);
    if ('reason' in made) throw new Error(made.reason);
    expect(made.contexts.map(({ ids }) => spelled(ids))).toEqual([
      '[CLS]今天[MASK]很好。[SEP]',
      '[CLS]今天[MASK][MASK][MASK]很好。[SEP]',
    ]);
  });

  test('a single character has one state', () => {
    expect(rows('今天天[MASK]很好。', '气')).toHaveLength(1);
  });

  test('a token of letters is one mask', () => {
    expect(rows('我们在[MASK]玩', 'b')[0]?.masked).toEqual([4]);
  });

  test('only the context that the filler reads is kept', () => {
    const long = '天地人和'.repeat(300);
    const [row] = rows(`${long}[MASK]${long}`, '天气');
    expect(row?.ids.length).toBe(contextBudget.before + 2 + contextBudget.after + 2);
  });

  test.each([
    ['two gaps', '我[MASK]和[MASK]去', '天', 'no-single-gap'],
    ['no gap', '我和去', '天', 'no-single-gap'],
    ['a gap of two masks', '我[MASK][MASK]去', '天气', 'no-single-gap'],
    ['a character that the vocabulary lacks', '我[MASK]去', '天鑫', 'unknown-character'],
    ['an answer that is a special token', '我[MASK]去', '[MASK]', 'unknown-character'],
    ['an empty answer', '我[MASK]去', '', 'answer-length'],
    ['an answer of seven characters', '我[MASK]去', '天地人和今天气', 'answer-length'],
  ])('%s is refused', (_name, text, answer, reason) => {
    expect(rowsOfSample(sample(text, answer), tokenizer, 512)).toEqual({ reason });
  });

  test.each([0, -1, 1.5, Number.NaN])('a weight of %d is refused', (weight) => {
    const one = sample('今天[MASK]很好', '天气', { weight });
    expect(rowsOfSample(one, tokenizer, 512)).toEqual({ reason: 'no-weight' });
  });

  test('a row that the model has no positions for is refused', () => {
    const text = `${'天地人和'.repeat(20)}[MASK]我们`;
    expect(rowsOfSample(sample(text, '天'), tokenizer, 20)).toEqual({ reason: 'row-too-long' });
  });

  test('anything at all gives rows that fit or a reason', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 9 }),
        (text, answer) => {
          const made = rowsOfSample(sample(`今天${text}[MASK]很好`, answer), tokenizer, 512);
          if ('reason' in made) expect(made.reason).toBeTruthy();
          else
            for (const row of made.rows) {
              expect(row.answers).toHaveLength(row.masked.length);
              expect(row.masked.every((at) => row.ids[at] === tokenizer.special.mask)).toBe(true);
            }
        },
      ),
    );
  });
});

describe('rows of many samples', () => {
  test('the same pair 500 times counts once, with its highest weight', () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      sample('今天[MASK]很好', '天气', { id: String(i), weight: (i + 1) / 500 }),
    );
    const { rows: made } = rowsOfSamples(many, tokenizer, 512);
    expect(made).toHaveLength(2);
    expect(made.every(({ weight }) => weight === 1)).toBe(true);
  });

  test('a contradiction stays: both answers are learned', () => {
    const { rows: made } = rowsOfSamples(
      [sample('今天[MASK]很好', '天气'), sample('今天[MASK]很好', '公园')],
      tokenizer,
      512,
    );
    expect(made).toHaveLength(4);
  });

  test('a length that another sample’s answer has there is no rival’s', () => {
    const { contexts } = rowsOfSamples(
      [sample('今天[MASK]很好', '天气'), sample('今天[MASK]很好', '天地人')],
      tokenizer,
      512,
    );
    expect(contexts.map(({ masked }) => masked.length)).toEqual([1]);
  });

  test('what cannot be learned is named and the rest kept', () => {
    const bad = sample('今天很好', '天气');
    const { rows: made, refused } = rowsOfSamples([bad, sample('今天[MASK]很好', '天气')], tokenizer, 512);
    expect(made).toHaveLength(2);
    expect([...refused]).toEqual([[bad.id, 'no-single-gap']]);
  });
});

describe('replay', () => {
  const sentences = ['今天天气很好我们去公园玩', '我们在公园天地人和', 'abc', '我去'];
  const make = (count: number, seed = 1) => replayRows(sentences, count, tokenizer, 64, seededRng(seed));

  test('masks one to three characters, never the sentence’s ends or marks', () => {
    for (const { ids, masked } of make(200)) {
      expect(masked.length).toBeGreaterThan(0);
      expect(masked.length).toBeLessThan(4);
      expect([...masked].sort((a, b) => a - b)).toEqual(masked);
      expect(ids.filter((id) => id === tokenizer.special.mask)).toHaveLength(masked.length);
      expect([ids[0], ids.at(-1)]).toEqual([tokenizer.special.cls, tokenizer.special.sep]);
    }
  });

  test('comes again under other masks where sentences are few, and is as many as asked', () => {
    const made = make(40);
    expect(made).toHaveLength(40);
    expect(new Set(made.map(({ ids }) => ids.join())).size).toBeGreaterThan(10);
  });

  test('the seed decides', () => {
    expect(make(20, 3)).toEqual(make(20, 3));
    expect(make(20, 3)).not.toEqual(make(20, 4));
  });

  test('sentences with hardly a character give none, without going round for ever', () => {
    expect(replayRows(['abc', '我去', ''], 10, tokenizer, 64, seededRng(1))).toEqual([]);
    expect(replayRows([], 10, tokenizer, 64, seededRng(1))).toEqual([]);
  });

  test('a long sentence is cut to what the model takes', () => {
    const [row] = replayRows(['天地人和'.repeat(100)], 1, tokenizer, 30, seededRng(1));
    expect(row?.ids).toHaveLength(30);
  });
});
