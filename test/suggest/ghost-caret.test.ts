import { EditorState, TextSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { caretOf, mayOffer, surroundings, typedBetween } from '../../src-renderer/suggest/ghost/caret.ts';
import { documentOf } from '../support/headless-editor.ts';

describe('something may be offered', () => {
  test.each([
    ['现将有关事项', ''],
    ['现将有关事项通知如下：', ''],
    ['各部门：\n', ''],
    ['第一条 总则。', ''],
    ['（一）', ''],
    ['一、', ''],
    ['1、', ''],
    ['同比增长 3.5，', ''],
    ['会议定于', '召开。'],
  ])('after %j before %j', (left, right) => {
    expect(mayOffer(left, right)).toBe(true);
  });

  test.each([
    ['', ''],
    ['  \n', ''],
    ['联系电话是 0571', ''],
    ['0571、0572、', ''],
    ['得分：98，87.5，', ''],
    ['请用 Word', ''],
    ['请用', 'Word 打开'],
    ['共有', '3 人'],
    ['住址是浙江省杭州市西湖区文三路', ''],
    ['地址：', ''],
    ['同比增长5%', ''],
  ])('not after %j before %j', (left, right) => {
    expect(mayOffer(left, right)).toBe(false);
  });
});

const at = (paragraphs: readonly string[], from: number, to = from) => {
  const doc = documentOf(...paragraphs);
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
};

test('at a gap and in a selection nothing is offered', () => {
  expect(caretOf(at(['今天天气'], 3))).toEqual({ pos: 3 });
  expect(caretOf(at(['今天天气'], 2, 3))).toBeNull();
  expect(caretOf(at(['今天_天气'], 3))).toBeNull();
  expect(caretOf(at(['今天天气', ''], 7))).toEqual({ pos: 7 });
  expect(caretOf(at(['', ''], 3))).toBeNull();
});

test('what is asked with is the text on both sides, a paragraph a line, without gaps', () => {
  const { doc } = at(['各_部门：', '请于', '', '特此通知。'], 1);
  expect(surroundings(doc, { pos: 10 })).toEqual({ before: '各部门：\n请于', after: '\n\n特此通知。' });
  expect(surroundings(doc, { pos: 12 })).toEqual({ before: '各部门：\n请于\n', after: '\n特此通知。' });
});

test('no more of a long document is asked with than counts', () => {
  const long = at(['字'.repeat(90_000)], 70_001);
  const { before, after } = surroundings(long.doc, { pos: 70_001 });
  expect([before.length, after.length]).toEqual([60_000, 20_000]);
});

describe('what an input method left', () => {
  const left = (before: string, after: string, head: number) => {
    const earlier = documentOf(before);
    const doc = documentOf(after);
    return typedBetween(earlier, EditorState.create({ doc, selection: TextSelection.create(doc, head) }));
  };

  test('is the text between two documents, also where it repeats what stands there', () => {
    expect(left('现将', '现将有关', 5)).toEqual({ at: 3, text: '有关' });
    expect(left('天天', '天天天', 4)).toEqual({ at: 3, text: '天' });
    expect(left('天天', '天天天', 3)).toEqual({ at: 2, text: '天' });
  });

  test('is nothing where anything else changed', () => {
    expect(left('现将', '现将', 3)).toBeNull();
    expect(left('现将', '现', 2)).toBeNull();
    expect(left('现将有', '今将有关', 5)).toBeNull();
    expect(left('现将有', '现将有关', 3)).toBeNull();
  });
});
