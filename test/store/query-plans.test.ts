import { expect, test } from 'vitest';
import {
  collectRemembered,
  collectTrainingSamples,
  listContradictions,
  listSamples,
} from '../../src-main/learn/samples/collect.ts';
import { openWritable, type WriteDb } from '../../src-main/store/db.ts';
import {
  giveFeedback,
  isFeedback,
  listFeedback,
  suggestionOf,
  undoFeedback,
} from '../../src-main/store/feedback.ts';
import { searchFeedback } from '../../src-main/store/feedback-search.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { answerOffer } from '../../src-main/store/offers.ts';
import {
  expireUnjudged,
  isSuggestion,
  makerOfSuggestion,
  recentGaps,
  surroundingsOf,
} from '../../src-main/store/suggestions.ts';
import { storedTables } from '../../src-main/store/table-sizes.ts';
import { listLedger } from '../../src-main/versions/record/ledger.ts';

/** A connection that notes every statement that is prepared. */
function watched(): { db: WriteDb; prepared: Set<string> } {
  const db = openWritable(':memory:');
  migrate(db);
  db.exec(`
    INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
    VALUES ('s', 1, '今天[MASK]气很好', 2, 8, '[]', 'full', 'm', 'base', 'cpu', 1);
    INSERT INTO feedback VALUES ('f', 's', 1, 'wrong', '天', 1), ('g', 's', 2, 'accepted', '天', 0.5)`);
  const prepared = new Set<string>();
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    prepared.add(sql);
    return prepare.call(db, sql);
  }) as typeof db.prepare;
  return { db, prepared };
}

/** The steps of a statement that read all rows of a table that grows with use, or sort them. */
function wholeReads(db: WriteDb, sql: string): string[] {
  const names = [...sql.matchAll(/\b(?:FROM|JOIN) (feedback|suggestions)(?: AS)?(?: ([a-z]))?\b/g)].flatMap(
    ([, table, alias]) => [table, alias],
  );
  const parameters = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
  const plain = sql.replace(/'[^']*'/g, "''").match(/\?/g)?.length ?? 0;
  const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const steps = plain > 0 ? plan.all(...Array<null>(plain).fill(null)) : plan.all(parameters);
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => {
      const [, name, index] = /^SCAN (\w+)(.* USING (?:COVERING )?INDEX)?/.exec(detail) ?? [];
      if (name === undefined || !names.includes(name)) return false;
      // An index in the order of the page is read as far as the page goes.
      return !index || !/\bLIMIT\b/.test(sql);
    });
}

const hot: Record<string, (db: WriteDb) => unknown> = {
  'the choice of samples': (db) => collectTrainingSamples(db, 1),
  'the memory': (db) => collectRemembered(db, 1),
  'the list of samples': (db) => listSamples(db, { limit: 50, offset: 0 }),
  'the samples of a search': (db) => listSamples(db, { query: '天', limit: 50, offset: 0 }),
  contradictions: (db) => listContradictions(db),
  'the ledger': (db) => listLedger(db, { limit: 50, offset: 0 }, 1),
  'the list of feedback': (db) => listFeedback(db, { limit: 50, offset: 0 }),
  'a later page of feedback': (db) => listFeedback(db, { limit: 50, offset: 50, after: 'g' }),
  'a slice of a search': (db) =>
    searchFeedback(db, { query: '天', limit: 50, offset: 0 }, new AbortController().signal),
  'what is stored': (db) => storedTables(db),
  expiry: (db) => expireUnjudged(db, 1),
  'recent gaps': (db) => recentGaps(db, 5),
  'a suggestion': (db) => [isSuggestion(db, 's'), makerOfSuggestion(db, 's'), surroundingsOf(db, 's')],
  'a judgement': (db) => {
    answerOffer(db, { id: 's', feedbackId: 'h', kind: 'right' });
    giveFeedback(db, { id: 'h', suggestionId: 's', at: 3, kind: 'right', word: null });
    return [isFeedback(db, 'h'), suggestionOf(db, 'h'), undoFeedback(db, 'h')];
  },
};

test.each(Object.entries(hot))('%s reads no table that grows with use as a whole', async (_name, work) => {
  const { db, prepared } = watched();
  await work(db);
  const statements = [...prepared];
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.flatMap((sql) => wholeReads(db, sql).map((step) => `${step}: ${sql}`))).toEqual([]);
});

test('a statement that reads a whole table is found by this check', () => {
  const { db } = watched();
  expect(wholeReads(db, 'SELECT count(*) FROM feedback')).toHaveLength(1);
  expect(wholeReads(db, 'SELECT * FROM suggestions s WHERE s.context LIKE ?')).toHaveLength(1);
  expect(wholeReads(db, `SELECT id FROM feedback ORDER BY word LIMIT 3`)).toHaveLength(1);
});
