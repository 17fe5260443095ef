import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { FeedbackKind } from '../../../src-main/contract/index.ts';
import {
  collectRemembered,
  collectTrainingSamples,
  listSamples,
} from '../../../src-main/learn/samples/collect.ts';
import { sampleId } from '../../../src-main/learn/samples/id.ts';
import { checkAhead, mostLearned, mostRemembered } from '../../../src-main/learn/samples/judged.ts';
import { exportSamples, forgetSample } from '../../../src-main/learn/samples/manage.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { heldBy } from '../../../src-main/versions/record/held.ts';
import { listLedger } from '../../../src-main/versions/record/ledger.ts';

/** Judgements beyond those that a run learns from. */

const now = Date.UTC(2026, 10, 24);
const textOf = (name: string, i: number) => `${name}第${i}批货一直没[MASK]，请尽快给出答复。`;

function fresh(): WriteDb {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

/** `count` judgements of a kind, each later than the one before. */
function judge(
  db: WriteDb,
  name: string,
  count: number,
  kind: FeedbackKind,
  from: number,
  word = '发货',
): void {
  const suggestion = db.prepare(
    `INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
     VALUES (?, ?, ?, ?, ?, '[]', 'full', 'm', 'base', 'cpu', 1)`,
  );
  const feedback = db.prepare('INSERT INTO feedback VALUES (?, ?, ?, ?, ?, 1)');
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const text = textOf(name, i);
      const start = text.indexOf('[MASK]');
      suggestion.run(`${name}${i}`, from + i, text, start, start + 6);
      feedback.run(`f${name}${i}`, `${name}${i}`, from + i, kind, word);
    }
  })();
}

const page = { limit: 20_000, offset: 0 };
const names = (samples: readonly { text: string }[], name: string) =>
  samples.filter(({ text }) => text.startsWith(name)).length;

test('a run learns from the newest judgements, those by ✓ and ✗ before those by use', () => {
  const db = fresh();
  judge(db, '甲', mostLearned, 'wrong', 0);
  judge(db, '乙', 300, 'right', 1_000_000);
  judge(db, '丙', mostLearned, 'accepted', 2_000_000);
  const samples = collectTrainingSamples(db, now);
  expect(samples).toHaveLength(mostLearned);
  expect([names(samples, '甲'), names(samples, '乙'), names(samples, '丙')]).toEqual([700, 300, 0]);
  expect(samples.map(({ text }) => text)).toContain(textOf('甲', mostLearned - 1));
  expect(samples.map(({ text }) => text)).not.toContain(textOf('甲', 0));
});

test('what was used fills what ✓ and ✗ leave; what was dismissed or names no word takes no place', () => {
  const db = fresh();
  judge(db, '甲', 200, 'wrong', 0);
  judge(db, '乙', mostLearned, 'kept', 1_000_000);
  judge(db, '丙', mostLearned, 'dismissed', 2_000_000);
  judge(db, '丁', mostLearned, 'wrong', 3_000_000);
  db.exec(`UPDATE feedback SET word = NULL WHERE suggestion_id LIKE '丁%'`);
  const samples = collectTrainingSamples(db, now);
  expect([names(samples, '甲'), names(samples, '乙')]).toEqual([200, mostLearned - 200]);
});

test('a suggestion with several feedbacks takes one place', () => {
  const db = fresh();
  judge(db, '甲', mostLearned, 'accepted', 0);
  db.exec(`INSERT INTO feedback SELECT 'k' || id, suggestion_id, at + 1, 'kept', word, 1 FROM feedback`);
  expect(collectTrainingSamples(db, now)).toHaveLength(mostLearned);
});

test('the list and the ledger hold what a run learns from; a search goes back further, an export to the first', () => {
  const db = fresh();
  judge(db, '甲', 5, 'wrong', 0, '到账');
  judge(db, '乙', mostLearned, 'wrong', 1_000_000);
  expect(listSamples(db, page).total).toBe(mostLearned);
  expect(listSamples(db, { ...page, query: '到账' }).total).toBe(5);
  expect(listLedger(db, page, now).total).toBe(mostLearned);
  expect(listLedger(db, { ...page, query: '到账' }, now).total).toBe(5);
  const lines = exportSamples(db, 'jsonl', { language: 'zh', timeZone: 'UTC' }).trim().split('\n');
  expect(lines).toHaveLength(mostLearned + 5);
  expect(collectRemembered(db, now)).toHaveLength(mostLearned + 5);
});

test('a sample that is removed goes with the judgements that a run no longer reads', () => {
  const db = fresh();
  judge(db, '甲', 1, 'wrong', 0);
  judge(db, '乙', mostRemembered, 'wrong', 1_000_000, '到账');
  // The same sentence and word as the oldest judgement, given once more.
  db.exec(`
    INSERT INTO suggestions SELECT 'again', 9000000, context, gap_start, gap_end, offered, stage, model_id, version,
      provider, milliseconds, document_id, judged FROM suggestions WHERE id = '甲0';
    INSERT INTO feedback VALUES ('fagain', 'again', 9000000, 'right', '发货', 1)`);
  forgetSample(db, sampleId(textOf('甲', 0), '发货'));
  const left = db.prepare(`SELECT count(*) FROM suggestions WHERE context LIKE '甲%'`).pluck().get();
  expect(left).toBe(0);
  expect(db.prepare('SELECT count(*) FROM feedback').pluck().get()).toBe(mostRemembered);
});

test('the record of a run has the day of a sample that newer ones have displaced', () => {
  const db = fresh();
  judge(db, '甲', 1, 'wrong', 77);
  const learned = collectTrainingSamples(db, now);
  judge(db, '乙', mostLearned, 'wrong', 1_000_000);
  expect(heldBy(db, { learned, heldOut: [] }, now).map(({ at }) => at)).toEqual([77]);
});

test('judgements are checked ahead in slices, between which other work gets its turn', async () => {
  const db = fresh();
  judge(db, '甲', 1_000, 'wrong', 0);
  let turns = 0;
  let isChecking = true;
  const others = (async () => {
    while (isChecking) {
      await setImmediate();
      turns++;
    }
  })();
  await checkAhead(db);
  isChecking = false;
  await others;
  expect(turns).toBeGreaterThanOrEqual(4);
  expect(collectRemembered(db, now)).toHaveLength(1_000);
});
