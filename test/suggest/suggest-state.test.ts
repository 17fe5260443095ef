import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Suggestion } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { mergeCandidates } from '../../src-renderer/suggest/merge-candidates.ts';
import { readKey } from '../../src-renderer/suggest/suggest-keys.ts';
import {
  closed,
  type SuggestEffect,
  type SuggestEvent,
  type SuggestState,
  update,
} from '../../src-renderer/suggest/suggest-state.ts';

const gapEvent = (key: string, text: string, change: Partial<SuggestEvent> = {}): SuggestEvent =>
  ({
    type: 'gap',
    key,
    run: { from: 3, to: 4 },
    context: { text, start: text.indexOf('[MASK]') },
    original: null,
    by: 'moved',
    delayMs: 0,
    ...change,
  }) as SuggestEvent;

function answerTo(
  requestId: string,
  stage: Suggestion['stage'],
  words: readonly string[],
  start = 2,
): SuggestEvent {
  const candidates = words.map((word, i) => ({ word, probability: 0.5 / (i + 1) }));
  return {
    type: 'answer',
    suggestion: {
      requestId,
      stage,
      gaps: [{ start, end: start + 6, candidates, suggestionId: `id-${requestId}` }],
      milliseconds: 1,
      modelId: 'm',
      version: 'base',
      provider: 'cpu',
    },
  };
}

/** Runs events one after another. */
function play(events: readonly SuggestEvent[], from: SuggestState = closed('w')) {
  const effects: SuggestEffect[] = [];
  let state = from;
  for (const event of events) {
    const step = update(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('gap' as const),
    key: fc.constantFrom('a', 'b'),
    text: fc.constantFrom('今天[MASK]气', '明天[MASK]气'),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    to: fc.nat(6),
    full: fc.boolean(),
    words: fc.constantFrom(['天'], ['天', '生'], []),
  }),
  fc.record({ kind: fc.constant('failed' as const), to: fc.nat(6) }),
  fc.record({ kind: fc.constantFrom('left', 'move', 'await', 'dismiss', 'retry' as const) }),
  fc.record({ kind: fc.constantFrom('point', 'choose' as const), row: fc.nat(3) }),
  fc.record({ kind: fc.constant('length' as const), to: fc.constantFrom(null, 1, 2) }),
);

const toEvent = (one: Record<string, unknown>): SuggestEvent => {
  if (one.kind === 'gap') return gapEvent(one.key as string, one.text as string);
  if (one.kind === 'answer')
    return answerTo(`w-${one.to}`, one.full ? 'full' : 'first', one.words as string[]);
  if (one.kind === 'failed') return { type: 'failed', requestId: `w-${one.to}`, text: asWritten('错', 'no') };
  if (one.kind === 'move') return { type: 'move', by: 1 };
  if (one.kind === 'length') return { type: 'length', to: one.to as number | null };
  return { type: one.kind, row: one.row } as SuggestEvent;
};

test('under any interleaving a word is accepted only from an answer to the last request for that text', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (script) => {
      let state = closed('w');
      const asked = new Map<string, string>();
      const ended = new Set<string>();
      for (const one of script) {
        const event = toEvent(one);
        const before = state.open;
        const next = update(state, event);
        state = next.state;
        for (const effect of next.effects) {
          if (effect.type === 'request') asked.set(effect.requestId, effect.text);
          if (effect.type === 'abort') ended.add(effect.requestId);
          if (effect.type === 'accept') {
            // What is written is what stood in the row, and the row came from a request for this gap.
            expect(before?.shown?.candidates.some(({ word }) => word === effect.word)).toBe(true);
            expect(effect.suggestionId).toMatch(/^id-w-\d+$/);
            expect(asked.has((effect.suggestionId ?? '').slice(3))).toBe(true);
          }
        }
        if (state.open?.asking) {
          expect(ended.has(state.open.asking)).toBe(false);
          expect(asked.get(state.open.asking)).toBe(state.open.context.text);
        }
        const rows = state.open?.shown?.candidates.length ?? 0;
        if (state.open) expect(state.open.selected).toBeLessThan(Math.max(1, rows));
      }
    }),
  );
});

describe('the list', () => {
  const open = play([gapEvent('a', '今天[MASK]气')]).state;

  test('asks once for a text, and again when the text around the gap changes', () => {
    const { effects } = play([
      gapEvent('a', '今天[MASK]气'),
      gapEvent('a', '今天[MASK]气'),
      gapEvent('a', '今天[MASK]气很好'),
    ]);
    expect(effects.map(({ type }) => type)).toEqual(['request', 'abort', 'request']);
  });

  test('asks for others in the place of a selected word, and tells a term that keeps its place', () => {
    const event = gapEvent('s', '今天[MASK]啊', { original: '不错' } as Partial<SuggestEvent>);
    const { state, effects } = update(closed('w'), event);
    expect(effects).toMatchObject([{ type: 'request', original: { word: '不错', start: 2 } }]);
    const answer = answerTo('w-1', 'full', []);
    if (answer.type !== 'answer') throw new Error('no answer');
    const gaps = answer.suggestion.gaps.map((gap) => ({ ...gap, term: '不错' }));
    const kept = update(state, { ...answer, suggestion: { ...answer.suggestion, gaps } }).state;
    expect(kept.open?.shown).toMatchObject({ term: '不错', candidates: [] });
  });

  test('drops an answer to a request that was replaced', () => {
    const { state } = play([gapEvent('a', '今天[MASK]气很好'), answerTo('w-1', 'full', ['错'])], open);
    expect(state.open?.shown).toBeNull();
  });

  test('keeps the row under the pointer when the full answer comes', () => {
    const { state } = play(
      [
        answerTo('w-1', 'first', ['天', '生', '元']),
        { type: 'point', row: 1 },
        answerTo('w-1', 'full', ['元', '天', '脾', '生']),
      ],
      open,
    );
    expect(state.open?.shown?.candidates[1]?.word).toBe('生');
    expect(state.open?.selected).toBe(1);
  });

  test('stays closed after Escape until the writer has been elsewhere', () => {
    const dismissed = play(
      [answerTo('w-1', 'full', ['天']), { type: 'dismiss' }, gapEvent('a', '今天[MASK]气')],
      open,
    );
    expect(dismissed.state.open).toBeNull();
    expect(
      play([{ type: 'left' }, gapEvent('a', '今天[MASK]气')], dismissed.state).state.open,
    ).not.toBeNull();
  });

  test('says what failed and asks again on demand', () => {
    const failed = play([{ type: 'failed', requestId: 'w-1', text: asWritten('错', 'no') }], open);
    expect(failed.state.open?.failure).toEqual(asWritten('错', 'no'));
    expect(play([{ type: 'retry' }], failed.state).effects).toMatchObject([
      { type: 'request', requestId: 'w-2' },
    ]);
  });
});

describe('a selected word', () => {
  const selected = gapEvent('s', '订单[MASK]了', {
    run: { from: 3, to: 5 },
    original: '生效',
  } as never);

  test('is replaced as a whole, and is no alternative to itself', () => {
    const { state } = play([selected, answerTo('w-1', 'full', ['生效', '失效'])]);
    expect(state.open?.shown?.candidates.map(({ word }) => word)).toEqual(['失效']);
    const { effects } = update(state, { type: 'choose', row: 0 });
    expect(effects).toMatchObject([{ type: 'accept', run: { from: 3, to: 5 }, word: '失效' }]);
  });

  test('loses a word that the writer does not want', () => {
    const { state } = play([
      selected,
      answerTo('w-1', 'full', ['失效', '取消']),
      { type: 'forget', word: '失效' },
    ]);
    expect(state.open?.shown?.candidates.map(({ word }) => word)).toEqual(['取消']);
  });
});

describe('the number of characters', () => {
  const open = play([
    gapEvent('a', '今天[MASK]气', { by: 'asked' } as never),
    answerTo('w-1', 'full', ['天']),
  ]);
  const right: SuggestEvent = { type: 'narrow', by: 1 };
  const left: SuggestEvent = { type: 'narrow', by: -1 };
  const lengthOf = (events: readonly SuggestEvent[]) => play(events, open.state).state.open?.length;

  test('is narrowed step by step from any to four, and widened again; the ends stay', () => {
    expect(lengthOf([])).toBeNull();
    expect(lengthOf([right])).toBe(1);
    expect(lengthOf([right, right, right, right, right])).toBe(4);
    expect(lengthOf([right, right, left])).toBe(1);
    expect(lengthOf([right, left, left])).toBeNull();
    expect(lengthOf([{ type: 'length', to: 3 }])).toBe(3);
  });

  test('is asked for at once, and ends the request before it', () => {
    expect(play([right], open.state).effects).toMatchObject([
      { type: 'request', requestId: 'w-2', length: { characters: 1, start: 2 }, delayMs: 0 },
    ]);
    expect(play([right, right], open.state).effects.map(({ type }) => type)).toEqual([
      'request',
      'abort',
      'request',
    ]);
    expect(play([left], open.state).effects).toEqual([]);
  });

  test('takes the words of another number away at once: no key takes one of them', () => {
    const { state } = play([right], open.state);
    expect(state.open?.shown).toBeNull();
    expect(play([{ type: 'choose', row: 0 }], state).effects).toEqual([]);
  });

  test('holds while the writer goes on at this gap, and not at another', () => {
    expect(lengthOf([right, gapEvent('a', '今天[MASK]气好')])).toBe(1);
    expect(lengthOf([right, gapEvent('b', '明天[MASK]气')])).toBeNull();
  });

  test('cannot be chosen for a run of several gaps, which has its own', () => {
    const run = { run: { from: 3, to: 5 } } as Partial<SuggestEvent>;
    const { state } = play([gapEvent('a', '今天[MASK][MASK]气', run)]);
    expect(play([right], state)).toEqual({ state, effects: [] });
  });

  test('can be chosen for a selected word, whatever its length', () => {
    const change = { run: { from: 3, to: 5 }, original: '不错' } as Partial<SuggestEvent>;
    const { state } = play([gapEvent('s', '今天[MASK]啊', change)]);
    expect(play([right], state).effects).toMatchObject([
      { type: 'abort' },
      { type: 'request', original: { word: '不错', start: 2 }, length: { characters: 1, start: 2 } },
    ]);
  });
});

test('a merged list holds no word twice and keeps the held one in its row', () => {
  const words = fc.uniqueArray(fc.constantFrom(...'天地人和今气很好'), { minLength: 1, maxLength: 6 });
  const list = (all: readonly string[]) => all.map((word) => ({ word, probability: 0.1 }));
  fc.assert(
    fc.property(words, words, fc.nat(5), (shown, full, held) => {
      fc.pre(held < shown.length);
      const merged = mergeCandidates(list(shown), list(full), held).map(({ word }) => word);
      expect(new Set(merged).size).toBe(merged.length);
      expect(merged.indexOf(shown[held] ?? '')).toBe(Math.min(held, merged.length - 1));
      expect(mergeCandidates(list(shown), list(full), null)).toEqual(list(full));
    }),
  );
});

describe('keys', () => {
  const key = (name: string, change = {}) => ({
    key: name,
    code: '',
    ctrl: false,
    alt: false,
    shift: false,
    ...change,
  });
  const alt = (code: string) => key('¡', { alt: true, code });
  const answer = answerTo('w-1', 'full', ['天', '生']);
  /** The list after some events, before or after its answer. */
  const at = (events: readonly SuggestEvent[], answered: boolean, by = 'moved') => {
    const gap = gapEvent('a', '今天[MASK]气', { by } as never);
    const { state } = play([gap, ...events, ...(answered ? [answer] : [])]);
    if (!state.open) throw new Error('the list is open');
    return state.open;
  };
  const enters: SuggestEvent = { type: 'move', by: 1 };
  const typing = ['1', '2', '9', 'Enter', 'Tab', 'ArrowUp', 'ArrowLeft', 'a', ' ', '，', 'Backspace'];

  test.each([true, false])(
    'a list that opened by itself leaves typing to the text; answered: %s',
    (answered) => {
      for (const by of ['moved', 'typed'])
        for (const name of typing) expect(readKey(at([], answered, by), key(name))).toBeNull();
      // Not even after the pointer rested on a row.
      if (answered)
        for (const name of typing)
          expect(
            readKey(
              play([gapEvent('a', '今天[MASK]气'), answer, { type: 'point', row: 1 }]).state.open!,
              key(name),
            ),
          ).toBeNull();
    },
  );

  test.each([true, false])(
    '↓ leads into it, Escape closes it, Alt means it from anywhere; answered: %s',
    (answered) => {
      const open = at([], answered);
      expect(readKey(open, key('ArrowDown'))).toEqual({ type: 'move', by: 1 });
      expect(readKey(open, key('Escape'))).toEqual({ type: 'dismiss' });
      expect(readKey(open, alt('Digit1'))).toEqual({ type: 'choose', row: 0 });
      expect(readKey(open, key('Enter', { alt: true }))).toEqual({ type: 'choose', row: 0 });
      expect(readKey(open, key('1', { ctrl: true }))).toBeNull();
    },
  );

  test('a list that the writer asked for or went into takes digits, Enter and arrows', () => {
    for (const open of [at([], true, 'asked'), at([enters], true)]) {
      expect(readKey(open, key('2'))).toEqual({ type: 'choose', row: 1 });
      expect(readKey(open, key('Enter'))).toEqual({ type: 'choose', row: 0 });
      expect(readKey(open, key('ArrowUp'))).toEqual({ type: 'move', by: -1 });
      for (const name of ['3', 'a', ' ', 'Tab']) expect(readKey(open, key(name))).toBeNull();
    }
  });

  test('in a list whose answer is not there yet they wait, and write nothing', () => {
    for (const open of [at([], false, 'asked'), at([enters], false)])
      for (const name of ['1', 'Enter', 'ArrowDown', 'ArrowUp']) {
        const event = readKey(open, key(name));
        expect(event).toEqual({ type: 'await' });
        expect(play([event!], { ...closed('w'), open }).effects).toEqual([]);
      }
  });

  test('a chord before the answer takes nothing, and nothing of it goes into the text', () => {
    const { state } = play([gapEvent('a', '今天[MASK]气')]);
    const event = readKey(state.open!, alt('Digit1'));
    expect(play([event!], state)).toEqual({ state, effects: [] });
  });

  test('typing on leads out of the list again; the caret alone does not', () => {
    const { state } = play([gapEvent('a', '今天[MASK]气'), answer, enters]);
    const moved = update(state, gapEvent('a', '今天[MASK]气', { by: 'moved' } as never)).state;
    expect(moved.open?.armed).toBe(true);
    const typed = update(state, gapEvent('a', '今天[MASK]气好', { by: 'typed' } as never)).state;
    expect(typed.open?.armed).toBe(false);
    const other = update(state, gapEvent('b', '明天[MASK]气', { by: 'moved' } as never)).state;
    expect(other.open?.armed).toBe(false);
  });

  test.each([true, false])(
    '← and → narrow the words of a list that was entered; answered: %s',
    (answered) => {
      for (const open of [at([], answered, 'asked'), at([enters], answered)]) {
        expect(readKey(open, key('ArrowRight'))).toEqual({ type: 'narrow', by: 1 });
        expect(readKey(open, key('ArrowLeft'))).toEqual({ type: 'narrow', by: -1 });
        expect(readKey(open, key('ArrowRight', { shift: true }))).toBeNull();
        expect(readKey(open, key('ArrowRight', { ctrl: true }))).toBeNull();
      }
      // Elsewhere they are the caret's.
      for (const name of ['ArrowLeft', 'ArrowRight']) expect(readKey(at([], answered), key(name))).toBeNull();
    },
  );

  test('of a list that was narrowed write nothing, whatever has come and whether there is a word', () => {
    const asked = gapEvent('a', '今天[MASK]气', { by: 'asked' } as never);
    const narrowed = play([asked, answer, { type: 'narrow', by: 1 }]).state;
    const states = [
      narrowed,
      update(narrowed, answerTo('w-2', 'first', [])).state,
      update(narrowed, answerTo('w-2', 'full', [])).state,
      update(narrowed, { type: 'failed', requestId: 'w-2', text: asWritten('错', 'no') }).state,
    ];
    for (const state of states)
      for (const name of ['1', '9', 'Enter', 'ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']) {
        const event = readKey(state.open!, key(name));
        expect(event, name).not.toBeNull();
        expect(update(state, event!).effects.filter(({ type }) => type === 'accept')).toEqual([]);
      }
    // The row that is clicked leaves the keys to the text.
    const clicked = play([gapEvent('a', '今天[MASK]气'), answer, { type: 'length', to: 2 }]).state;
    for (const name of ['1', 'Enter', 'ArrowRight']) expect(readKey(clicked.open!, key(name))).toBeNull();
  });

  test('a list without a word and without a question has no keys but Escape', () => {
    const { state } = play([
      gapEvent('a', '今天[MASK]气', { by: 'asked' } as never),
      answerTo('w-1', 'full', []),
    ]);
    for (const name of ['1', 'Enter', 'ArrowDown']) expect(readKey(state.open!, key(name))).toBeNull();
    expect(readKey(state.open!, alt('Digit1'))).toBeNull();
    expect(readKey(state.open!, key('Escape'))).toEqual({ type: 'dismiss' });
  });
});

test('a word is taken only after the writer went into the list, asked for it, or used a chord', () => {
  const press = fc.constantFrom('1', '2', 'Enter', 'Tab', 'a', ' ', 'ArrowUp', 'Escape');
  const does = fc.oneof(
    { weight: 6, arbitrary: press },
    { weight: 3, arbitrary: fc.constantFrom('gap', 'typed', 'answer', 'first', 'left', 'point') },
  );
  fc.assert(
    fc.property(fc.array(does, { maxLength: 40 }), (script) => {
      let state = closed('w');
      let texts = 0;
      for (const one of script) {
        const asking = state.open?.asking ?? 'w-0';
        const event =
          one === 'gap'
            ? gapEvent('a', '今天[MASK]气')
            : one === 'typed'
              ? gapEvent('a', `今天[MASK]气${'好'.repeat(++texts % 5)}`, { by: 'typed' } as never)
              : one === 'answer' || one === 'first'
                ? answerTo(asking, one === 'first' ? 'first' : 'full', ['天', '生'])
                : one === 'left'
                  ? ({ type: 'left' } as const)
                  : one === 'point'
                    ? ({ type: 'point', row: 1 } as const)
                    : state.open &&
                      readKey(state.open, { key: one, code: '', ctrl: false, alt: false, shift: false });
        if (!event) continue;
        const { state: after, effects } = update(state, event);
        state = after;
        expect(effects.filter(({ type }) => type === 'accept')).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a gap whose word was taken back stays quiet until the writer comes back or asks', () => {
  const gap = gapEvent('a', '今天[MASK]气');
  const declined = play([{ type: 'declined', key: 'a' }, gap]);
  expect([declined.state.open, declined.effects]).toEqual([null, []]);
  expect(
    play([gapEvent('a', '今天[MASK]气', { by: 'asked' } as never)], declined.state).state.open,
  ).not.toBeNull();
  expect(play([{ type: 'left' }, gap], declined.state).state.open).not.toBeNull();
  const open = play([gap, { type: 'declined', key: 'a' }]);
  expect(open.state.open).toBeNull();
  expect(open.effects.map(({ type }) => type)).toEqual(['request', 'abort']);
});
