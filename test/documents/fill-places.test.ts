import type { Mark, Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { type Ask, fillPlaces } from '../../src-main/documents/fill-places.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

const schema = documentSchema();
const text = (value: string, ...marks: Mark[]) => schema.text(value, marks);
const p = (...content: Node[]) => schema.node('paragraph', null, content);
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks);
const gap = (...marks: Mark[]) => schema.node('gap', { spelling: '［MASK］' }, undefined, marks);
const bold = schema.mark('bold');

/** A model that knows these words, in turn, and remembers what it was asked. */
function model(...words: (readonly [string, number] | null)[]) {
  const asked: string[] = [];
  const ask: Ask = async ({ text: question, start, end }) => {
    asked.push(`${question.slice(0, start)}⟦${question.slice(start, end)}⟧${question.slice(end)}`);
    const next = words[asked.length - 1];
    return next ? [{ word: next[0], probability: next[1] }] : [];
  };
  return { ask, asked };
}
const shown = (one: Node) =>
  one.textBetween(0, one.content.size, '\n', (leaf) => String(leaf.attrs.spelling ?? ''));

test('each gap is filled in the text that the words before it are part of; the rest is listed', async () => {
  const { ask, asked } = model(['提交', 0.9], ['也许', 0.2], ['通知', 0.5]);
  const one = doc(p(text('请'), gap(bold), text('材料，'), gap()), p(text('特此'), gap(), gap(), text('。')));
  const { doc: after, places } = await fillPlaces(one, ask, { atLeast: 0.5, blanks: false });
  expect(shown(after)).toBe('请提交材料，［MASK］\n特此通知。');
  expect(after.child(0).child(1).eq(text('提交', bold))).toBe(true);
  expect(asked).toEqual([
    '请⟦[MASK]⟧材料，[MASK]\n特此[MASK][MASK]。',
    '请提交材料，⟦[MASK]⟧\n特此[MASK][MASK]。',
    '请提交材料，[MASK]\n特此⟦[MASK][MASK]⟧。',
  ]);
  expect(places.map(({ paragraph, around, word }) => [paragraph, around, word])).toEqual([
    [1, '请[MASK]材料，[MASK]', '提交'],
    [1, '请提交材料，[MASK]', null],
    [2, '特此[MASK][MASK]。', '通知'],
  ]);
  expect(places[1]?.offered).toEqual([{ word: '也许', probability: 0.2 }]);
});

test('blanks are left alone unless they are asked for; places to sign are never filled', async () => {
  const one = doc(p(text('姓名：____，部门（　　），'), gap(), text('签字：____')));
  const gaps = model(['好', 1]);
  const left = await fillPlaces(one, gaps.ask, { atLeast: 0.5, blanks: false });
  expect(shown(left.doc)).toBe('姓名：____，部门（　　），好签字：____');
  const all = model(['张三', 1], ['财务', 1], ['请', 1]);
  const { doc: after, places } = await fillPlaces(one, all.ask, { atLeast: 0.5, blanks: true });
  expect(shown(after)).toBe('姓名：张三，部门（财务），请签字：____');
  expect(places.map(({ kind }) => kind)).toEqual(['blank', 'blank', 'gap']);
  expect(all.asked[1]).toBe('姓名：张三，部门（⟦[MASK]⟧），[MASK]签字：____');
});

test('underlined spaces become an underlined word', async () => {
  const underline = schema.mark('underline');
  const { doc: after } = await fillPlaces(
    doc(p(text('姓名：'), text('      ', underline), text('先生'))),
    model(['王五', 1]).ask,
    { atLeast: 0.5, blanks: true },
  );
  expect(after.child(0).child(1).eq(text('王五', underline))).toBe(true);
});

test('gaps in text boxes and tables are filled where they stand', async () => {
  const inner = [p(text('落款')).toJSON(), p(gap(), text('公司'), gap()).toJSON()];
  const box = schema.node('atom', { kind: 'textBox', inner });
  const cell = schema.node('tableCell', null, [p(gap(), text('合计'))]);
  const table = schema.node('table', null, [schema.node('tableRow', null, [cell])]);
  const { ask, asked } = model(['甲', 1], ['某', 1], ['章', 1], ['共', 1]);
  const { doc: after, places } = await fillPlaces(doc(p(gap(), box), table), ask, {
    atLeast: 0,
    blanks: false,
  });
  expect(places).toHaveLength(4);
  expect(asked[2]).toBe('落款\n某公司⟦[MASK]⟧');
  expect(after.child(0).child(0).text).toBe('甲');
  expect(JSON.stringify(after.child(0).child(1).attrs.inner)).toContain('某公司章');
  expect(after.child(1).textContent).toBe('共合计');
});
