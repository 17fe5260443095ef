import { describe, expect, test } from 'vitest';
import { findSentence } from '../../src-renderer/text/find-sentence.ts';

const doc = [
  '关于召开年度工作会议的通知',
  '各部门、各单位：',
  '会议由办公室负责召开，请各部门按时参加。',
  '会议由综合部负责筹备，联系电话 13812345678。',
];

/** The word found, and what agrees around it. */
function found(text: string, answer: string | null, paragraphs: readonly string[] = doc) {
  const place = findSentence(paragraphs, { text, answer });
  if (!place) return null;
  const paragraph = paragraphs[place.paragraph] ?? '';
  return {
    word: paragraph.slice(place.word.from, place.word.to),
    whole: paragraph.slice(place.whole.from, place.whole.to),
  };
}

describe('a stored sentence is found', () => {
  test('as it was written', () => {
    expect(found('会议由办公室负责[MASK]，请各部门按时参加。', '召开')).toEqual({
      word: '召开',
      whole: doc[2],
    });
  });

  test('with paragraphs around it, which are looked for elsewhere', () => {
    expect(
      found('各部门、各单位：\n会议由办公室负责[MASK]，请各部门按时参加。\n会议由综合部', '召开')?.word,
    ).toBe('召开');
  });

  test('where another word, a gap or nothing is in the place of the answer', () => {
    const text = '会议由办公室负责[MASK]，请各部门按时参加。';
    for (const [is, word] of [
      ['组织实施', '组织实施'],
      ['\ufffc', '\ufffc'],
      ['', ''],
    ] as const)
      expect(found(text, '召开', [doc[2]?.replace('召开', is) ?? ''])?.word).toBe(word);
  });

  test('by the words around the gap where the rest was edited', () => {
    expect(found('昨日的会议由办公室负责[MASK]，请各部门按时出席，不得缺席。', '召开')).toEqual({
      word: '召开',
      whole: '会议由办公室负责召开，请各部门按时',
    });
  });

  test('beside personal data that was replaced', () => {
    expect(found('会议由综合部负责[MASK]，联系电话 ⟦手机号⟧。', '筹备')?.word).toBe('筹备');
  });

  test('whether its indent is written with spaces or not', () => {
    const text = '　　由[MASK]负责召开会议。';
    expect(found(text, '办公室', ['由办公室负责召开会议。'])?.word).toBe('办公室');
    expect(found(text.trimStart(), '办公室', ['　　由办公室负责召开会议。'])?.word).toBe('办公室');
    expect(found('　　\n\t由[MASK]负责召开会议。  \n', '办公室', ['由办公室负责召开会议。'])?.word).toBe(
      '办公室',
    );
    expect(found('　　[MASK]负责召开会议。', '办公室', ['办公室负责召开会议。'])?.word).toBe('办公室');
  });

  test('at its end, without a word after it', () => {
    expect(found('会议由办公室负责[MASK]', '召开', ['会议由办公室负责召开'])?.word).toBe('召开');
    expect(found('会议由办公室负责[MASK]', null, ['会议由办公室负责\ufffc'])?.word).toBe('\ufffc');
  });

  test('at the place that agrees most, of several alike', () => {
    const twice = ['会议由办公室负责召开。', '会议由办公室负责召开，请各部门按时参加。'];
    expect(findSentence(twice, { text: '会议由办公室负责[MASK]，请各部门', answer: '召开' })?.paragraph).toBe(
      1,
    );
  });
});

describe('nothing is found', () => {
  test('where too little agrees', () => {
    expect(found('公司由董事会负责[MASK]，请周知。', '召开')).toBeNull();
    expect(found('患者需要[MASK]治疗', '靶向')).toBeNull();
    expect(found('请[MASK]', '看')).toBeNull();
  });

  test('without words around the gap, or without a gap', () => {
    expect(found('[MASK]', '召开')).toBeNull();
    expect(found('没有空缺的一句话', '召开')).toBeNull();
    expect(found('会议[MASK]召开', '', [])).toBeNull();
  });
});

test('a long document takes no time by its length squared', () => {
  const long = Array.from({ length: 4000 }, (_, i) => `第${i}条，${doc[i % doc.length]}`);
  expect(
    findSentence(long, { text: '第2220条，关于召开年度工作[MASK]的通知', answer: '会议' })?.paragraph,
  ).toBe(2220);
});
