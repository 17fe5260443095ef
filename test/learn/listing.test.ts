import { describe, expect, test } from 'vitest';
import { Listing, pageSize } from '../../src-renderer/learn/listing.svelte.ts';

/** A list over some items, whose answers wait until the test lets them come. */
function listing(all: string[]) {
  const waiting: (() => void)[] = [];
  const asked: { query: string; limit: number; offset: number }[] = [];
  let fails = false;
  const list = new Listing<string>(async (wanted) => {
    asked.push(wanted);
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (fails) return null;
    const found = all.filter((one) => one.includes(wanted.query));
    return { items: found.slice(wanted.offset, wanted.offset + wanted.limit), total: found.length };
  });
  const answer = async (index = 0) => {
    waiting.splice(index, 1)[0]?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const load = async () => {
    void list.load();
    await answer();
  };
  return { list, asked, answer, load, fail: () => (fails = true) };
}
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `第${i}条`);

describe('a long list', () => {
  test('is read page by page', async () => {
    const { list, asked, answer, load } = listing(numbered(120));
    expect([list.total, list.searchable, list.left]).toEqual([null, false, 0]);
    await load();
    expect([list.items.length, list.total, list.left]).toEqual([pageSize, 120, 70]);
    void list.loadMore();
    await answer();
    expect(list.items).toEqual(numbered(100));
    expect(asked.map(({ offset }) => offset)).toEqual([0, 50]);
  });

  test('is one shorter without the one that was taken away', async () => {
    const { list, load } = listing(numbered(60));
    await load();
    list.drop((one) => one === '第3条');
    expect([list.items.length, list.total, list.left]).toEqual([49, 59, 10]);
    list.drop(() => false);
    expect(list.total).toBe(59);
  });
});

describe('a search', () => {
  test('that was typed over is late, whatever the order of the answers', async () => {
    const { list, answer } = listing(['甲乙', '乙']);
    list.query = '甲';
    void list.load();
    list.query = ' 乙 ';
    void list.load();
    await answer(1);
    expect(list.items).toEqual(['甲乙', '乙']);
    await answer(0);
    expect(list.items).toEqual(['甲乙', '乙']);
    expect(list.searched).toBe(true);
  });

  test('is what the items answer, not what is typed since', async () => {
    const { list, load } = listing(['甲']);
    await load();
    list.query = '甲';
    expect(list.searched).toBe(false);
    await load();
    expect(list.searched).toBe(true);
    list.query = '';
    expect(list.searched).toBe(true);
    await load();
    expect(list.searched).toBe(false);
  });

  test('is what was asked, where more is typed before the answer', async () => {
    const { list, answer } = listing(['甲']);
    void list.load();
    list.query = '乙';
    await answer();
    expect([list.items, list.searched]).toEqual([['甲'], false]);
  });

  test('that finds nothing keeps its box; an empty list has none', async () => {
    const { list, load } = listing([]);
    await load();
    expect(list.searchable).toBe(false);
    list.query = '丙';
    expect(list.searchable).toBe(true);
    await load();
    list.query = '';
    expect(list.searchable).toBe(true);
    await load();
    expect(list.searchable).toBe(false);
  });
});

test('a page that could not be read leaves the list as it is', async () => {
  const { list, load, fail } = listing(['甲']);
  await load();
  fail();
  list.query = '乙';
  await load();
  expect([list.items, list.total, list.searched]).toEqual([['甲'], 1, false]);
});
