import type { Mark, Node } from '@tiptap/pm/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { blanksOf, placesIn, withGaps, withoutGaps } from '../../../src-main/documents/schema/gap-nodes.ts';

const schema = documentSchema();
const p = (...content: Node[]) => schema.node('paragraph', null, content);
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks);
const text = (value: string, ...marks: Mark[]) => schema.text(value, marks);
const bold = schema.mark('bold');
const run = (src: string) => schema.mark('run', { src });

/** A block as a line: gaps as ⟦spelling⟧ with their marks. */
const shown = (block: Node) =>
  block.content.content
    .map((one) =>
      one.type.name === 'gap'
        ? `⟦${one.attrs.spelling}${one.marks.map(({ type }) => ` ${type.name}`).join('')}⟧`
        : (one.text ?? `<${one.type.name}>`),
    )
    .join('');

describe('gaps of a document', () => {
  test('become nodes that look as their beginning does', () => {
    const before = doc(p(text('今天'), text('［MASK］', bold), text('好')), p(text('没有')));
    const after = withGaps(before);
    expect(shown(after.child(0))).toBe('今天⟦［MASK］ bold⟧好');
    expect(after.child(1)).toBe(before.child(1));
  });

  test('are found over runs, and put back in them', () => {
    const before = doc(p(text('填[M', run('a:1')), text('ASK', run('a:2')), text(']写')));
    const after = withGaps(before);
    expect(shown(after.child(0))).toBe('填⟦[MASK] run⟧写');
    expect(after.child(0).child(1).attrs.runs).toBe('a:1 a:1 a:2 a:2 a:2 ');
    expect(withoutGaps(after).eq(before)).toBe(true);
  });

  test('of which a part looks otherwise stay text, which could not be put back', () => {
    const before = doc(p(text('[M'), text('ASK', bold), text('][mask]')));
    const after = withGaps(before);
    expect(shown(after.child(0))).toBe('[MASK]⟦[mask]⟧');
    expect(withoutGaps(after).eq(before)).toBe(true);
  });

  test('that were given another look since are text of that look', () => {
    const gap = withGaps(doc(p(text('[M', run('a:1')), text('ASK]', run('a:2')))))
      .child(0)
      .child(0);
    const back = withoutGaps(doc(p(gap.mark(bold.addToSet(gap.marks)))));
    expect(back.eq(doc(p(text('[M', bold, run('a:1')), text('ASK]', bold, run('a:2')))))).toBe(true);
  });

  test('are none in code, over a line break or over an atom', () => {
    const before = doc(
      schema.node('codeBlock', null, [text('[MASK]')]),
      p(text('[MASK]', schema.mark('code'))),
      p(text('[MA'), schema.node('hardBreak'), text('SK]')),
      p(text('[MA'), schema.node('atom'), text('SK]')),
    );
    expect(withGaps(before)).toBe(before);
  });

  test('are found in tables and lists', () => {
    const cell = (...content: Node[]) => schema.node('tableCell', null, content);
    const table = schema.node('table', null, [schema.node('tableRow', null, [cell(p(text('【mask】')))])]);
    const list = schema.node('bulletList', null, [schema.node('listItem', null, [p(text('<mask>'))])]);
    expect(placesIn(withGaps(doc(table, list)))).toEqual({ gaps: 2, blanks: 0 });
  });

  test('with runs that are not of their characters are still their spelling', () => {
    const odd = schema.node('gap', { spelling: '[mask]', runs: 'a:1 a:2' });
    expect(withoutGaps(doc(p(odd))).eq(doc(p(text('[mask]'))))).toBe(true);
  });
});

const marks = fc.oneof(
  fc.subarray([bold, schema.mark('italic'), run('a:1')], { maxLength: 2 }),
  // The schema lets no other mark stand with code.
  fc.constant([schema.mark('code')]),
);
const inline = fc.oneof(
  fc
    .tuple(fc.constantFrom('[MASK]', '[MA', 'SK]', '<', 'mask', '>', '［mask］', '字', '____'), marks)
    .map(([value, its]) => text(value, ...its)),
  fc.constantFrom('hardBreak', 'atom').map((name) => schema.node(name)),
);

test('whatever a document holds, its gaps are put back exactly, and finding them twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.array(inline, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), (blocks) => {
      const before = doc(...blocks.map((content) => p(...content)));
      const after = withGaps(before);
      after.check();
      expect(withGaps(after)).toBe(after);
      expect(withoutGaps(after).eq(before)).toBe(true);
    }),
  );
});

describe('places that wait for a word', () => {
  test('are counted apart; a row of gaps is one', () => {
    const one = doc(
      p(text('请[MASK][MASK]并[mask]')),
      p(text('姓名：____　电话：＿＿')),
      p(text('签字：____')),
    );
    expect(placesIn(withGaps(one))).toEqual({ gaps: 2, blanks: 2 });
  });

  test('are underlined spaces, too', () => {
    const underline = schema.mark('underline');
    const block = p(
      text('姓名：'),
      text('      ', underline),
      text('电话：'),
      text('\t', underline),
      text('见', underline),
      text(' ', underline),
      text('附件', underline),
      text('   '),
    );
    expect(blanksOf(block)).toEqual([
      { from: 3, to: 9 },
      { from: 12, to: 13 },
    ]);
  });

  test('are found by their place, beyond characters of two units', () => {
    const block = p(text('😀', schema.mark('underline')), text('填：____'));
    expect(blanksOf(block)).toEqual([{ from: 4, to: 8 }]);
  });
});
