import type { Mark, Node } from '@tiptap/pm/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceIn } from '../../src-main/documents/replace.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

const schema = documentSchema();
const text = (value: string, ...marks: Mark[]) => schema.text(value, marks);
const p = (...content: Node[]) => schema.node('paragraph', null, content);
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks);
const gap = (spelling: string, ...marks: Mark[]) => schema.node('gap', { spelling }, undefined, marks);
const bold = schema.mark('bold');
const run = (src: string) => schema.mark('run', { src });
const replaced = (one: Node, ...pairs: [string, string][]) =>
  replaceIn(
    one,
    pairs.map(([old, next]) => ({ old, next })),
  );

test('the first place in the order of reading is replaced, and looks as what it replaces did', () => {
  const cell = schema.node('tableCell', null, [p(text('甲方', bold), text('和甲方'))]);
  const table = schema.node('table', null, [schema.node('tableRow', null, [cell])]);
  const after = replaced(doc(p(text('合同')), table, p(text('甲方'))), ['甲方', '某公司']);
  expect(after.textBetween(0, after.content.size, '|')).toBe('合同|某公司和甲方|甲方');
  const line = after.child(1).child(0).child(0).child(0);
  expect(line.child(0).eq(text('某公司', bold))).toBe(true);
});

test('a text over runs and marks takes the look of its beginning', () => {
  const before = doc(p(text('第一', run('a:1')), text('季', run('a:2'), bold), text('度报告', run('a:3'))));
  const after = replaced(before, ['一季度', '二季度']);
  expect(after.child(0).eq(p(text('第二季度', run('a:1')), text('报告', run('a:3'))))).toBe(true);
});

test('several are made one after the other, each in the result of those before', () => {
  const after = replaced(doc(p(text('甲甲'))), ['甲', '乙'], ['甲', '丙'], ['乙丙', '']);
  expect(after.child(0).content.size).toBe(0);
});

test('a gap is found by its spelling, alone, with text around it, and in part', () => {
  const before = doc(p(text('请'), gap('［mask］', bold), text('材料')));
  expect(
    replaced(before, ['［mask］', '提交'])
      .child(0)
      .eq(p(text('请'), text('提交', bold), text('材料'))),
  ).toBe(true);
  expect(replaced(before, ['请［mask］材', '交']).textContent).toBe('交料');
  const part = replaced(before, ['mask］材', '空']).child(0);
  expect(part.eq(p(text('请'), text('［空', bold), text('料')))).toBe(true);
});

test('line breaks are found and made', () => {
  const after = replaced(doc(p(text('一'), schema.node('hardBreak'), text('二'))), ['一\n二', '三\n四']);
  expect(after.child(0).childCount).toBe(3);
  expect(after.child(0).textBetween(0, 3, '', '/')).toBe('三/四');
});

test('text boxes are looked into where they stand', () => {
  const inner = [p(text('落款：甲')).toJSON(), p(text('日期', bold)).toJSON()];
  const box = schema.node('atom', { kind: 'textBox', inner, src: 'a:9' });
  const after = replaced(doc(p(text('正文'), box), p(text('日期'))), ['日期', '时间'], ['甲', '乙']);
  expect(after.child(1).textContent).toBe('日期');
  const atom = after.child(0).child(1);
  expect(atom.attrs).toMatchObject({ kind: 'textBox', src: 'a:9' });
  expect(JSON.stringify(atom.attrs.inner)).toBe(
    JSON.stringify([p(text('落款：乙')).toJSON(), p(text('时间', bold)).toJSON()]),
  );
});

test('what is not there is told, and nothing over an atom or a paragraph matches', () => {
  const one = doc(p(text('甲'), schema.node('atom', { text: '1' }), text('乙')), p(text('丙')));
  for (const old of ['丁', '甲乙', '甲1乙', '乙丙', '乙\n丙', ''])
    expect(() => replaced(one, [old, '字'])).toThrow(expect.objectContaining({ code: 'not-found' }));
});

const inline = fc.oneof(
  fc
    .tuple(
      fc.stringMatching(/^[ab]{1,4}$/),
      fc.constantFrom([], [bold], [run('a:1')], [run('a:2')], [bold, run('a:1')]),
    )
    .map(([value, marks]) => text(value, ...marks)),
  fc.constantFrom(gap('[mask]'), gap('<mask>', bold)),
);
const spelled = (node: Node) =>
  node.textBetween(0, node.content.size, '\n', (leaf) => String(leaf.attrs.spelling));

test('a replacement changes the text as it changes a string, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(inline, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      fc.oneof(fc.stringMatching(/^[ab]{1,3}$/), fc.constantFrom('[mask]', 'a[ma', 'sk>', 'k]<m')),
      fc.stringMatching(/^[xy]{0,3}$/),
      (blocks, old, next) => {
        const before = doc(...blocks.map((content) => p(...content)));
        const string = spelled(before);
        if (!string.includes(old)) return;
        const after = replaced(before, [old, next]);
        after.check();
        expect(spelled(after)).toBe(string.replace(old, () => next));
        const changed = blocks.findIndex((_, i) => !after.child(i).eq(before.child(i)));
        for (let i = 0; i < blocks.length; i++)
          if (i !== changed) expect(after.child(i).eq(before.child(i))).toBe(true);
      },
    ),
  );
});
