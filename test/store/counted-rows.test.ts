import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { inTransaction, openWritable, type WriteDb } from '../../src-main/store/db.ts';
import { editFeedback, giveFeedback, listFeedback, undoFeedback } from '../../src-main/store/feedback.ts';
import { forgetJudgements } from '../../src-main/store/judgements.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { removableRows, removeRows } from '../../src-main/store/stored-tables.ts';
import { expireUnjudged, recordSuggestion } from '../../src-main/store/suggestions.ts';
import { storedTables } from '../../src-main/store/table-sizes.ts';

const s = (text: string) => scrub(text).text;

function fresh(): WriteDb {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

function record(db: WriteDb, id: string, at: number, word: string): void {
  recordSuggestion(db, {
    id,
    at,
    context: s(`今天${word}[MASK]气`),
    gapStart: 2 + word.length,
    gapEnd: 8 + word.length,
    offered: [{ word: s(word), probability: 0.5 }],
    stage: 'full',
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
}

const kinds = ['accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed'] as const;
const seed = Date.now() % 1_000_000;
const rng = seededRng(seed);
const below = (count: number) => Math.floor(rng() * count);
const idAmong = (count: number) => `${below(count)}`;
const word = () => '晴雨'.repeat(1 + below(3));

/** Any one operation; those that find nothing to do their work on are refused, as the app's are. */
const operations: readonly ((db: WriteDb, i: number) => unknown)[] = [
  (db, i) => record(db, idAmong(12), i, word()),
  (db, i) => record(db, idAmong(12), i, word()),
  (db, i) =>
    giveFeedback(db, {
      id: `f${idAmong(30)}`,
      suggestionId: idAmong(12),
      at: i,
      kind: kinds[below(kinds.length)] ?? 'right',
      word: rng() < 0.3 ? null : s(word()),
    }),
  (db) => undoFeedback(db, `f${idAmong(30)}`),
  (db) => editFeedback(db, `f${idAmong(30)}`, s(word())),
  (db) => forgetJudgements(db, [idAmong(12)]),
  (db, i) => expireUnjudged(db, i - below(20)),
  (db, i) => removeRows(db, i - below(60)),
  (db) => rng() < 0.1 && removeRows(db, null),
  (db, i) =>
    inTransaction(db, () => {
      record(db, idAmong(12), i, word());
      throw new Error('taken back');
    }),
];

const counted = (db: WriteDb) =>
  db.prepare('SELECT name, rows, bytes FROM row_counts ORDER BY name').raw().all();
const sums = {
  feedback: 'ifnull(sum(octet_length(word)), 0)',
  suggestions: 'ifnull(sum(octet_length(context) + octet_length(offered)), 0)',
};
const found = (db: WriteDb) =>
  Object.entries(sums).map(([name, bytes]) => [
    name,
    ...(db.prepare(`SELECT count(*), ${bytes} FROM ${name}`).raw().get() as number[]),
  ]);

test(`the counters are the rows that are there, after any operations, seed ${seed}`, () => {
  const db = fresh();
  for (let i = 0; i < 1_500; i++) {
    const operation = operations[below(operations.length)];
    try {
      operation?.(db, i);
    } catch {
      // Nothing was there, or it was there already.
    }
    expect([i, ...counted(db)]).toEqual([i, ...found(db)]);
  }
  const rows = Number(db.prepare('SELECT count(*) FROM feedback').pluck().get());
  expect(listFeedback(db, { limit: 1, offset: 0 }).total).toBe(rows);
  expect(storedTables(db).find(({ name }) => name === 'feedback')?.rows).toBe(rows);
  expect(removableRows(db, null).find(({ name }) => name === 'feedback')?.rows ?? 0).toBe(rows);
});

test('in a large store the sizes of the tables that grow are estimates, whose sum is exact', () => {
  const db = fresh();
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
    INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
    SELECT lower(hex(randomblob(16))), i, '订单一直没[MASK]，请尽快给出答复。', 5, 11, '[]', 'full', 'm', 'base', 'cpu', 1 FROM n;
    INSERT INTO feedback SELECT lower(hex(randomblob(16))), id, at, 'wrong', '发货', 1 FROM suggestions;`);
  const exact = new Map(
    db
      .prepare<[], [string, number]>(
        `SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
         WHERE d.aggregate = TRUE GROUP BY s.tbl_name`,
      )
      .raw()
      .all() as unknown as [string, number][],
  );
  const told = new Map(storedTables(db).map(({ name, bytes }) => [name, bytes]));
  for (const [name, bytes] of exact)
    if (told.has(name)) {
      const off = ['suggestions', 'feedback'].includes(name) ? 0.25 * bytes : 0;
      expect([name, Math.abs((told.get(name) ?? 0) - bytes) <= off]).toEqual([name, true]);
    }
  const sum = (of: ReadonlyMap<string, number>) => (of.get('suggestions') ?? 0) + (of.get('feedback') ?? 0);
  // Pages of SQLite's own tables are the rest.
  expect(Math.abs(sum(told) - sum(exact))).toBeLessThan(40_000);
});
