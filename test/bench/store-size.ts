/**
 * What a store of a million judgements costs against one of a thousand: the start of the app, what its panels ask for,
 * the choice of samples for a run. `node test/bench/store-size.ts [rows,rows]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, createApp } from '../../src-main/app/app.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { collectRemembered, collectTrainingSamples } from '../../src-main/learn/samples/collect.ts';
import { createDispatch } from '../../src-main/shell/dispatch.ts';
import { inTransaction } from '../../src-main/store/db.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { expireUnjudged } from '../../src-main/store/suggestions.ts';
import { appOptions } from '../support/app-options.ts';

const rows = (process.argv[2] ?? '1000,1000000').split(',').map(Number);
const [warmUps, repeats] = [5, 41];

/** Judged suggestions, a second apart, with ids as the app makes them; contexts differ by their number. */
function fill({ write }: Store, count: number): void {
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count)';
  inTransaction(write, () => {
    write.exec('CREATE TEMP TABLE ids (i INTEGER PRIMARY KEY, id TEXT NOT NULL)');
    const id = `printf('%012x', 1700000000000 + 1000 * i) || '7' || lower(hex(randomblob(10)))`;
    write.prepare(`INSERT INTO ids ${numbers} SELECT i, ${id} FROM n`).run({ count });
    write.exec(`
      INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
      SELECT id, i, '订单一直没[MASK]，第' || i || '批货的客户已经来问过几次，请尽快给出答复。', 5, 11,
             '[{"word":"生效","probability":0.4}]', 'full', 'm', 'base', 'cpu', 20 FROM ids ORDER BY i;
      INSERT INTO feedback (id, suggestion_id, at, kind, word, weight)
      SELECT lower(printf('%012x', 1700000000500 + 1000 * i)) || '7' || lower(hex(randomblob(10))), id, i, 'wrong', '发货', 1 FROM ids ORDER BY i;
      DROP TABLE ids;`);
  });
}

type Work = () => unknown;

/** Times each store's work in turns, so that a busy moment of the machine meets both. @returns median milliseconds each */
async function inTurns(works: readonly Work[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (let i = 0; i < warmUps + repeats; i++)
    for (const [of, work] of works.entries()) {
      const begun = performance.now();
      await work();
      if (i >= warmUps) times[of]?.push(performance.now() - begun);
    }
  return times.map((all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0);
}

const page = { limit: 50, offset: 0 };
/** What the panels ask for when they open. */
const asked = [
  ['learn.state', {}],
  ['samples.list', page],
  ['samples.contradictions', {}],
  ['samples.skipped', {}],
  ['terms.list', {}],
  ['pairs.list', {}],
  ['feedback.list', page],
  ['never.list', {}],
  ['suggest.precision', {}],
  ['slot.view', {}],
  ['versions.list', {}],
  ['versions.trends', {}],
  ['ledger.list', page],
  ['data.list', {}],
] as const;

/** Fills a store and makes the backup of the day, so that no start has to. @returns its folder */
async function prepare(count: number): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  const store = openStore({ dir, clock: systemClock });
  fill(store, count);
  await store.idle();
  await store.close();
  return dir;
}

const optionsOf = (dir: string): AppOptions => appOptions({ BUMO_HOME: dir });

function report(name: string, times: readonly number[]): void {
  const [first = 0] = times;
  const ratios = times.slice(1).map((one) => (one / first).toFixed(2));
  process.stdout.write(`${[name, ...times.map((one) => one.toFixed(2)), ...ratios].join('\t')}\n`);
}

async function measurePanels(apps: readonly App[]): Promise<void> {
  for (const [method, input] of asked) {
    const works = apps.map((app) => {
      const dispatch = createDispatch(app.handlers, silentLog);
      return async () => {
        const reply = await dispatch(method, input, { signal: new AbortController().signal });
        if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
      };
    });
    report(`panel: ${method}`, await inTurns(works));
  }
}

const chores: Record<string, (store: Store, now: number) => unknown> = {
  'choice of samples for a run': ({ read }, now) => collectTrainingSamples(read, now),
  'samples of the memory': ({ read }, now) => collectRemembered(read, now),
  'expiry of suggestions': ({ write }, now) => expireUnjudged(write, now),
};

async function measure(dirs: readonly string[]): Promise<void> {
  const starts = dirs.map((dir) => async () => (await createApp(optionsOf(dir))).close());
  report('start and end of the app', await inTurns(starts));
  const apps = await Promise.all(dirs.map((dir) => createApp(optionsOf(dir))));
  await measurePanels(apps);
  await Promise.all(apps.map((app) => app.close()));
  const stores = dirs.map((dir) => openStore({ dir, clock: systemClock }));
  for (const [name, work] of Object.entries(chores))
    report(name, await inTurns(stores.map((store) => () => work(store, systemClock.now()))));
  await Promise.all(stores.map((store) => store.close()));
}

const dirs: string[] = [];
try {
  for (const count of rows) dirs.push(await prepare(count));
  await measure(dirs);
} finally {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
}
