import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Caret,
  type GhostEffect,
  type GhostEvent,
  type GhostState,
  restOf,
  silent,
  update,
  wordOf,
} from '../../src-renderer/editor/ghost/ghost-state.ts';
import { commandOf, nameOf } from '../../src-renderer/editor/ghost/keys.ts';

const options = { enabled: true, delayMs: 250, atLeast: 0.3 };
const keys = {
  accept: 'Tab',
  acceptPart: 'Ctrl+ArrowRight',
  next: 'Alt+]',
  previous: 'Alt+[',
  dismiss: 'Escape',
};

/**
 * A plain document with a caret, and everything outside the pure state: requests wait until the script
 * answers them, in any order; edits come back as `changed`.
 */
class Desk {
  text = '';
  caret = 0;
  state: GhostState = silent('w', options);
  rests: number[] = [];
  /** What each request was asked with. */
  asked = new Map<string, Caret>();
  open: string[] = [];
  completed: string[] = [];
  composing = false;
  #undo: { text: string; caret: number }[] = [];

  #send(event: GhostEvent): void {
    const step = update(this.state, event);
    this.state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
    this.check();
  }

  #carryOut(effect: GhostEffect): void {
    if (effect.type === 'rest') this.rests.push(effect.token);
    if (effect.type === 'request') {
      this.asked.set(effect.requestId, effect.caret);
      this.open.push(effect.requestId);
    }
    if (effect.type === 'completed') {
      expect(this.text.slice(effect.to - effect.word.length, effect.to)).toBe(effect.word);
      this.completed.push(effect.word);
    }
    if (effect.type === 'insert') {
      expect(effect.at).toBe(this.caret);
      this.insert(effect.text);
    }
  }

  #caretNow(): Caret | null {
    const { text, caret } = this;
    return { pos: caret, text: `${text.slice(0, caret)}[MASK]${text.slice(caret)}`, start: caret };
  }

  #edit(from: number, to: number, inserted: string): void {
    this.#undo.push({ text: this.text, caret: this.caret });
    this.#replace(from, to, inserted);
  }

  #replace(from: number, to: number, inserted: string): void {
    this.text = this.text.slice(0, from) + inserted + this.text.slice(to);
    this.caret = from + inserted.length;
    this.#send({
      type: 'changed',
      caret: this.#caretNow(),
      edited: true,
      typed: from === to && inserted ? { at: from, text: inserted } : null,
      map: (pos) => (pos <= from ? pos : pos < to ? null : pos + inserted.length - (to - from)),
    });
  }

  insert(text: string): void {
    this.#edit(this.caret, this.caret, text);
  }

  erase(): void {
    if (this.caret > 0) this.#edit(this.caret - 1, this.caret, '');
  }

  undo(): void {
    const last = this.#undo.pop();
    if (!last) return;
    this.#replace(0, this.text.length, last.text);
    this.caret = last.caret;
    this.#send({ type: 'changed', caret: this.#caretNow(), edited: false, typed: null, map: (pos) => pos });
  }

  move(to: number): void {
    this.caret = Math.min(to, this.text.length);
    this.#send({ type: 'changed', caret: this.#caretNow(), edited: false, typed: null, map: (pos) => pos });
  }

  compose(active: boolean): void {
    this.composing = active;
    this.#send({ type: 'composing', active });
  }

  rest(index: number): void {
    // 0 is the latest, as it is in life; the others are late.
    const token = this.rests.at(-1 - (index % Math.max(1, this.rests.length)));
    if (token !== undefined) this.#send({ type: 'rested', token });
  }

  answer(index: number, words: readonly string[], probability: number): void {
    const requestId = this.open.at(-1 - (index % Math.max(1, this.open.length)));
    if (requestId === undefined) return;
    this.open = this.open.filter((one) => one !== requestId);
    const candidates = words.map((word) => ({ word, probability }));
    this.#send({ type: 'answer', requestId, suggestionId: `s-${requestId}`, candidates });
  }

  fail(index: number): void {
    const requestId = this.open.at(-1 - (index % Math.max(1, this.open.length)));
    if (requestId !== undefined) this.#send({ type: 'failed', requestId });
  }

  press(command: 'accept' | 'accept-part' | 'dismiss'): void {
    this.#send({ type: command });
  }

  cycle(by: 1 | -1): void {
    this.#send({ type: 'cycle', by });
  }

  get ghost() {
    return this.state.phase.kind === 'shown' ? this.state.phase.ghost : null;
  }

  /** The laws that hold after every event. */
  check(): void {
    const { ghost } = this;
    if (!ghost) return;
    expect(this.composing).toBe(false);
    expect(ghost.pos).toBe(this.caret);
    expect(restOf(ghost)).not.toBe('');
    expect(wordOf(ghost).startsWith(ghost.taken)).toBe(true);
    // It answers what was asked: the text is the one it was asked with, but for its own beginning.
    const asked = this.asked.get(ghost.requestId);
    const start = ghost.pos - ghost.taken.length;
    expect(asked?.start).toBe(start);
    expect(this.text.slice(start, ghost.pos)).toBe(ghost.taken);
    expect(asked?.text).toBe(`${this.text.slice(0, start)}[MASK]${this.text.slice(ghost.pos)}`);
  }
}

const words = fc.constantFrom(['生效'], ['生效', '生成', '收到'], ['到'], []);
const late = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4));
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      text: fc.constantFrom('生', '效', '订单', '没', '，'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'erase',
        'undo',
        'accept',
        'part',
        'dismiss',
        'next',
        'previous',
        'compose',
        'composed' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), to: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rest' as const), index: late }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      index: late,
      words,
      probability: fc.constantFrom(0.9, 0.5, 0.1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), index: late }) },
);

test('under any interleaving no ghost at a wrong place, no stale answer, no lost or doubled character', () => {
  let shown = 0;
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(action, { minLength: 30, maxLength: 60 }), (script) => {
      const desk = new Desk();
      for (const one of script) {
        const { ghost, text, caret } = desk;
        if (ghost) shown++;
        switch (one.kind) {
          case 'insert':
            desk.insert(one.text);
            expect(desk.text).toBe(text.slice(0, caret) + one.text + text.slice(caret));
            break;
          case 'move':
            desk.move(one.to);
            break;
          case 'rest':
            desk.rest(one.index);
            break;
          case 'answer':
            desk.answer(one.index, one.words, one.probability);
            expect(desk.text).toBe(text);
            break;
          case 'fail':
            desk.fail(one.index);
            break;
          case 'accept': {
            desk.press('accept');
            const inserted = ghost ? restOf(ghost) : '';
            if (inserted) accepted++;
            expect(desk.text).toBe(text.slice(0, caret) + inserted + text.slice(caret));
            if (inserted) {
              desk.undo();
              expect(desk.text).toBe(text);
            }
            break;
          }
          case 'part': {
            desk.press('accept-part');
            const inserted = ghost ? ([...restOf(ghost)][0] ?? '') : '';
            expect(desk.text).toBe(text.slice(0, caret) + inserted + text.slice(caret));
            break;
          }
          case 'dismiss':
            desk.press('dismiss');
            if (ghost) expect(desk.ghost).toBeNull();
            break;
          case 'next':
          case 'previous':
            desk.cycle(one.kind === 'next' ? 1 : -1);
            break;
          case 'compose':
          case 'composed':
            desk.compose(one.kind === 'compose');
            break;
          case 'erase':
            desk.erase();
            break;
          default:
            desk.undo();
        }
      }
    }),
    { numRuns: 2000 },
  );
  // The script does reach what it is about.
  expect(shown).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(20);
});

function offered(list: readonly string[] = ['生效', '生成', '收到']): Desk {
  const desk = new Desk();
  desk.insert('订单一直没');
  desk.rest(0);
  desk.answer(0, list, 0.8);
  expect(desk.ghost).not.toBeNull();
  return desk;
}

describe('a ghost', () => {
  test('shrinks while the writer types it, and ends when it is all there', () => {
    const desk = offered();
    desk.insert('生');
    expect(desk.ghost && restOf(desk.ghost)).toBe('效');
    desk.insert('效');
    expect([desk.completed, desk.text]).toEqual([['生效'], '订单一直没生效']);
  });

  test('follows the writer to another candidate that begins the same', () => {
    const desk = offered(['生效', '收到']);
    desk.insert('收');
    expect(desk.ghost && restOf(desk.ghost)).toBe('到');
  });

  test('goes when the writer types something else', () => {
    const desk = offered();
    desk.insert('有');
    expect(desk.ghost).toBeNull();
  });

  test('is taken character by character', () => {
    const desk = offered();
    desk.press('accept-part');
    expect([desk.text, desk.ghost && restOf(desk.ghost)]).toEqual(['订单一直没生', '效']);
    desk.press('accept-part');
    expect([desk.text, desk.completed]).toEqual(['订单一直没生效', ['生效']]);
  });

  test('goes round its alternatives and keeps what was taken', () => {
    const desk = offered();
    desk.cycle(1);
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生成');
    desk.press('accept-part');
    desk.cycle(1);
    // 收到 does not begin with 生.
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生效');
  });

  test('does not come back where it was dismissed', () => {
    const desk = offered();
    desk.press('dismiss');
    desk.insert('有');
    desk.erase();
    for (let i = 0; i < desk.rests.length; i++) desk.rest(i);
    expect(desk.open).toEqual([]);
    desk.insert('有');
    desk.rest(0);
    expect(desk.open).toHaveLength(1);
  });

  test('is not shown where the model is unsure, or while an input method is at work', () => {
    const desk = new Desk();
    desk.insert('订单');
    desk.rest(0);
    desk.answer(0, ['生效'], 0.1);
    expect(desk.ghost).toBeNull();
    const other = offered();
    other.compose(true);
    expect(other.ghost).toBeNull();
    other.insert('s');
    expect(other.rests).toHaveLength(1);
  });
});

describe('keys', () => {
  const press = (key: string, change = {}) => ({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...change,
  });

  test('are named as the settings write them, whatever the layout makes of Alt', () => {
    expect(nameOf(press('Tab'))).toBe('Tab');
    expect(nameOf(press('ArrowRight', { ctrlKey: true }))).toBe('Ctrl+ArrowRight');
    expect(nameOf(press('ArrowRight', { metaKey: true }))).toBe('Ctrl+ArrowRight');
    expect(nameOf(press('Ω', { code: 'KeyZ', metaKey: true, altKey: true }))).toBe('Ctrl+Alt+Z');
    expect(nameOf(press('‘', { altKey: true, code: 'BracketRight' }))).toBe('Alt+]');
    expect(nameOf(press('j', { ctrlKey: true }))).toBe('Ctrl+J');
    expect(nameOf(press('Shift', { shiftKey: true }))).toBeNull();
  });

  test('mean a command only as they are bound', () => {
    expect(commandOf(press('Tab'), keys)).toBe('accept');
    expect(commandOf(press('Tab', { shiftKey: true }), keys)).toBeNull();
    expect(commandOf(press('Tab'), { ...keys, accept: 'Ctrl+Enter' })).toBeNull();
  });
});
