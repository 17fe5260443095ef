import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { feedbackHandlers } from '../../../src-main/app/handlers/feedback.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { suggestHandlers } from '../../../src-main/app/handlers/suggest.ts';
import { resolvePaths } from '../../../src-main/base/paths.ts';
import {
  type FeedbackKind,
  type Input,
  methods,
  type NextAnswer,
  type Output,
} from '../../../src-main/contract/index.ts';
import type { EngineRequest } from '../../../src-main/engine/api.ts';
import type { Candidate } from '../../../src-main/fillmask/types.ts';
import type { Match, PhraseIndex } from '../../../src-main/phrases/types.ts';
import { scrub } from '../../../src-main/privacy/scrub.ts';
import { createEventHub, type EventHub } from '../../../src-main/shell/dispatch.ts';
import { openWritable, type WriteDb } from '../../../src-main/store/db.ts';
import { migrate } from '../../../src-main/store/migrate.ts';
import { addRule } from '../../../src-main/store/never.ts';
import { setSettings } from '../../../src-main/store/settings.ts';
import { addTerm } from '../../../src-main/store/terms.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { noGateway } from '../../support/no-gateway.ts';

/** Overrides how sure phrases are: which evidence makes them so is not tested here. */
const predicted = vi.hoisted(() => ({ probability: null as number | null }));
vi.mock(import('../../../src-main/completion/predict.ts'), async (load) => {
  const real = await load();
  return {
    ...real,
    predict: (...asked: Parameters<typeof real.predict>) =>
      real
        .predict(...asked)
        .map((one) => ({ ...one, probability: predicted.probability ?? one.probability })),
  };
});

let db: WriteDb;
let hub: EventHub;
let clock: ManualClock;
let asked: EngineRequest[];
let words: Candidate[];
let score: number;
let whileAsked: () => void;
let own: PhraseIndex | null;
let phase: 'ready' | 'starting';
let judged: string[];
let ask: (input: Partial<Input<'suggest.next'>>, by?: AbortSignal) => Promise<NextAnswer>;
let give: (suggestionId: string | null, kind: FeedbackKind) => Promise<string>;
let undo: (id: string) => void;
let precision: () => Output<'suggest.precision'>;

/** Documents that go on with `next` wherever `lead` stands, in so many places each. */
function indexOf(lead: string, next: string, count = 40): PhraseIndex {
  return {
    matches(context) {
      const found: Match[] = [];
      for (let length = Math.min(12, lead.length); length >= 2; length--) {
        if (!context.endsWith(lead.slice(-length))) continue;
        const sample = Array.from({ length: count }, (_, i) => ({ document: i % 14, next }));
        found.push({ length, count, sample });
      }
      return found;
    },
    longest: (context) =>
      Array.from({ length: 11 }, (_, i) => 12 - i).find(
        (length) => length <= lead.length && context.endsWith(lead.slice(-length)),
      ) ?? 0,
    document: (number) => ({ title: `关于第${number}次检查的通知`, at: number }),
  };
}

beforeEach(() => {
  db = openWritable(':memory:');
  migrate(db);
  hub = createEventHub();
  clock = manualClock();
  [asked, words, own, phase, judged] = [[], [], null, 'ready', []];
  [score, whileAsked, predicted.probability] = [-20, () => undefined, null];
  const services = {
    store: { read: db, write: db },
    hub,
    clock,
    paths: resolvePaths({}),
    gateway: noGateway,
    slots: {
      fill(request: EngineRequest) {
        asked.push(request);
        whileAsked();
        const start = request.text.indexOf('[MASK]');
        return Promise.resolve({
          gaps: [{ start, end: start + 6, candidates: words }],
          ...(request.phrases && { phrases: request.phrases.map(() => score) }),
          rows: 1,
          milliseconds: 30,
          modelId: 'm',
          version: 'v1',
          gateway: null,
          unusable: null,
          provider: 'cpu',
        });
      },
      router: {
        view: () => ({ main: { version: 'v1' } }),
        judged: (version: string) => judged.push(version),
      },
    },
    core: { engine: { state: () => ({ phase, modelId: 'm', provider: 'cpu' }) } },
    teaching: { settled: async () => undefined },
    learning: { pace: () => undefined },
    activity: { note: () => undefined },
    ownPhrases: {
      get index() {
        return own;
      },
      indexFor: () => own,
    },
    phrasebook: () => null,
  } as unknown as Services;
  const signal = new AbortController().signal;
  const { 'suggest.next': next, 'suggest.precision': ownPrecision } = suggestHandlers(services);
  const feedback = feedbackHandlers(services);
  ask = async (input, by = signal) => {
    const whole = { requestId: 'r', before: '', after: '', level: 'moderate', ...input };
    return methods['suggest.next'].output.parse(
      await next(methods['suggest.next'].input.parse(whole), { signal: by }),
    );
  };
  give = async (suggestionId, kind) => {
    const given = await feedback['feedback.give'](
      { suggestionId: suggestionId ?? '', kind, word: '通知' },
      { signal },
    );
    return given.id;
  };
  undo = (id) => void feedback['feedback.undo']({ id }, { signal });
  precision = () => ownPrecision({}, { signal }) as Output<'suggest.precision'>;
});
afterEach(() => db.close());

const wordsOf = ({ candidates }: NextAnswer) => candidates.map(({ word }) => word);
const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const word = (text: string, probability: number): Candidate => ({ word: text, probability });
const lead = '根据工作安排，现将';
const next = '有关事项通知如下';

describe('phrases', () => {
  beforeEach(() => {
    own = indexOf(lead, next);
    words = [word('情况', 0.95)];
  });

  test('are offered without the model, with the documents that they come from', async () => {
    const answer = await ask({ before: lead });
    expect(wordsOf(answer)[0]).toBe(next);
    expect(answer.candidates[0]?.origin).toMatchObject({ kind: 'own-documents', documents: 14 });
    expect(answer.candidates[0]?.origin?.titles).toHaveLength(3);
    expect(answer).toMatchObject({ modelId: null, version: null });
    expect(asked).toEqual([]);
  });

  test('are offered where no model is ready, and nothing is where neither is there', async () => {
    phase = 'starting';
    expect(wordsOf(await ask({ before: lead }))[0]).toBe(next);
    expect(await ask({ before: '今天天' })).toMatchObject({
      candidates: [],
      suggestionId: null,
      modelId: null,
    });
    expect(asked).toEqual([]);
  });

  test('are recorded without a word of them', async () => {
    const { suggestionId } = await ask({ before: lead, documentId: 'letter', level: 'quiet' });
    expect(count('suggestions')).toBe(0);
    const [row] = db.prepare<[], Record<string, unknown>>('SELECT * FROM offers').all();
    expect(row).toMatchObject({
      id: suggestionId,
      document_id: 'letter',
      origin: 'own-documents',
      level: 'quiet',
    });
    expect(JSON.stringify(row)).not.toMatch(/通知|事项|安排/);
  });

  test('that stand behind the caret already, and those that the writer turned down, are not offered', async () => {
    words = [];
    expect(wordsOf(await ask({ before: lead, after: `${next}：` }))).not.toContain(next);
    addRule(db, { id: 'n', at: 1, word: scrub(next).text, scope: 'document', documentId: 'letter' });
    expect(wordsOf(await ask({ before: lead, documentId: 'other' }))).toContain(next);
    for (const offered of wordsOf(await ask({ before: lead, documentId: 'letter' })))
      expect(offered.length).toBeLessThan(next.length / 2);
  });

  test('with a slot, a line feed or something personal in them are not offered', async () => {
    words = [];
    for (const bad of ['请于\uF5A1前报送', '联系人：王建国', '张晓明负责', '请拨打13800138000']) {
      own = indexOf(lead, bad);
      for (const offered of wordsOf(await ask({ before: lead, level: 'eager' })))
        expect(offered).not.toMatch(/[\uE000-\uF8FF]|王建国|张晓明|1380/);
    }
  });

  test('answer for themselves: what became of them is known, and no version is judged by it', async () => {
    const shown = await ask({ before: lead });
    await give(shown.suggestionId, 'accepted');
    expect(judged).toEqual([]);
    expect(count('feedback')).toBe(0);
    expect(precision().moderate).toEqual({ shown: 1, accepted: 1 });
    const dismissed = await give((await ask({ before: lead })).suggestionId, 'dismissed');
    expect(precision().moderate).toEqual({ shown: 2, accepted: 1 });
    undo(dismissed);
    expect(precision().moderate).toEqual({ shown: 1, accepted: 1 });
    await expect(give('unknown', 'accepted')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('leave no trace where the writer wants no signals kept', async () => {
    setSettings(db, { implicitSignals: false });
    expect(await ask({ before: lead })).toMatchObject({
      suggestionId: null,
      candidates: expect.arrayContaining([expect.objectContaining({ word: next })]),
    });
    words = [word('情况', 0.95)];
    own = null;
    const { suggestionId } = await ask({ before: '现在汇报工作' });
    expect(suggestionId).not.toBeNull();
    expect([count('offers'), count('suggestions')]).toEqual([0, 1]);
  });

  test('that were never answered were not taken, once they are no longer shown', async () => {
    await ask({ before: lead, level: 'eager' });
    expect(precision().eager.shown).toBe(0);
    clock.advance(60_001);
    expect(precision().eager).toEqual({ shown: 1, accepted: 0 });
  });

  test('are no longer offered at a level whose promise this writer’s answers broke', async () => {
    own = indexOf(lead, next, 4);
    words = [];
    const { candidates } = await ask({ before: lead, level: 'quiet' });
    expect(candidates[0]?.probability).toBeGreaterThan(0.6);
    for (let i = 0; i < 30; i++)
      await give((await ask({ before: lead, level: 'eager' })).suggestionId ?? 'none', 'dismissed').catch(
        () => undefined,
      );
    expect(wordsOf(await ask({ before: lead, level: 'quiet' }))).toEqual([]);
  });
});

describe('the model', () => {
  test('is asked where nothing else is sure enough, with a tail at the end of a paragraph', async () => {
    own = indexOf(lead, next, 1);
    words = [word('情况', 0.95)];
    const answer = await ask({ before: lead, level: 'quiet' });
    expect(wordsOf(answer)).toEqual(['情况']);
    expect(answer).toMatchObject({ modelId: 'm', version: 'v1' });
    expect(answer.candidates[0]?.origin).toEqual({ kind: 'model', documents: 0, titles: [] });
    await ask({ before: lead, after: ' \n下一段' });
    await ask({ before: lead, after: '通报如下。\n下一段' });
    expect(asked.map(({ tail }) => tail)).toEqual([true, true, false]);
    expect(asked[2]?.text).toBe(`${lead}[MASK]通报如下。\n下一段`);
  });

  test('is not asked where a sentence begins, nor after figures', async () => {
    for (const before of ['', '好', '会议结束。', '共计35', '第一段\n'])
      expect(wordsOf(await ask({ before }))).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is recorded as a suggestion, judged by what became of it, and counted like a phrase', async () => {
    words = [word('情况', 0.95)];
    const { suggestionId } = await ask({ before: '现在汇报工作' });
    expect(db.prepare('SELECT id, version FROM suggestions').all()).toEqual([
      { id: suggestionId, version: 'v1' },
    ]);
    const id = await give(suggestionId, 'accepted');
    expect(judged).toEqual(['v1']);
    expect(precision().moderate).toEqual({ shown: 1, accepted: 1 });
    undo(id);
    expect([count('feedback'), precision().moderate.shown]).toEqual([0, 0]);
  });

  test('leaves no record where the writer went on before it answered', async () => {
    words = [word('情况', 0.95)];
    const late = new AbortController();
    const answer = ask({ before: '现在汇报工作' }, late.signal);
    late.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect([count('offers'), count('suggestions')]).toEqual([0, 0]);
  });

  test('offers nothing, and nothing is recorded, where it is not as sure as the level promises', async () => {
    words = [word('情况', 0.3)];
    expect(await ask({ before: '现在汇报工作', after: '吧。' })).toMatchObject({
      candidates: [],
      suggestionId: null,
    });
    expect([count('offers'), count('suggestions')]).toEqual([0, 0]);
  });
});

describe('a phrase that is not quite sure enough', () => {
  const unsure = { before: lead, level: 'moderate' } as const;
  beforeEach(() => {
    own = indexOf(lead, next);
    predicted.probability = 0.38;
  });

  test('is offered where the model finds it likely, and recorded as a phrase', async () => {
    score = 0;
    const answer = await ask(unsure);
    expect(asked[0]?.phrases?.length).toBeGreaterThan(0);
    expect(answer.candidates[0]?.origin?.kind).toBe('own-documents');
    expect(asked[0]?.phrases).toContain(wordsOf(answer)[0]);
    expect(answer).toMatchObject({ modelId: null, version: null });
    expect([count('offers'), count('suggestions')]).toEqual([1, 0]);
  });

  test('is not offered where the model finds it unlikely; the model’s own words are', async () => {
    words = [word('情况', 0.95)];
    const answer = await ask(unsure);
    expect(asked[0]?.phrases?.length).toBeGreaterThan(0);
    expect(wordsOf(answer)).toEqual(['情况']);
    expect([count('offers'), count('suggestions')]).toEqual([1, 1]);
  });

  test('is not scored inside a text, nor offered once its document was taken out', async () => {
    await ask({ ...unsure, after: '请查收。' });
    expect(asked[0]).not.toHaveProperty('phrases');
    score = 0;
    whileAsked = () => {
      own = null;
    };
    expect(wordsOf(await ask(unsure))).toEqual([]);
    expect(asked[1]?.phrases?.length).toBeGreaterThan(0);
  });
});

describe('what the writer taught', () => {
  function addGlossaryTerm(term: string): void {
    const provenance = { importId: null, row: null } as never;
    const [text, none] = [scrub(term).text, null];
    addTerm(db, { id: term, at: 1, term: text, definition: none, domain: none, kind: 'thing', provenance });
    hub.emit('samples', { what: 'terms' });
    clock.advance(200);
  }

  test('a term is completed once its beginning is typed, and no longer than the glossary has it', async () => {
    expect(wordsOf(await ask({ before: '本次检查了数据中' }))).toEqual([]);
    addGlossaryTerm('数据中心机房');
    const answer = await ask({ before: '本次检查了数据中' });
    expect(wordsOf(answer)).toEqual(['心机房']);
    expect(answer.candidates[0]?.origin?.kind).toBe('glossary');
    // Two characters that are a word of their own may go on in any way.
    expect(wordsOf(await ask({ before: '本次检查了数据' }))).toEqual([]);
    db.exec('DELETE FROM glossary_terms');
    hub.emit('samples', { what: 'terms' });
    clock.advance(200);
    expect(wordsOf(await ask({ before: '本次检查了数据中' }))).toEqual([]);
  });
});
