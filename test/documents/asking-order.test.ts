import { expect, test } from 'vitest';
import { askingOrder } from '../../src-renderer/documents/asking-order.ts';

const open = { front: 'b', read: ['a', 'b'], tabs: ['a', 'b', 'c', 'd'] };

test('the document that a sentence was said in is asked before all others, read or not', () => {
  expect(askingOrder('a', open)).toEqual(['a', 'b', 'c', 'd']);
  expect(askingOrder('d', open)).toEqual(['d', 'b', 'a', 'c']);
});

test('where it is not known, or not open, the one in front comes first, then those that were read', () => {
  expect(askingOrder(null, open)).toEqual(['b', 'a', 'c', 'd']);
  expect(askingOrder('closed', open)).toEqual(['b', 'a', 'c', 'd']);
  expect(askingOrder(null, { front: null, read: [], tabs: ['c'] })).toEqual(['c']);
});
