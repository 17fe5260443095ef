import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTabs, stillInFront, type Tab } from '../../src-renderer/documents/tabs-state.ts';

const tab = (id: string, title = id): Tab => ({ id, title });
const tabs = (ids: string) => [...ids].map((id) => tab(id));
const ids = (list: readonly Tab[]) => list.map(({ id }) => id).join('');

test.each([
  ['one that the other opened is here too', 'ab', 'ab', 'axb', 'axb'],
  ['one that was opened here stays, beside the same neighbour', 'ab', 'ayb', 'axb', 'ayxb'],
  ['one that the other closed is gone', 'abc', 'abc', 'ac', 'ac'],
  ['one that was closed here stays closed', 'abc', 'ac', 'abcx', 'acx'],
  ['the first tab of a window that saw no list joins those that are there', '', 'm', 'ab', 'mab'],
])('%s', (_, before, mine, theirs, merged) => {
  expect(ids(mergeTabs(tabs(before), tabs(mine), tabs(theirs)))).toBe(merged);
});

test('a name that was given here counts over an older one, and one that was given there otherwise', () => {
  const before = [tab('a', '旧'), tab('b', '旧')];
  const mine = [tab('a', '我的'), tab('b', '旧')];
  const theirs = [tab('a', '旧'), tab('b', '新')];
  expect(mergeTabs(before, mine, theirs)).toEqual([tab('a', '我的'), tab('b', '新')]);
});

test('no document that a window opened is lost, whatever both did', () => {
  const some = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 }).map((list) => list.join(''));
  fc.assert(
    fc.property(some, some, some, (before, mine, theirs) => {
      const merged = ids(mergeTabs(tabs(before), tabs(mine), tabs(theirs)));
      expect(new Set(merged).size).toBe(merged.length);
      for (const id of 'abcdefgh') {
        const opened = !before.includes(id) && (mine.includes(id) || theirs.includes(id));
        const closed = before.includes(id) && !(mine.includes(id) && theirs.includes(id));
        if (opened) expect(merged).toContain(id);
        if (closed) expect(merged).not.toContain(id);
      }
    }),
  );
});

test('the tab in front stays; where it is gone, the one at its place comes', () => {
  expect(stillInFront(tabs('abc'), 'b', tabs('xb'))).toBe('b');
  expect(stillInFront(tabs('abc'), 'b', tabs('ac'))).toBe('c');
  expect(stillInFront(tabs('abc'), 'c', tabs('ab'))).toBe('b');
  expect(stillInFront(tabs('a'), 'a', [])).toBeNull();
});
