import type { Node } from '@tiptap/pm/model';
import { NodeSelection, type Selection, TextSelection } from '@tiptap/pm/state';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Looked, look } from '../../src-renderer/suggest/look.ts';
import { maskConversion } from '../../src-renderer/text/mask-conversion.ts';
import { Spots } from '../../src-renderer/text/spots.ts';
import { documentOf, HeadlessEditor } from '../support/headless-editor.ts';

const doc = documentOf('今天_气', '别处__很好');
let spots: Spots;
beforeEach(() => {
  spots = new Spots('w');
});

const caret = (pos: number, of: Node = doc): Selection => TextSelection.create(of, pos);
const at = (selection: Selection, change: Partial<Looked> = {}) =>
  look(
    {
      doc,
      selection,
      by: 'moved',
      fresh: null,
      openKey: null,
      session: 'w',
      selectionOpens: true,
      ...change,
    },
    spots,
  );

describe('the writer is at a gap', () => {
  test('whose chip the caret touches, on either side, and with all chips of its run', () => {
    expect(at(caret(3))).toMatchObject({ type: 'gap', run: { from: 3, to: 4 }, original: null });
    expect(at(caret(4))).toMatchObject({ type: 'gap', run: { from: 3, to: 4 } });
    expect(at(caret(9))).toMatchObject({ run: { from: 9, to: 11 } });
    expect(at(NodeSelection.create(doc, 10))).toMatchObject({ run: { from: 9, to: 11 } });
  });

  test('and nowhere else', () => {
    expect(at(caret(2))).toEqual({ type: 'left' });
    expect(at(caret(5))).toEqual({ type: 'left' });
    expect(at(TextSelection.create(doc, 2, 5))).toEqual({ type: 'left' });
  });

  test('that was just made, wherever the caret is, and is answered at once', () => {
    const fresh = { from: 3, to: 4 };
    expect(at(caret(12), { by: 'typed', fresh })).toMatchObject({ run: fresh, delayMs: 0 });
    // But for a gap that the caret is at.
    expect(at(caret(9), { by: 'typed', fresh })).toMatchObject({ run: { from: 9, to: 11 } });
  });

  test('whose list is open while the caret is in its paragraph', () => {
    const first = at(caret(3));
    const openKey = first.type === 'gap' ? first.key : null;
    expect(at(caret(1), { openKey })).toMatchObject({ type: 'gap', key: openKey });
    expect(at(caret(7), { openKey })).toEqual({ type: 'left' });
  });

  test('with the text around it, as it is asked about', () => {
    expect(at(caret(3))).toMatchObject({ context: { text: '今天[MASK]气\n别处[MASK][MASK]很好', start: 2 } });
  });
});

test('typing waits for a pause, a caret or a question does not', () => {
  expect(at(caret(3), { by: 'typed' })).toMatchObject({ delayMs: 120 });
  expect(at(caret(3), { by: 'moved' })).toMatchObject({ delayMs: 0 });
  expect(at(caret(3), { by: 'asked' })).toMatchObject({ delayMs: 0 });
});

describe('a selected word', () => {
  test('is a place for others, once the selection rests', () => {
    const event = at(TextSelection.create(doc, 1, 3));
    expect(event).toMatchObject({ run: { from: 1, to: 3 }, original: '今天', delayMs: 350 });
    expect(event).toMatchObject({ context: { start: 0 } });
    expect(at(TextSelection.create(doc, 1, 3), { by: 'asked' })).toMatchObject({ delayMs: 0 });
  });

  test('waits to be asked for where the writer wants that; a list that is open stays', () => {
    const selection = TextSelection.create(doc, 1, 3);
    const quiet = { selectionOpens: false };
    expect(at(selection, quiet)).toEqual({ type: 'left' });
    const asked = at(selection, { ...quiet, by: 'asked' });
    expect(asked).toMatchObject({ type: 'gap', original: '今天' });
    const openKey = asked.type === 'gap' ? asked.key : null;
    expect(at(selection, { ...quiet, openKey })).toMatchObject({ type: 'gap', key: openKey });
    // A gap is none of that.
    expect(at(caret(3), quiet)).toMatchObject({ type: 'gap', original: null });
  });

  test('is another one where its word is another, or its place', () => {
    const twice = documentOf('今天今天');
    const keys = [
      [1, 3],
      [3, 5],
      [1, 2],
    ].map(([from = 0, to = 0]) => {
      const event = at(TextSelection.create(twice, from, to), { doc: twice });
      return event.type === 'gap' ? event.key : '';
    });
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the name of a gap', () => {
  const editor = () => {
    const one = new HeadlessEditor(documentOf('开头，今天_气'), [maskConversion()]);
    one.onTransactions = (all) =>
      spots.follow(
        all.map(({ mapping }) => mapping),
        one.state.doc,
      );
    return one;
  };
  const keyAt = (one: HeadlessEditor, pos: number) => {
    const event = at(caret(pos, one.state.doc), { doc: one.state.doc });
    return event.type === 'gap' ? event.key : null;
  };

  test('stays the same through edits around it', () => {
    const one = editor();
    const key = keyAt(one, 6);
    one.type('很长的', 1);
    expect(keyAt(one, 9)).toBe(key);
    one.erase(1, 5);
    expect(keyAt(one, 5)).toBe(key);
  });

  test('stays the same when a spelled gap before it becomes a chip in the same dispatch', () => {
    const one = editor();
    const key = keyAt(one, 6);
    one.type('[MASK]', 1);
    expect(one.text).toBe('_开头，今天_气');
    expect(keyAt(one, 7)).toBe(key);
    expect(keyAt(one, 1)).not.toBe(key);
  });

  test('ends with the gap, and is not taken over by one that comes to its place later', () => {
    const one = new HeadlessEditor(documentOf('今_天_气'));
    one.onTransactions = (all) =>
      spots.follow(
        all.map(({ mapping }) => mapping),
        one.state.doc,
      );
    const key = keyAt(one, 2);
    one.erase(2, 3);
    one.erase(2, 3);
    expect(one.text).toBe('今_气');
    expect(keyAt(one, 2)).not.toBe(key);
  });
});
