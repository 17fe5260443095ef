/** What a store of a million judgements costs against one of a thousand: the start, the panels, the choice of samples. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listData } from '../../src-main/app/stored-data.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { collectTrainingSamples } from '../../src-main/learn/samples/collect.ts';
import { inTransaction } from '../../src-main/store/db.ts';
import { listFeedback } from '../../src-main/store/feedback.ts';
import { ownPrecision } from '../../src-main/store/offers.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { expireUnjudged } from '../../src-main/store/suggestions.ts';

const rows = (process.argv[2] ?? '1000,1000000').split(',').map(Number);
const repeats = 3;

function fill({ write }: Store, count: number): void {
  const suggestion = write.prepare(
    `INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
     VALUES (?, ?, ?, 5, 11, '[{"word":"生效","probability":0.4}]', 'full', 'm', 'base', 'cpu', 20)`,
  );
  const feedback = write.prepare(
    `INSERT INTO feedback (id, suggestion_id, at, kind, word, weight) VALUES (?, ?, ?, 'wrong', '发货', 1)`,
  );
  inTransaction(write, () => {
    for (let i = 0; i < count; i++) {
      suggestion.run(`s${i}`, i, `订单一直没[MASK]，第${i}批货的客户已经来问过几次，请尽快给出答复。`);
      feedback.run(`f${i}`, `s${i}`, i);
    }
  });
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;

async function time(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return median(times);
}

async function measure(count: number): Promise<Record<string, string>> {
  const dir = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  const options = { dir, clock: systemClock };
  try {
    const first = openStore(options);
    await first.idle();
    fill(first, count);
    await first.close();
    const opening = await time(async () => {
      const store = openStore(options);
      await store.close();
    });
    const store = openStore(options);
    const { read, write } = store;
    const now = systemClock.now();
    const paths = { home: dir, models: join(dir, 'models'), resources: '', renderer: '' };
    const found = {
      'start: opening the store': opening,
      'panel: feedback, first page': await time(() => listFeedback(read, { limit: 50, offset: 0 })),
      'panel: own precision': await time(() => ownPrecision(read, now)),
      'panel: what is stored': await time(() => listData({ store, paths, clock: systemClock })),
      'expiry of suggestions': await time(() => expireUnjudged(write, now)),
      'choice of samples': await time(() => collectTrainingSamples(read, now)),
    };
    await store.close();
    return Object.fromEntries(Object.entries(found).map(([name, ms]) => [name, ms.toFixed(1)]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const results: Record<string, Record<string, string>> = {};
for (const count of rows) results[`${count} (ms)`] = await measure(count);
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
