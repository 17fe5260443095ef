import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { suggestHandlers } from '../../../src-main/app/handlers/suggest.ts';
import { resolvePaths } from '../../../src-main/base/paths.ts';
import { type Input, methods, type Suggestion } from '../../../src-main/contract/index.ts';
import type { EngineRequest } from '../../../src-main/engine/api.ts';
import { scrub } from '../../../src-main/privacy/scrub.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { addRule } from '../../../src-main/store/never.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { noGateway } from '../../support/no-gateway.ts';

let db: WriteDb;
let first: Suggestion[];
let ask: (input: Partial<Input<'suggest.fill'>>) => Promise<Suggestion>;

/** An engine with ten words, the surest first, that gives a first answer before the full one. */
const words = [...'一二三四五六七八九十'].map((word, i) => ({ word, probability: 0.5 / (i + 1) }));
let own: readonly string[] = [];
let requested: EngineRequest | null = null;
/** The gateway's version that answers; null where this machine does. */
let byGateway: string | null = null;
function fill(request: EngineRequest, _key: unknown, { onFirst }: { onFirst?: (answer: unknown) => void }) {
  requested = request;
  const { top } = request;
  const gaps = [{ start: 2, end: 8, candidates: words.slice(0, top), ...(own.length > 0 ? { own } : {}) }];
  onFirst?.({ gaps, rows: 1 });
  return Promise.resolve({
    gaps,
    rows: 1,
    milliseconds: 1,
    modelId: 'm',
    version: byGateway ?? 'base',
    gateway: byGateway,
    provider: 'cpu',
  });
}

beforeEach(() => {
  own = [];
  db = openWritable(':memory:');
  migrate(db);
  first = [];
  byGateway = null;
  const hub = createEventHub();
  hub.subscribe((name, event) => name === 'suggestion' && first.push(event as Suggestion));
  const { 'suggest.fill': handler } = suggestHandlers({
    store: { read: db, write: db },
    hub,
    clock: manualClock(),
    paths: resolvePaths({}),
    slots: { fill, router: { view: () => ({ main: { version: 'base' } }) } },
    core: { engine: { state: () => ({ phase: 'ready', modelId: 'm', provider: 'cpu' }) } },
    teaching: { settled: async () => undefined },
    gateway: {
      ...noGateway,
      offered: (request: EngineRequest, id: string) => ({ ...request, sticky: `key of ${id}` }),
    },
    learning: { pace: () => undefined },
    activity: { note: () => undefined },
  } as unknown as Services);
  ask = async (input) => {
    const whole = { requestId: 'r', text: '今天[MASK]气', top: 4, ...input };
    return handler(methods['suggest.fill'].input.parse(whole), { signal: new AbortController().signal });
  };
});
afterEach(() => db.close());

const wordsOf = ({ gaps }: Suggestion) => gaps[0]?.candidates.map(({ word }) => word).join('');
function never(word: string, documentId: string | null): void {
  const scope = documentId === null ? 'everywhere' : 'document';
  addRule(db, { id: word, at: 1, word: scrub(word).text, scope, documentId });
}

test('a request goes on with the key of its document, and an answer of the gateway is recorded as such', async () => {
  byGateway = 'v2';
  const { provider, version, gaps } = await ask({ documentId: 'letter' });
  expect(requested?.sticky).toBe('key of letter');
  expect({ provider, version }).toEqual({ provider: 'gateway', version: 'v2' });
  const stored = db
    .prepare('SELECT provider, version FROM suggestions WHERE id = ?')
    .get(gaps[0]?.suggestionId);
  expect(stored).toEqual({ provider: 'gateway', version: 'v2' });
});

test('words that the writer does not want are left out, in the first answer too, and the list stays full', async () => {
  never('二', null);
  never('三', 'letter');
  expect(wordsOf(await ask({ documentId: 'letter' }))).toBe('一四五六');
  expect(first.map(wordsOf)).toEqual(['一四五六']);
  expect(wordsOf(await ask({ documentId: 'other' }))).toBe('一三四五');
  expect(wordsOf(await ask({}))).toBe('一三四五');
});

test('a gap whose surest word is less probable than was asked for has no word and no record', async () => {
  const unsure = await ask({ atLeast: 0.51 });
  expect(unsure.gaps).toMatchObject([{ candidates: [], suggestionId: null }]);
  expect(db.prepare('SELECT count(*) AS n FROM suggestions').get()).toEqual({ n: 0 });
  expect(wordsOf(await ask({ atLeast: 0.5 }))).toBe('一二三四');
  // Sureness is that of the words that may be offered.
  never('一', null);
  expect(wordsOf(await ask({ atLeast: 0.5 }))).toBe('');
});

test('an answer that may come to nothing is given as a whole', async () => {
  await ask({ atLeast: 0.1 });
  expect(first).toEqual([]);
  await ask({});
  expect(first).toHaveLength(1);
});

test('the engine is told the word that stands there and the number of characters that is wanted', async () => {
  await ask({ original: { word: '晴天', start: 2 }, length: { characters: 2, start: 2 } });
  expect(requested).toMatchObject({
    original: { word: '晴天', start: 2 },
    length: { characters: 2, start: 2 },
  });
  await ask({});
  expect(requested).not.toHaveProperty('original');
  expect(requested).not.toHaveProperty('length');
});

test('own words follow the list without changing it, but for those that it has or the writer does not want', async () => {
  own = ['靶向', '二', '回款'];
  never('回款', null);
  const answer = await ask({});
  expect(wordsOf(answer)).toBe('一二三四靶向');
  expect(answer.gaps[0]?.candidates.at(-1)).toEqual({ word: '靶向', probability: 0, own: true });
  expect(answer.gaps[0]).not.toHaveProperty('own');
  expect(wordsOf(await ask({ atLeast: 0.51 }))).toBe('');
});
