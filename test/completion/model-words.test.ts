import { describe, expect, test } from 'vitest';
import { isQuestion, isTextEnd, modelOffers } from '../../src-main/completion/model-words.ts';

const sureness = (word: string, probability: number, atEnd: boolean) =>
  modelOffers([{ word, probability }], atEnd)[0]?.probability ?? 0;

describe('the model’s words', () => {
  test('are as sure as the model says inside a text', () => {
    for (const p of [0.05, 0.5, 0.95]) expect(sureness('情况', p, false)).toBe(p);
  });

  test('of one character are no surer than even at a text’s end, others about as the model says', () => {
    for (const p of [0, 0.3, 0.6, 0.9]) expect(sureness('的', p, true)).toBeLessThan(0.56);
    for (const p of [0.3, 0.6, 0.9]) expect(Math.abs(sureness('情况', p, true) - p)).toBeLessThan(0.06);
    const rising = [0, 0.2, 0.6, 1].map((p) => sureness('的', p, true));
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  });

  test('that the writer taught are weighed already, and say where they are from', () => {
    const taught = modelOffers(
      [
        { word: '靶', probability: 0.9, source: 'memory' },
        { word: '矿', probability: 0.8, source: 'glossary' },
      ],
      true,
    );
    expect(taught.map(({ origin, probability }) => [origin, probability])).toEqual([
      ['correction', 0.9],
      ['glossary', 0.8],
    ]);
  });
});

test('the model is asked behind Chinese and within a sentence alone', () => {
  for (const before of ['今天', '第一段。\n今天', '会议要求，', '《关于'])
    expect(isQuestion({ before })).toBe(true);
  for (const before of ['', '今', '会议结束。', '第一段\n', '共35', 'the word', '第一段\n今'])
    expect(isQuestion({ before })).toBe(false);
});

test('a text ends where nothing but white space follows in the paragraph', () => {
  for (const after of ['', ' ', '\n下一段', ' \u3000\n下一段']) expect(isTextEnd({ after })).toBe(true);
  for (const after of ['。', ' 好', '，\n下一段']) expect(isTextEnd({ after })).toBe(false);
});
