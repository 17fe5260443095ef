import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { versionHandlers } from '../../../src-main/app/handlers/versions.ts';
import { type CallContext, type Method, methods } from '../../../src-main/contract/index.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';
import { first, lessons, now, second, store as stored } from '../../versions/record/world.ts';

const context: CallContext = { signal: new AbortController().signal };
let dir: string;
let told: unknown[];
let handlers: ReturnType<typeof versionHandlers>;
let close: () => void;

beforeEach(() => {
  dir = tempDir();
  told = [];
  const db = stored();
  const hub = createEventHub();
  hub.subscribe((name, event) => told.push([name, event]));
  const paths = { home: dir, models: join(dir, 'models') };
  const store = { read: db, write: db };
  // These handlers touch nothing but the store, the events, the clock and the folders.
  handlers = versionHandlers({ store, hub, paths, clock: manualClock(now) } as unknown as Services);
  close = () => db.close();
});
afterEach(() => close());

/** The answer as it would cross a transport. */
async function call<M extends Method & keyof typeof handlers>(name: M, input: object) {
  const handler = handlers[name] as (input: unknown, context: CallContext) => unknown;
  const answer = await handler(methods[name].input.parse(input), context);
  expect(methods[name].output.parse(answer)).toEqual(answer);
  return answer;
}

test('every call answers as the contract says', async () => {
  expect(await call('versions.list', {})).toMatchObject({ versions: [{ id: second }, { id: first }, {}] });
  expect(await call('versions.trends', {})).toMatchObject({ trends: [{ questions: 'q1' }] });
  expect(await call('ledger.list', {})).toMatchObject({ total: 3 });
  expect(await call('versions.export', { id: first, format: 'markdown' })).toMatchObject({
    fileName: `bumo-${first}.md`,
    text: expect.stringContaining('健康档案'),
  });
});

test('a note is signed off with its date, without personal data, and only about what there is', async () => {
  await call('versions.note', { id: 'base', text: '  有事打 13800138000 ' });
  const record = await call('versions.show', { id: 'base' });
  expect(record).toMatchObject({ notes: [{ at: now, text: expect.not.stringContaining('13800138000') }] });
  expect(told).toEqual([['record', { id: 'base' }]]);
  await expect(call('versions.note', { id: 'ffffffffffffffff', text: '无' })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('removing deletes the patch and the weights made of it', async () => {
  const files = [
    join(dir, 'patches', `${second}.safetensors`),
    join(dir, 'models', 'bert-base-chinese', 'expanded', `${second}.safetensors`),
  ];
  for (const file of files) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'x');
  }
  await call('versions.remove', { id: second });
  expect(files.map((file) => existsSync(file))).toEqual([false, false]);
  await expect(call('versions.remove', { id: first })).rejects.toMatchObject({ code: 'version-in-use' });
});

test('forgetting tells whoever listens', async () => {
  await call('ledger.forget', { id: lessons[0]?.id ?? '' });
  expect(told).toEqual([['samples', { what: 'samples' }]]);
  expect(await call('ledger.list', { query: '发货' })).toMatchObject({ total: 0 });
});
