import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FeedbackEffect,
  type FeedbackEvent,
  type FeedbackState,
  isSaid,
  type Judged,
  leavesAfter,
  notJudging,
  readJudgement,
  update,
} from '../../src-renderer/suggest/feedback-state.ts';

const word = (change: Partial<Judged> = {}): Judged => ({
  suggestionId: 's1',
  word: '天',
  place: 'text',
  ...change,
});
const open = (judged = word(), step: 'ask' | 'correct' = 'ask'): FeedbackEvent => ({
  type: 'open',
  judged,
  step,
});
const done = (call: number, id: string | null = `f${call}`): FeedbackEvent => ({ type: 'done', call, id });

function play(events: readonly FeedbackEvent[], from: FeedbackState = notJudging) {
  const effects: FeedbackEffect[] = [];
  let state = from;
  for (const event of events) {
    const step = update(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const right: FeedbackEvent = { type: 'right' };
const undo: FeedbackEvent = { type: 'undo' };
const keptRight = play([open(), right, done(1)]).state;

describe('✓', () => {
  test('is given once, however often it is pressed before the answer and after it', () => {
    const { state, effects } = play([open(), right, right, done(1), right]);
    expect(effects).toEqual([{ type: 'give', call: 1, suggestionId: 's1', kind: 'right', word: '天' }]);
    expect(state.at).toEqual({ step: 'kept', id: 'f1', kind: 'right', own: null });
  });

  test('of a row is given once, too; that of another row is another judgement', () => {
    const row = open(word({ place: 'list' }));
    const other = open(word({ place: 'list', word: '生' }));
    const { effects } = play([row, right, row, right, done(1), row, right]);
    expect(effects).toHaveLength(1);
    expect(play([row, right, other, right]).effects).toMatchObject([{ word: '天' }, { word: '生' }]);
  });

  test('of one row is not shown as that of another', () => {
    const row = open(word({ place: 'list' }));
    const other = open(word({ place: 'list', word: '生' }));
    const { state } = play([row, right, other, right, done(1)]);
    expect(state.at.step).toBe('ask');
    expect(play([done(2)], state).state.at).toMatchObject({ step: 'kept', id: 'f2' });
  });

  test('that failed can be given again', () => {
    const { state, effects } = play([open(), right, { type: 'failed', call: 1 }, right, done(2)]);
    expect(effects.map(({ type }) => type)).toEqual(['give', 'give']);
    expect(state.at).toMatchObject({ step: 'kept', id: 'f2' });
  });

  test('is asked for again where the same word is taken again', () => {
    expect(play([open()], keptRight).state.at.step).toBe('ask');
  });
});

describe('✗', () => {
  const correct: FeedbackEvent = { type: 'correct' };

  test('asks for the word that was meant, and is given with it', () => {
    const asked = play([open(), correct]);
    expect([asked.state.at.step, asked.effects]).toEqual(['correct', []]);
    const { state, effects } = play([{ type: 'wrong', own: '地' }, done(1)], asked.state);
    expect(effects).toMatchObject([{ kind: 'wrong', word: '地' }]);
    expect(state.at).toEqual({ step: 'kept', id: 'f1', kind: 'wrong', own: '地' });
  });

  test('is given once by two presses of Enter', () => {
    const own: FeedbackEvent = { type: 'wrong', own: '地' };
    expect(play([open(), correct, own, own]).effects).toHaveLength(1);
  });

  test('is not opened by a key that comes while ✓ is under way: its answer would close the form', () => {
    expect(play([open(), right, correct]).state.at.step).toBe('ask');
  });

  test('without a word is given without one', () => {
    const { state } = play([open(), correct, { type: 'wrong', own: null }, done(1)]);
    expect(state.at).toMatchObject({ step: 'kept', kind: 'wrong', own: null });
  });
});

describe('taking back', () => {
  test('is asked for once, and says that it is done', () => {
    const { state, effects } = play([undo, undo, done(2, null)], keptRight);
    expect(effects).toEqual([{ type: 'take-back', call: 2, id: 'f1' }]);
    expect(state.at.step).toBe('undone');
    expect(play([undo], state).effects).toEqual([]);
  });

  test('says nothing where the writer judges something else by then', () => {
    const { state } = play([undo, open(word({ suggestionId: 's2', word: '地' })), done(2, null)], keptRight);
    expect(state).toMatchObject({ judged: { word: '地' }, at: { step: 'ask' } });
  });

  test('says nothing where the bar is gone by then, and the answer does not bring it back', () => {
    const { state } = play([undo, { type: 'close' }, done(2, null)], keptRight);
    expect(state).toMatchObject({ judged: null, at: { step: 'ask' } });
  });

  test('and giving are not confused with an earlier call that is answered late', () => {
    const { state } = play([undo, { type: 'close' }, open(), right, done(2, null)], keptRight);
    expect(state.at.step).toBe('ask');
    expect(play([done(3)], state).state.at).toMatchObject({ step: 'kept', id: 'f3' });
  });

  test('that failed leaves what was given, and can be tried again', () => {
    const { state } = play([undo, { type: 'failed', call: 2 }], keptRight);
    expect(state.at.step).toBe('kept');
    expect(play([undo], state).effects).toHaveLength(1);
  });
});

describe('the bar of a word in the text', () => {
  const form = play([open(), { type: 'correct' }]).state;

  test('goes when the writer works elsewhere, but for a word that is being typed into it', () => {
    for (const state of [play([open()]).state, keptRight])
      expect(update(state, { type: 'elsewhere' }).state.judged).toBeNull();
    expect(update(form, { type: 'elsewhere' }).state).toBe(form);
  });

  test('goes with its word where nothing was said about it yet', () => {
    expect(play([open(), { type: 'word-gone' }]).state.judged).toBeNull();
    expect(update(keptRight, { type: 'word-gone' }).state).toBe(keptRight);
    expect(update(form, { type: 'word-gone' }).state).toBe(form);
  });

  test('does not go with a list, nor does the judgement of a row go without one', () => {
    expect(update(keptRight, { type: 'list-closed' }).state).toBe(keptRight);
    const row = play([open(word({ place: 'list' }), 'correct')]).state;
    expect(update(row, { type: 'list-closed' }).state.judged).toBeNull();
    for (const type of ['elsewhere', 'word-gone'] as const) expect(update(row, { type }).state).toBe(row);
  });

  test("is what a row's judgement becomes with the word that the writer gave for it", () => {
    const row = play([open(word({ place: 'list' }), 'correct'), { type: 'wrong', own: '地' }]).state;
    const { state } = play([{ type: 'filled' }, { type: 'list-closed' }, done(1)], row);
    expect(state).toMatchObject({ judged: { place: 'text' }, at: { step: 'kept', own: '地' } });
  });

  test('goes by itself after a while, but not while it is pointed at, nor with a form in it', () => {
    expect(leavesAfter(play([open()]).state, false)).toBe(10_000);
    expect(leavesAfter(keptRight, false)).toBe(6000);
    expect(leavesAfter(play([undo, done(2, null)], keptRight).state, false)).toBe(2500);
    expect(leavesAfter(form, false)).toBeNull();
    expect(leavesAfter(keptRight, true)).toBeNull();
  });
});

describe('keys of the bar', () => {
  test('judge the word in the text, and nothing else', () => {
    const asking = play([open()]).state;
    expect(readJudgement(asking, 'KeyY')).toEqual({ type: 'right' });
    expect(readJudgement(asking, 'KeyN')).toEqual({ type: 'correct' });
    expect(readJudgement(asking, 'KeyX')).toBeNull();
    expect(readJudgement(notJudging, 'KeyY')).toBeNull();
    expect(readJudgement(play([open(word({ place: 'list' }))]).state, 'KeyY')).toBeNull();
    expect(readJudgement(play([{ type: 'correct' }], asking).state, 'KeyY')).toBeNull();
  });

  test('belong to the bar before the answer and after it', () => {
    for (const code of ['KeyY', 'KeyN'])
      for (const state of [play([open(), right]).state, keptRight]) {
        const event = readJudgement(state, code);
        expect(event).not.toBeNull();
        if (event) expect(update(state, event)).toEqual({ state, effects: [] });
      }
  });
});

test('a word is said something about from the press on, not from its answer on', () => {
  expect(isSaid(play([open()]).state)).toBe(false);
  expect(isSaid(play([open(), right]).state)).toBe(true);
  expect(isSaid(keptRight)).toBe(true);
  expect(isSaid(play([open(word({ place: 'list' })), right]).state)).toBe(false);
  expect(isSaid(notJudging)).toBe(false);
});

test('whatever comes in whatever order, one judgement is one call, and an answer is shown on what it is about', () => {
  const event: fc.Arbitrary<FeedbackEvent | { readonly answer: number }> = fc.oneof(
    fc
      .record({
        suggestionId: fc.constantFrom('s1', 's2'),
        word: fc.constantFrom('天', '地'),
        place: fc.constantFrom('text' as const, 'list' as const),
      })
      .chain((judged) => fc.constantFrom(open(judged), open(judged, 'correct'))),
    fc.constantFrom<FeedbackEvent>(
      ...(
        ['correct', 'right', 'undo', 'filled', 'list-closed', 'elsewhere', 'word-gone', 'close'] as const
      ).map((type) => ({ type })),
      { type: 'wrong', own: '人' },
    ),
    fc.record({ answer: fc.nat(3) }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (script) => {
      let state = notJudging;
      let calls: FeedbackEffect[] = [];
      const given = new Map<string, { readonly suggestionId: string; readonly kind: string }>();
      for (const one of script) {
        const before = state;
        const call = 'answer' in one ? calls[one.answer % Math.max(1, calls.length)] : null;
        if ('answer' in one && !call) continue;
        const next = 'answer' in one ? null : one;
        const sent = next ?? done(call?.call ?? 0, call?.type === 'give' ? `f${call.call}` : null);
        const step = update(state, sent);
        state = step.state;
        if (call) calls = calls.filter((other) => other !== call);
        if (call?.type === 'give') given.set(`f${call.call}`, call);
        calls = [...calls, ...step.effects];
        // Nothing is called while an answer is awaited.
        if (before.awaited && sent.type !== 'open') expect(step.effects).toEqual([]);
        if (state.at.step === 'kept') {
          const about = given.get(state.at.id);
          expect(about?.suggestionId).toBe(state.judged?.suggestionId);
          expect(about?.kind).toBe(state.at.kind);
        }
        if (!state.judged) expect([state.at.step, state.awaited]).toEqual(['ask', null]);
      }
    }),
    { numRuns: 500 },
  );
});
