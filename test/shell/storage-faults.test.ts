import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../src-main/app/app.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Envelope, Input, Method } from '../../src-main/contract/index.ts';
import { sampleId } from '../../src-main/learn/samples/id.ts';
import { createDispatch, type Dispatch } from '../../src-main/shell/dispatch.ts';
import type { WriteDb } from '../../src-main/store/db.ts';
import type { Store } from '../../src-main/store/open.ts';
import { render } from '../../src-main/texts/message.ts';
import { appOptions } from '../support/app-options.ts';

/** Every method that writes the store, on a full disk, a read-only store and a locked one, at each of its writes. */

let store: Store;
vi.mock('../../src-main/store/open.ts', async (original) => {
  const real = await original<typeof import('../../src-main/store/open.ts')>();
  const openStore: typeof real.openStore = (options) => {
    store = real.openStore(options);
    return store;
  };
  return { ...real, openStore };
});

/** Counts the statements that write, and lets one of them fail as SQLite does on a full disk. */
const writes = { count: 0, failAt: 0 };

function watchWrites(db: WriteDb): void {
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    const statement: Database.Statement<unknown[]> = prepare.call(db, sql);
    if (statement.readonly) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values: unknown[]) => {
      if (++writes.count === writes.failAt)
        throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
      return run(...values);
    };
    return statement;
  }) as typeof db.prepare;
}

const home = mkdtempSync(join(tmpdir(), 'bumo-faults-'));
let app: App;
let dispatch: Dispatch;

beforeAll(async () => {
  app = await createApp(appOptions({ BUMO_HOME: home }));
  await store.idle();
  dispatch = createDispatch(app.handlers, silentLog);
  watchWrites(store.write);
  store.write.pragma('busy_timeout = 0');
});
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

const call = (method: Method, input: unknown): Promise<Envelope> =>
  dispatch(method, input, { signal: new AbortController().signal });

/** @returns the value. @throws the error's code */
async function must(method: Method, input: unknown): Promise<{ id: string }> {
  const reply = await call(method, input);
  if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${render(reply.error.text, 'en')}`);
  return reply.value as { id: string };
}

/** All rows of the writer's tables. */
function rowsOf(db: WriteDb): string {
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
    .pluck()
    .all() as string[];
  return JSON.stringify(tables.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()]));
}

const context = '昨天的会议已经[MASK]，纪要今天发出。';

function suggestion(): string {
  const id = randomUUID();
  store.write
    .prepare(
      `INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
       VALUES (?, 1, ?, 7, 13, '[{"word":"结束","probability":0.5}]', 'full', 'm', 'base', 'cpu', 1)`,
    )
    .run(id, context);
  store.write
    .prepare(`INSERT INTO offers (id, at, origin, level, probability) VALUES (?, 1, 'model', 'quiet', 0.5)`)
    .run(id);
  return id;
}

const feedback = async (word: string): Promise<string> =>
  (await must('feedback.give', { suggestionId: suggestion(), kind: 'wrong', word })).id;

let made = 0;
const draftId = () => `doc-${randomUUID()}`;
const text = () => `文字${++made}`;
const content = () => JSON.stringify({ type: 'doc', content: [{ type: 'text', text: text() }] });

async function draft(): Promise<string> {
  const id = draftId();
  await must('drafts.put', { id, content: content(), revision: 'r1', based: null });
  return id;
}

const imported = (rows: readonly object[], kind = 'correction') => ({
  kind,
  format: 'jsonl',
  content: { as: 'text', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') },
});
const sentence = () => ({ text: `第${++made}批货已经[MASK]完毕。`, answer: '发货' });

async function sample(): Promise<{ id: string; text: string; answer: string }> {
  const one = sentence();
  await must('samples.import', imported([one]));
  return { id: sampleId(one.text, one.answer), ...one };
}

/** What each method is called with, after what it needs is there. */
const calls: { [M in Method]?: () => Input<M> | Promise<Input<M>> } = {
  'drafts.put': () => ({ id: draftId(), content: content(), revision: 'r1', based: null }),
  'drafts.append': async () => ({ id: await draft(), based: 'r1', revision: 'r2', entry: `["${text()}"]` }),
  'drafts.remove': async () => ({ id: await draft() }),
  'settings.set': () => ({ theme: 'dark', top: 3, writerName: text() }),
  'feedback.give': () => ({ suggestionId: suggestion(), kind: 'wrong', word: '举行' }),
  'feedback.edit': async () => ({ id: await feedback('举行'), word: '召开' }),
  'feedback.undo': async () => ({ id: await feedback('举行') }),
  'feedback.import': () => ({
    format: 'jsonl',
    text: `${JSON.stringify({ at: ++made, kind: 'wrong', context, word: '召开', offered: [] })}\n`,
  }),
  'never.add': () => ({ word: '晴雨'.repeat((++made % 9) + 1), scope: 'everywhere' }) as Input<'never.add'>,
  'never.remove': async () => await must('never.add', { word: '风雪', scope: 'everywhere' }),
  'samples.import': () => imported([sentence(), sentence()]) as Input<'samples.import'>,
  'samples.approve': async () => ({ ids: [(await sample()).id, (await sample()).id], approved: false }),
  'samples.edit': async () => ({ ...(await sample()), answer: '装车' }),
  'samples.remove': async () => ({ id: (await sample()).id }),
  'samples.choose': async () => {
    const one = sentence();
    await must('samples.import', imported([one]));
    await must('samples.import', imported([{ ...one, answer: '装车' }]));
    return { id: sampleId(one.text, '发货') };
  },
  'terms.remove': async () => {
    await must('samples.import', imported([{ term: `靶向药${++made}`, definition: '一种药。' }], 'glossary'));
    const { terms } = (await must('terms.list', {})) as unknown as { terms: { id: string }[] };
    return { id: terms[0]?.id ?? '' };
  },
  'pairs.remove': async () => {
    const plain = `第${++made}批货已经弄好了。`;
    await must('samples.import', imported([{ plain, formal: plain.replace('弄好', '办结') }], 'style'));
    const { pairs } = (await must('pairs.list', {})) as unknown as { pairs: { id: string }[] };
    return { id: pairs[0]?.id ?? '' };
  },
  'versions.note': () => ({ id: 'base', text: text() }),
  'ledger.forget': async () => ({ id: (await sample()).id }),
};

const restart = /重启|重新启动|重新打开|restart|start Bumo/i;

/** The sentence names what is wrong and says what to do; of a draft it says where the text is. */
function expectSaid(method: Method, reply: Envelope, code: string, what: RegExp): void {
  if (reply.ok) throw new Error(`${method} succeeded`);
  const zh = render(reply.error.text, 'zh');
  expect([method, reply.error.code, zh]).toEqual([method, code, expect.stringMatching(what)]);
  expect(zh).toMatch(/请/);
  expect(render(reply.error.text, 'en')).toMatch(/[a-z] .*\./);
  if (method === 'drafts.put' || method === 'drafts.append') {
    expect(zh).toMatch(/文字还在这个窗口里.*自动存上/);
    expect(`${zh} ${render(reply.error.text, 'en')}`).not.toMatch(restart);
  }
}

/** Moments at which the disk was full, in all tests of this file. */
let moments = 0;

describe.each(Object.entries(calls) as [Method, () => Promise<unknown>][])('%s', (method, inputOf) => {
  test('on a full disk, at each of its writes: says so, changes nothing, and succeeds once there is room', async () => {
    for (let failAt = 1; ; failAt++) {
      const input = await inputOf();
      const before = rowsOf(store.write);
      Object.assign(writes, { count: 0, failAt });
      const reply = await call(method, input);
      writes.failAt = 0;
      if (reply.ok) break;
      moments++;
      expectSaid(method, reply, 'disk-full', /磁盘已满/);
      expect([method, failAt, rowsOf(store.write)]).toEqual([method, failAt, before]);
      await must(method, input);
    }
    expect(writes.count).toBeGreaterThan(0);
  });

  test('on a store that may only be read', async () => {
    const input = await inputOf();
    const before = rowsOf(store.write);
    store.write.pragma('query_only = ON');
    const reply = await call(method, input);
    store.write.pragma('query_only = OFF');
    expectSaid(method, reply, 'folder-read-only', /只能读/);
    expect(rowsOf(store.write)).toBe(before);
    await must(method, input);
  });

  test('on a store that another program has locked', async () => {
    const input = await inputOf();
    const before = rowsOf(store.write);
    const other = new Database(join(home, 'bumo.db'));
    other.exec('BEGIN IMMEDIATE');
    const reply = await call(method, input);
    other.exec('ROLLBACK');
    other.close();
    expectSaid(method, reply, 'store-locked', /另一个程序占用/);
    expect(rowsOf(store.write)).toBe(before);
    await must(method, input);
  });
});

test('the disk was full at many moments', () => {
  expect(moments).toBeGreaterThanOrEqual(25);
});

test('a full disk that SQLite itself reports is told the same way, and the draft is stored once there is room', async () => {
  const id = await draft();
  const pages = Number(store.write.pragma('page_count', { simple: true }));
  store.write.pragma(`max_page_count = ${pages}`);
  const long = JSON.stringify({ text: '长文'.repeat(200_000) });
  const input = { id, content: long, revision: 'r2', based: 'r1' };
  expectSaid('drafts.put', await call('drafts.put', input), 'disk-full', /磁盘已满/);
  store.write.pragma('max_page_count = 1000000');
  await must('drafts.put', input);
  const { draft: stored } = (await must('drafts.get', { id })) as unknown as { draft: { content: string } };
  expect(stored.content).toBe(long);
});
