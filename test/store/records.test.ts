import { describe, expect, test } from 'vitest';
import { Settings } from '../../src-main/contract/index.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { giveFeedback, listFeedback, undoFeedback } from '../../src-main/store/feedback.ts';
import { searchFeedback } from '../../src-main/store/feedback-search.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { addRule, listRules, removeRule, unwantedIn } from '../../src-main/store/never.ts';
import { getSettings, setSettings } from '../../src-main/store/settings.ts';
import { contextReach, recordSuggestion, type ShownSuggestion } from '../../src-main/store/suggestions.ts';

function fresh() {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

const shown = (id: string, change: Partial<ShownSuggestion> = {}): ShownSuggestion => ({
  id,
  at: 1,
  context: scrub('订单一直没[MASK]').text,
  gapStart: 5,
  gapEnd: 11,
  offered: [{ word: scrub('生效').text, probability: 0.4 }],
  stage: 'first',
  modelId: 'm',
  version: 'base',
  provider: 'cpu',
  milliseconds: 20,
  ...change,
});

const never = new AbortController().signal;
const word = (text: string) => scrub(text).text;

describe('feedback', () => {
  test('keeps what was offered, what was meant, with which model and how fast', () => {
    const db = fresh();
    recordSuggestion(db, shown('s1'));
    recordSuggestion(db, shown('s1', { stage: 'full', milliseconds: 55 }));
    giveFeedback(db, { id: 'f1', suggestionId: 's1', at: 2, kind: 'wrong', word: word('发货') });
    const { items, total } = listFeedback(db, { limit: 10, offset: 0 });
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({ kind: 'wrong', word: '发货', modelId: 'm', milliseconds: 55 });
    expect(items[0]?.offered[0]?.word).toBe('生效');
  });

  test('is found by context, own word and offered word; % and _ are plain characters', async () => {
    const db = fresh();
    for (let i = 0; i < 3; i++) {
      recordSuggestion(db, shown(`s${i}`));
      giveFeedback(db, { id: `f${i}`, suggestionId: `s${i}`, at: i, kind: 'right', word: word(`词${i}`) });
    }
    const find = async (query: string) =>
      (await searchFeedback(db, { query, limit: 10, offset: 0 }, never)).total;
    expect(await Promise.all(['订单', '生效', '词1', '%', '_', ''].map(find))).toEqual([3, 3, 1, 0, 0, 3]);
  });

  test('is listed newest first, page by page', () => {
    const db = fresh();
    recordSuggestion(db, shown('s'));
    for (let i = 0; i < 5; i++)
      giveFeedback(db, { id: `f${i}`, suggestionId: 's', at: i, kind: 'right', word: null });
    const page = (offset: number) => listFeedback(db, { limit: 2, offset }).items.map(({ id }) => id);
    expect([page(0), page(2), page(4)]).toEqual([['f4', 'f3'], ['f2', 'f1'], ['f0']]);
  });

  test('goes on behind the last item of the page before, whatever came on top; of one moment in order of the rows', async () => {
    const db = fresh();
    recordSuggestion(db, shown('s'));
    const give = (id: string, at: number) =>
      giveFeedback(db, { id, suggestionId: 's', at, kind: 'right', word: null });
    for (let i = 0; i < 6; i++) give(`f${i}`, i >> 1);
    give('newer', 9);
    for (const query of ['', '订单']) {
      const page = async (after: string) => {
        const { items } = await searchFeedback(db, { query, limit: 2, after, offset: 2 }, never);
        return items.map(({ id }) => id);
      };
      expect([await page('f4'), await page('f3'), await page('f0')]).toEqual([
        ['f3', 'f2'],
        ['f2', 'f1'],
        [],
      ]);
      // Behind an item that is gone the offset counts.
      expect(await page('gone')).toEqual(['f4', 'f3']);
    }
  });

  test('is searched through in slices, between which other work gets its turn, until nobody waits any more', async () => {
    const db = fresh();
    recordSuggestion(db, shown('s'));
    db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
      INSERT INTO feedback SELECT 'f' || i, 's', i / 3, 'right', CASE i % 1000 WHEN 0 THEN '词' || i END, 1 FROM n`);
    const page = { query: '词', limit: 5, offset: 4 };
    const { items, total } = await searchFeedback(db, page, never);
    expect([total, items.map(({ id }) => id)]).toEqual([12, ['f8000', 'f7000', 'f6000', 'f5000', 'f4000']]);
    const abort = new AbortController();
    const search = searchFeedback(db, page, abort.signal);
    abort.abort();
    await expect(search).rejects.toThrow(/abort/i);
  });

  test('can be undone once, and is refused for a suggestion that nobody saw', () => {
    const db = fresh();
    recordSuggestion(db, shown('s'));
    giveFeedback(db, { id: 'f', suggestionId: 's', at: 1, kind: 'accepted', word: null });
    undoFeedback(db, 'f');
    expect(listFeedback(db, { limit: 1, offset: 0 }).total).toBe(0);
    const missing = expect.objectContaining({ code: 'not-found' });
    expect(() => undoFeedback(db, 'f')).toThrow(missing);
    expect(() =>
      giveFeedback(db, { id: 'g', suggestionId: 'nobody', at: 1, kind: 'right', word: null }),
    ).toThrow(missing);
  });
});

test('of a long document the surroundings of the gap are kept, no placeholder cut in two', () => {
  const db = fresh();
  const context = scrub(
    `${'前文'.repeat(200)}请联系 13812345678 ${'中'.repeat(190)}[MASK]${'后文'.repeat(300)}`,
  ).text;
  const gapStart = context.indexOf('[MASK]');
  recordSuggestion(db, shown('s', { context, gapStart, gapEnd: gapStart + 6 }));
  giveFeedback(db, { id: 'f', suggestionId: 's', at: 1, kind: 'right', word: null });
  const kept = listFeedback(db, { limit: 1, offset: 0 }).items[0]?.context ?? '';
  expect(kept).toContain('[MASK]');
  expect(kept.length).toBeLessThanOrEqual(2 * contextReach + 6);
  expect(kept.split('⟦').length).toBe(kept.split('⟧').length);
});

describe('settings', () => {
  test('change the named fields alone', () => {
    const db = fresh();
    expect(getSettings(db)).toEqual(Settings.parse({}));
    setSettings(db, { language: 'en' });
    setSettings(db, { maxLength: 6 });
    expect(getSettings(db)).toEqual({ ...Settings.parse({}), language: 'en', maxLength: 6 });
  });

  test('are all or none, and a damaged value falls back to its default', () => {
    const db = fresh();
    const wrong = { language: 'en', maxLength: 99 } as const;
    expect(() => setSettings(db, wrong)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(getSettings(db)).toEqual(Settings.parse({}));
    db.exec(`INSERT INTO settings VALUES ('maxLength', 'not json'), ('gone', '1')`);
    expect(getSettings(db)).toEqual(Settings.parse({}));
  });
});

describe('words not to be offered again', () => {
  const rule = (id: string, text: string, documentId: string | null) => ({
    id,
    at: 1,
    word: word(text),
    scope: documentId === null ? ('everywhere' as const) : ('document' as const),
    documentId,
  });

  test('hold in their document or in all, once each', () => {
    const db = fresh();
    addRule(db, rule('a', '亲', null));
    addRule(db, rule('b', '赋能', 'main'));
    expect(addRule(db, rule('c', '亲', null))).toBe('a');
    expect([...unwantedIn(db, 'main')].sort()).toEqual(['亲', '赋能'].sort());
    expect([...unwantedIn(db, 'other')]).toEqual(['亲']);
    expect([...unwantedIn(db, null)]).toEqual(['亲']);
  });

  test('are found and removed', () => {
    const db = fresh();
    addRule(db, rule('a', '亲', null));
    addRule(db, rule('b', '赋能', 'main'));
    expect(listRules(db, '赋').map(({ id }) => id)).toEqual(['b']);
    expect(listRules(db, '%')).toEqual([]);
    removeRule(db, 'b');
    expect(listRules(db).map(({ id }) => id)).toEqual(['a']);
    expect(() => removeRule(db, 'b')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
