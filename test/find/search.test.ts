import { Schema } from '@tiptap/pm/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, nextFrom, search } from '../../src-renderer/find/search.ts';

const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*' },
    text: { group: 'inline' },
    gap: { group: 'inline', inline: true, atom: true },
  },
});
const docOf = (...paragraphs: string[]) =>
  schema.node(
    'doc',
    null,
    paragraphs.map((text) => schema.node('paragraph', null, text ? [schema.text(text)] : [])),
  );

const options = fc.record({ matchCase: fc.boolean(), foldWidth: fc.boolean() });
const text = fc
  .array(fc.constantFrom('合', '同', 'A', 'a', 'Ａ', 'ａ', '（', '(', '　', ' ', 'İ', 'ß', '😀', '１', '1'), {
    maxLength: 14,
  })
  .map((signs) => signs.join(''));

test('folding moves no letter', () => {
  fc.assert(
    fc.property(text, options, (one, how) => {
      expect(fold(one, how)).toHaveLength(one.length);
    }),
  );
});

test('every match reads as the query does, none overlaps another, and all are found', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, options, (paragraphs, query, how) => {
      const doc = docOf(...paragraphs);
      const matches = search(doc, query, how);
      let last = 0;
      for (const { from, to } of matches) {
        expect(fold(doc.textBetween(from, to), how)).toBe(fold(query, how));
        expect(from).toBeGreaterThanOrEqual(last);
        last = to;
      }
      const count = (one: string) => (query === '' ? 0 : fold(one, how).split(fold(query, how)).length - 1);
      expect(matches).toHaveLength(paragraphs.reduce((sum, one) => sum + count(one), 0));
    }),
  );
});

test('a match never reaches over a gap or into the next paragraph', () => {
  const how = { matchCase: false, foldWidth: true };
  const doc = schema.node('doc', null, [
    schema.node('paragraph', null, [schema.text('合'), schema.node('gap'), schema.text('同')]),
    schema.node('paragraph', null, [schema.text('合')]),
    schema.node('paragraph', null, [schema.text('同')]),
  ]);
  expect(search(doc, '合同', how)).toEqual([]);
});

test('a gap is found by any spelling, alone and with the text around it', () => {
  const how = { matchCase: true, foldWidth: false };
  const doc = schema.node('doc', null, [
    schema.node('paragraph', null, [schema.text('合'), schema.node('gap'), schema.text('同')]),
    schema.node('paragraph', null, [schema.node('gap'), schema.node('gap'), schema.text('\ufffc')]),
  ]);
  const starts = (query: string) => search(doc, query, how).map(({ from }) => from);
  for (const query of ['[MASK]', '[mask]', '【MASK】', '<mask>']) expect(starts(query)).toEqual([2, 6, 7]);
  expect(search(doc, '合[MASK]同', how)).toEqual([{ from: 1, to: 4 }]);
  expect(starts('[mask]［MASK］')).toEqual([6]);
  expect(starts('[MASK')).toEqual([]);
});

test('the next match is the one at the caret or after it, and goes round', () => {
  const matches = [
    { from: 3, to: 5 },
    { from: 9, to: 11 },
  ];
  expect([0, 3, 4, 10].map((pos) => nextFrom(matches, pos))).toEqual([0, 0, 1, 0]);
  expect(nextFrom([], 1)).toBe(-1);
});
