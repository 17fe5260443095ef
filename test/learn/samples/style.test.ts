import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align, wordsOf } from '../../../src-main/learn/samples/align.ts';
import { studyPair } from '../../../src-main/learn/samples/style.ts';
import { said } from '../../support/words.ts';

function lesson(plain: string, formal: string) {
  const studied = studyPair(plain, formal);
  if ('code' in studied) throw new Error(studied.code);
  const { gaps, words } = studied;
  return {
    answers: gaps.map(({ answer }) => answer),
    gaps,
    words: words.map((one) => `${one.plain}→${one.formal}`),
  };
}

describe('the formal words become the masked ones', () => {
  test('天气不错啊 → 天气较为适宜', () => {
    const { gaps, words } = lesson('天气不错啊', '天气较为适宜');
    expect(gaps).toEqual([
      { text: '天气[MASK]适宜', answer: '较为', rejected: [] },
      { text: '天气较为[MASK]', answer: '适宜', rejected: ['不错'] },
    ]);
    expect(words).toEqual(expect.arrayContaining(['不错→适宜', '不错→较为适宜', '不错啊→较为适宜']));
  });

  test('东西挺好 → 该产品性能优良, where no word stays', () => {
    const { answers, words } = lesson('东西挺好', '该产品性能优良');
    expect(answers).toEqual(['产品', '性能', '优良']);
    expect(words).toEqual(expect.arrayContaining(['东西→产品', '挺好→性能优良']));
  });

  test.each([
    ['这事儿我们商量一下', '就此事项进行磋商', ['就此', '事项', '进行', '磋商'], ['事儿→事项', '商量→磋商']],
    ['钱不够了', '资金存在缺口', ['资金', '存在', '缺口'], ['钱→资金', '不够→存在缺口']],
    ['这个问题要赶紧解决', '该问题亟待解决', ['亟待'], ['赶紧→亟待']],
    ['活动办得很成功', '活动圆满成功', ['圆满'], []],
  ])('%s → %s', (plain, formal, answers, words) => {
    const found = lesson(plain, formal);
    expect(found.answers).toEqual(answers);
    expect(found.words).toEqual(expect.arrayContaining(words));
  });

  test('a word that only moved is no new word', () => {
    const { answers, words } = lesson('请尽快把材料交上来', '请尽快提交相关材料');
    expect(answers).toEqual(['提交', '相关']);
    expect(words).toContain('交→提交');
    expect(words.join()).not.toContain('材料→');
  });
});

test.each([
  ['the same twice', '天气较为适宜', '天气较为适宜', 'same-pair'],
  [
    'two texts that differ in length many times over',
    '好',
    '该产品性能优良，适用范围广泛，深受广大用户好评与信赖',
    'unlike-pair',
  ],
  [
    'two long texts with nothing in common',
    '昨天下午我跟几个老同学一起去山上看了看刚开的野花',
    '本公司第三季度营业收入同比增长两成主要得益于海外市场需求持续旺盛',
    'unlike-pair',
  ],
] as const)('%s are refused', (_name, plain, formal, code) => {
  expect(studyPair(plain, formal)).toMatchObject({ code, text: said({ zh: expect.any(String) }) });
});

const word = fc.constantFrom(
  '天气',
  '不错',
  '啊',
  '较为',
  '适宜',
  '东西',
  '材料',
  '提交',
  '，',
  '的',
  '好',
  'A4',
  '😀',
);
const sentence = fc.array(word, { minLength: 1, maxLength: 14 }).map((words) => words.join(''));

describe('laws of alignment', () => {
  test('every word of both sides comes once and in order', () => {
    fc.assert(
      fc.property(sentence, sentence, (plain, formal) => {
        const [left, right] = [wordsOf(plain), wordsOf(formal)];
        const steps = align(left, right);
        expect(steps.flatMap((step) => step.plain ?? [])).toEqual(left);
        expect(steps.flatMap((step) => step.formal ?? [])).toEqual(right);
        for (const step of steps) expect(step.plain ?? step.formal).not.toBeNull();
      }),
    );
  });

  test('a text aligned with itself stays as it is', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        for (const step of align(wordsOf(text), wordsOf(text))) expect(step.plain).toEqual(step.formal);
      }),
    );
  });

  test('each gap, filled with its answer, is the formal sentence; every word comes from its side', () => {
    fc.assert(
      fc.property(sentence, sentence, (plain, formal) => {
        const studied = studyPair(plain, formal);
        if ('code' in studied) return;
        for (const { text, answer, rejected } of studied.gaps) {
          expect(text.replace('[MASK]', answer)).toBe(formal);
          expect([...answer].length).toBeLessThanOrEqual(6);
          for (const one of rejected) expect(plain).toContain(one);
        }
        for (const one of studied.words) {
          expect(plain).toContain(one.plain);
          expect(formal).toContain(one.formal);
          expect(one.plain).not.toBe(one.formal);
        }
      }),
    );
  });
});

test('a pair of a book on each side is refused before anything is aligned', () => {
  const long = '天气不错，'.repeat(100_000);
  expect(studyPair(long, `${long}好`)).toMatchObject({ code: 'too-long' });
});
