import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller, type Filler } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import type { Tokenizer } from '../../src-main/fillmask/tokenizer.ts';
import type { FillAnswer, MaskedLm } from '../../src-main/fillmask/types.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';

/** The real model, end to end but for the process around it. */
let model: MaskedLm;
let filler: Filler;
let tokenizer: Tokenizer;
let batches: number[] = [];

beforeAll(async () => {
  const checkpoint = await openCheckpoint(requireRealModel());
  model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const counting: MaskedLm = {
    vocabSize: model.vocabSize,
    logits: (rows) => {
      batches.push(rows.length);
      return model.logits(rows);
    },
    key: (row) => model.key(row),
    states: (rows) => {
      batches.push(rows.length);
      return model.states(rows);
    },
    release: () => model.release(),
  };
  const language = createLanguage(checkpoint, await loadLexicon());
  tokenizer = language.tokenizer;
  filler = await createFiller({ model: counting, language });
});

afterAll(() => model.release());

const fill = (text: string, change: { maxLength?: number; top?: number } = {}) =>
  filler.fill({ text, maxLength: 4, top: 5, ...change });
const words = ({ gaps }: FillAnswer, gap = 0) => gaps[gap]?.candidates.map(({ word }) => word) ?? [];

test.each([
  ['今天[MASK]气很好，我们去公园玩。', '天'],
  ['北京是中国的首[MASK]。', '都'],
  ['床前明月光疑是地[MASK]霜', '上'],
  ['订单一直没[MASK]', '有'],
])('%s → %s first', async (text, word) => {
  expect(words(await fill(text))[0]).toBe(word);
});

test('the first answer comes from one batch of four rows, the full one from at most twelve', async () => {
  batches = [];
  const firsts: FillAnswer[] = [];
  const answer = await filler.fill(
    { text: '请各部门在本周五下班之前把工作[MASK]交到办公室。', maxLength: 4, top: 5 },
    { onFirst: (first) => firsts.push(first) },
  );
  expect(firsts).toHaveLength(1);
  expect(firsts[0]?.rows).toBe(4);
  expect(batches[0]).toBe(4);
  expect(answer.rows).toBe(batches.reduce((sum, one) => sum + one, 0));
  expect(answer.rows).toBeLessThanOrEqual(12);
});

test('probabilities fall, are never negative and sum to at most one', async () => {
  for (const text of ['会议由总经理[MASK]。', '他[MASK]了', '[MASK]天下雨']) {
    const { gaps } = await fill(text, { top: 50 });
    const shares = gaps[0]?.candidates.map(({ probability }) => probability) ?? [];
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1);
  }
});

describe('lengths', () => {
  test('a single [MASK] stands for at most the wanted length', async () => {
    for (const maxLength of [1, 2, 6]) {
      const found = words(await fill('我们要认真贯彻[MASK]会议精神。', { maxLength, top: 20 }));
      expect(found.length).toBeGreaterThan(0);
      for (const word of found) expect([...word].length).toBeLessThanOrEqual(maxLength);
    }
  });

  test('k in a row stand for exactly k tokens, whatever the setting', async () => {
    for (const count of [2, 3, 5]) {
      const found = words(
        await fill(`我们开了一个${'[MASK]'.repeat(count)}会议。`, { maxLength: 1, top: 10 }),
      );
      // The longer the run, the less the model may have to say about the whole of it.
      if (count < 5) expect(found.length).toBeGreaterThan(0);
      for (const word of found) expect([...word]).toHaveLength(count);
    }
  });

  test('too many in a row are refused with what to do', async () => {
    await expect(fill(`在${'[MASK]'.repeat(17)}`)).rejects.toMatchObject({ code: 'text-too-long' });
  });
});

describe('several gaps', () => {
  test('are filled jointly: a pair that belongs together', async () => {
    const answer = await fill('虽[MASK]天气很冷，[MASK]是他还是去跑步了。');
    expect([words(answer, 0)[0], words(answer, 1)[0]]).toEqual(['然', '但']);
    expect(answer.gaps.map(({ start, end }) => [start, end])).toEqual([
      [1, 7],
      [12, 18],
    ]);
  });

  test.each(['会议由[MASK]主持，请各[MASK]参加。', '[MASK]下雨了，[MASK]带伞。'])(
    'the last list of %s is the one that the others’ words lead to',
    async (text) => {
      const pair = await fill(text);
      const given = await fill(text.replace('[MASK]', words(pair, 0)[0] ?? ''));
      expect(words(pair, 1)).toEqual(words(given, 0));
    },
  );

  test('gaps far apart are answered like gaps alone', async () => {
    const far = '这里是一段与空缺没有任何关系的长文字。'.repeat(20);
    const both = await fill(`北京是中国的首[MASK]。${far}北京是中国的首[MASK]。`);
    expect([words(both, 0)[0], words(both, 1)[0]]).toEqual(['都', '都']);
    expect(both.rows).toBeLessThanOrEqual(2 * 12);
  });
});

describe('nothing is offered where there is nothing to say', () => {
  test.each(['[MASK]', '[MASK][MASK]', '\u{10ffff}[MASK]', ' \n[MASK]\n '])('%j', async (text) => {
    const { gaps } = await fill(text);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.candidates).toEqual([]);
  });

  test.each([
    '今天[MASK][MASK][MASK][MASK][MASK][MASK]。',
    '我们[MASK][MASK][MASK][MASK][MASK][MASK]。',
    '请各部门[MASK][MASK][MASK][MASK][MASK][MASK]，不得缺席。',
  ])('a run whose fillings the model itself finds impossible: %s', async (text) => {
    const firsts: FillAnswer[] = [];
    const answer = await filler.fill({ text, maxLength: 4, top: 5 }, { onFirst: (one) => firsts.push(one) });
    for (const { gaps } of [...firsts, answer]) expect(gaps[0]?.candidates).toEqual([]);
  });

  test.each([
    '项目总投资[MASK]万元。',
    '会议定于3月[MASK]日召开。',
    '参会人员共[MASK]人。',
    '完成率达到[MASK]％。',
    '地址：解放路[MASK]号',
  ])('a place for a number: %s', async (text) => {
    expect(words(await fill(text))).toEqual([]);
  });

  test('a word beside a number is a word', async () => {
    expect(words(await fill('会议定于3月5日下午在三楼会议[MASK]召开。')).length).toBeGreaterThan(0);
    expect(words(await fill('全年投资10万元，[MASK]去年增长3%。')).length).toBeGreaterThan(0);
  });

  test('a text without a gap is refused', async () => {
    await expect(fill('没有空缺')).rejects.toMatchObject({ code: 'no-gap' });
  });
});

test('rows do not grow with the document', async () => {
  const near = '会议由总经理[MASK]，各部门负责人参加。';
  const small = await fill(near);
  const large = await fill(`${'很长的文件。'.repeat(100_000)}${near}${'很长的文件。'.repeat(50_000)}`);
  expect(large.rows).toBeLessThanOrEqual(small.rows + 4);
});

test('a newer request stops an older one between two runs', async () => {
  const abort = new AbortController();
  batches = [];
  const running = filler.fill(
    { text: '会议由总经理[MASK]，各部门[MASK]参加。', maxLength: 4, top: 5 },
    { signal: abort.signal, onFirst: () => abort.abort() },
  );
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(batches.length).toBeLessThanOrEqual(2);
});

test('a selected word gets words that mean the same, in two batches; its opposite is none of them', async () => {
  batches = [];
  const { gaps, rows } = await filler.fill({
    text: '为了[MASK]安全管理，所有来访人员都必须在前台登记身份信息。',
    maxLength: 4,
    top: 5,
    original: { word: '加强', start: 2 },
  });
  const offered = gaps[0]?.candidates.map(({ word }) => word) ?? [];
  expect(offered.slice(0, 3).some((word) => ['增强', '强化', '加大', '改进', '提高'].includes(word))).toBe(
    true,
  );
  expect(offered).not.toContain('加强');
  expect(offered).not.toContain('削弱');
  expect(batches).toHaveLength(2);
  expect(rows).toBe(batches[0]! + batches[1]!);
});

test('a word of known length is looked for among those alone, in fewer rows', async () => {
  const text = '请各部门认真[MASK]会议精神。';
  const unknown = await fill(text);
  const known = await filler.fill({ text, maxLength: 4, top: 5, length: { characters: 2, start: 6 } });
  expect(words(known).length).toBeGreaterThan(0);
  expect(words(known).every((word) => word.length === 2)).toBe(true);
  expect(known.rows).toBeLessThan(unknown.rows);
});

test('the states at a single mask are the key of the row; every position has states', async () => {
  const { special, encode } = tokenizer;
  const before = encode('今天天').map(({ id }) => id);
  const ids = [special.cls, ...before, special.mask, special.sep];
  const at = before.length + 1;
  const [one] = await model.states([{ ids, masked: [at] }]);
  expect(one).toEqual(await model.key({ ids, masked: [at] }));
  const [all, short] = await model.states([
    { ids, masked: [...ids.keys()] },
    { ids, masked: [at] },
  ]);
  const size = one!.length;
  expect(all).toHaveLength(ids.length * size);
  expect(all!.slice(at * size, (at + 1) * size)).toEqual(short);
});
