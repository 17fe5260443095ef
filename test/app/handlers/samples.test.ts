import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleHandlers } from '../../../src-main/app/handlers/samples.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { suggestHandlers } from '../../../src-main/app/handlers/suggest.ts';
import { taughtHandlers } from '../../../src-main/app/handlers/taught.ts';
import { resolvePaths } from '../../../src-main/base/paths.ts';
import {
  type CallContext,
  type Input,
  type Method,
  methods,
  type Output,
  type Suggestion,
} from '../../../src-main/contract/index.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { inProcessParser } from '../../support/in-process-parser.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { noGateway } from '../../support/no-gateway.ts';

const context: CallContext = { signal: new AbortController().signal };
let db: WriteDb;
let told: unknown[];
let handlers: ReturnType<typeof sampleHandlers> &
  ReturnType<typeof suggestHandlers> &
  ReturnType<typeof taughtHandlers>;

/** An engine that offers the same words at every gap. */
const offered = ['温暖', '适宜', '好'].map((word, i) => ({ word, probability: 0.5 / (i + 1) }));
const fill = ({ text }: { text: string }) =>
  Promise.resolve({
    gaps: [...text.matchAll(/\[MASK\]/g)].map(({ index }) => ({
      start: index,
      end: index + 6,
      candidates: offered,
    })),
    kept: [1],
    milliseconds: 1,
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
  });

beforeEach(() => {
  db = openWritable(':memory:');
  migrate(db);
  told = [];
  const hub = createEventHub();
  hub.subscribe((name, event) => told.push([name, event]));
  const services = {
    store: { read: db, write: db },
    hub,
    clock: manualClock(),
    paths: resolvePaths({}),
    parser: inProcessParser(),
    slots: { fill },
    gateway: noGateway,
    teaching: { settled: async () => undefined },
    learning: { pace: () => undefined },
    activity: { note: () => undefined },
  } as unknown as Services;
  handlers = { ...sampleHandlers(services), ...suggestHandlers(services), ...taughtHandlers(services) };
});
afterEach(() => db.close());

/** The answer as it would cross a transport. */
async function call<M extends Method & keyof typeof handlers>(name: M, input: Input<M>): Promise<Output<M>> {
  const handler = handlers[name] as (input: unknown, context: CallContext) => unknown;
  const answer = await handler(methods[name].input.parse(input), context);
  expect(methods[name].output.parse(answer)).toEqual(answer);
  return answer as Output<M>;
}

const take = (kind: 'correction' | 'glossary' | 'style', text: string) =>
  call('samples.import', { kind, format: 'text', content: { as: 'text', text } });

test('a spreadsheet’s bytes become terms, with the templates that the app ships', async () => {
  const data = readFileSync(new URL('../../learn/samples/tables/xlsxwriter.xlsx', import.meta.url)).toString(
    'base64',
  );
  const input = {
    kind: 'glossary',
    format: 'xlsx',
    content: { as: 'bytes', data },
    fileName: '术语.xlsx',
  } as const;
  const { lines, table } = await call('samples.preview', input);
  expect(lines[0]).toMatchObject({ row: 2, answer: '靶向' });
  expect(table).toMatchObject({ layout: { header: 1 }, rows: [{ row: 2 }, { row: 4 }], rowsTotal: 2 });
  expect((await call('terms.list', {})).terms).toEqual([]);
  expect(await call('samples.import', input)).toMatchObject({ terms: 2, refused: [] });
  expect(told).toEqual([['samples', { what: 'terms' }]]);
  const { terms } = await call('terms.list', { query: '靶' });
  expect(terms).toMatchObject([{ term: '靶向', fileName: '术语.xlsx', row: 2, approved: 0 }]);
  expect(terms[0]?.pending).toBeGreaterThanOrEqual(5);
});

test('what waits is approved, edited, rejected and forgotten, and each is told', async () => {
  await take('glossary', '靶向');
  const waiting = async () => (await call('samples.list', { status: 'pending' })).items;
  const [first, second, third] = await waiting();
  await call('samples.approve', { ids: [first?.id ?? ''], approved: false });
  const { id } = await call('samples.edit', {
    id: second?.id ?? '',
    text: '科室开展[MASK]检测。',
    answer: '靶向',
  });
  await call('samples.remove', { id: third?.id ?? '' });
  const left = await waiting();
  expect(await call('samples.approve', {})).toEqual({ changed: left.length });
  const { items } = await call('samples.list', { status: 'approved' });
  expect(items).toHaveLength(left.length + 1);
  expect(items.map((one) => one.id)).toContain(id);
  expect(told).toHaveLength(5);
  expect((await call('samples.export', { format: 'jsonl' })).text).toContain('科室开展[MASK]检测。');
  await expect(call('samples.remove', { id: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
});

test('a contradiction is listed and settled by choosing', async () => {
  await take('correction', '订单已经[MASK]完毕。\t发货\n订单已经[MASK]完毕。\t签收');
  const { contradictions } = await call('samples.contradictions', {});
  expect(contradictions).toMatchObject([{ counts: null, samples: [{ answer: '发货' }, { answer: '签收' }] }]);
  await call('samples.choose', { id: contradictions[0]?.samples[1]?.id ?? '' });
  expect((await call('samples.contradictions', {})).contradictions).toEqual([]);
  expect((await call('samples.list', {})).items).toMatchObject([{ answer: '签收', unused: null }]);
});

test('formal words come first for the selected word alone; other gaps are as they were', async () => {
  await take('style', '天气不错啊 → 天气较为适宜');
  const text = '今天[MASK]很好，天气[MASK]啊。';
  const ask = (original: { word: string; start: number }) =>
    call('suggest.fill', { requestId: 'r', text, top: 4, original });
  const wordsOf = ({ gaps }: Suggestion) => gaps.map(({ candidates }) => candidates.map(({ word }) => word));
  const start = text.lastIndexOf('[MASK]');
  const answer = await ask({ word: '不错', start });
  expect(wordsOf(answer)).toEqual([
    ['温暖', '适宜', '好'],
    ['较为适宜', '适宜', '温暖', '好'],
  ]);
  expect(answer.gaps[1]?.candidates.slice(0, 2)).toEqual([
    { word: '较为适宜', probability: 0, formal: true },
    { word: '适宜', probability: 0.25, formal: true },
  ]);
  const [pair] = (await call('pairs.list', {})).pairs;
  await call('pairs.remove', { id: pair?.id ?? '' });
  expect(wordsOf(await ask({ word: '不错', start }))[1]).toEqual(['温暖', '适宜', '好']);
});

test('nothing is offered for a term or a part of one, until it is removed', async () => {
  await take('glossary', '靶向治疗');
  const text = '患者接受[MASK]治疗。';
  const ask = () =>
    call('suggest.fill', { requestId: 'r', text, original: { word: '靶向', start: text.indexOf('[MASK]') } });
  expect((await ask()).gaps).toEqual([
    { start: 4, end: 10, candidates: [], suggestionId: null, term: '靶向治疗' },
  ]);
  const [term] = (await call('terms.list', {})).terms;
  await call('terms.remove', { id: term?.id ?? '' });
  expect((await ask()).gaps[0]?.candidates).toHaveLength(3);
});

test('a suggestion is kept with the document that it was made in', async () => {
  await call('suggest.fill', { requestId: 'r', text: '今天[MASK]很好。', documentId: 'letter' });
  await call('suggest.fill', { requestId: 'r', text: '今天[MASK]很好。' });
  expect(
    db.prepare('SELECT DISTINCT document_id AS document FROM suggestions ORDER BY document').all(),
  ).toEqual([{ document: null }, { document: 'letter' }]);
});
