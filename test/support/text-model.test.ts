import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyText,
  erase,
  extend,
  filled,
  gapUnit,
  insert,
  lineAround,
  move,
  type Text,
  textOf,
  toStart,
  unitsOf,
} from './text-model.ts';

const at = (text: string, head: number, anchor = head): Text => ({
  units: text.split(/(\[MASK\])|/u).filter((unit) => unit !== undefined && unit !== ''),
  anchor,
  head,
  node: false,
});

describe('the plain model of a text', () => {
  test('what is typed takes the place of the selection', () => {
    const typed = insert(at('甲乙\n丙', 4, 1), unitsOf('字'));
    expect(textOf(typed)).toBe('甲字');
    expect(typed.head).toBe(2);
  });

  test('a character of two code units is one', () => {
    expect(textOf(erase(insert(emptyText, unitsOf('甲𠮷')), -1))).toBe('甲');
  });

  test('Backspace and Delete join paragraphs and stop at the ends', () => {
    expect(textOf(erase(at('甲\n乙', 2), -1))).toBe('甲乙');
    expect(textOf(erase(at('甲\n乙', 1), 1))).toBe('甲乙');
    expect(erase(at('甲', 0), -1)).toEqual(at('甲', 0));
    expect(erase(at('甲', 1), 1)).toEqual(at('甲', 1));
  });

  test('an arrow selects a gap before it passes it', () => {
    const selected = move(at('甲[MASK]乙', 1), 1);
    expect([selected.anchor, selected.head, selected.node]).toEqual([1, 2, true]);
    expect(move(selected, 1).head).toBe(2);
    expect(move(selected, -1).head).toBe(1);
    expect(textOf(erase(selected, -1))).toBe('甲乙');
  });

  test('a line ends at a paragraph and at a break', () => {
    expect(lineAround(at('甲\v乙丙\n丁', 3))).toEqual({ from: 2, to: 4 });
  });

  test('a word may stand for any row of gaps', () => {
    expect(filled(at(`甲${gapUnit}${gapUnit}`, 0), '乙')).toEqual([
      `甲乙${gapUnit}`,
      '甲乙',
      `甲${gapUnit}乙`,
    ]);
  });

  test('what Shift and an arrow selected, cut and put back is the same text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('甲', 'a', '\n', '\v', gapUnit)), fc.nat(20), (units, steps) => {
        let text: Text = toStart({ ...emptyText, units });
        for (let i = 0; i < steps; i++) text = extend(text, 1);
        const cut = units.slice(0, text.head);
        expect(insert(erase(text, -1), cut).units).toEqual(units);
      }),
    );
  });
});
