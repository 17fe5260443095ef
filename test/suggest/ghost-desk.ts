import { expect } from 'vitest';
import {
  type Ending,
  type GhostEffect,
  type GhostEvent,
  type GhostState,
  restOf,
  silent,
  update,
  wordOf,
} from '../../src-renderer/suggest/ghost/ghost-state.ts';
import type { Part } from '../../src-renderer/suggest/ghost/parts.ts';

const options = { enabled: true, delayMs: 250, level: 'moderate' } as const;
/**
 * A plain document with a caret, and everything outside the pure state: requests wait until the script
 * answers them, in any order; edits come back as `changed`.
 */
export class Desk {
  text = '';
  caret = 0;
  state: GhostState = silent('w', options);
  rests: number[] = [];
  /** The text on both sides that each request was asked with. */
  asked = new Map<string, { before: string; after: string }>();
  open: string[] = [];
  completed: string[] = [];
  ended: [how: Ending, word: string][] = [];
  /** The text and the caret before an input method began. */
  #before: { text: string; caret: number } | null = null;
  #undo: { from: number; to: number; removed: string; caret: number }[] = [];

  #send(event: GhostEvent): void {
    const step = update(this.state, event);
    this.state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
    this.check();
  }

  #carryOut(effect: GhostEffect): void {
    if (effect.type === 'rest') this.rests.push(effect.token);
    if (effect.type === 'request') {
      expect(effect.caret.pos).toBe(this.caret);
      this.asked.set(effect.requestId, this.#sides());
      this.open.push(effect.requestId);
    }
    if (effect.type === 'completed') {
      const { word } = effect.candidate;
      expect(this.text.slice(effect.to - word.length, effect.to)).toBe(word);
      this.completed.push(word);
    }
    if (effect.type === 'ended') this.ended.push([effect.how, effect.word]);
    if (effect.type === 'insert') {
      expect(effect.at).toBe(this.caret);
      this.insert(effect.text);
    }
  }

  #sides() {
    return { before: this.text.slice(0, this.caret), after: this.text.slice(this.caret) };
  }

  get composing(): boolean {
    return this.#before !== null;
  }

  #edit(from: number, to: number, inserted: string): void {
    const removed = this.text.slice(from, to);
    this.#undo.push({ from, to: from + inserted.length, removed, caret: this.caret });
    this.#replace(from, to, inserted);
  }

  #replace(from: number, to: number, inserted: string): void {
    this.text = this.text.slice(0, from) + inserted + this.text.slice(to);
    this.caret = from + inserted.length;
    this.#send({
      type: 'changed',
      caret: { pos: this.caret },
      edited: true,
      head: this.caret,
      typed: from === to && inserted ? { at: from, text: inserted } : null,
      // A position whose character on the left was deleted is gone, as ProseMirror has it.
      map: (pos) => (pos <= from ? pos : pos <= to ? null : pos + inserted.length - (to - from)),
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
    this.#replace(last.from, last.to, last.removed);
    this.move(last.caret);
  }

  move(to: number): void {
    this.caret = Math.min(to, this.text.length);
    this.#send({
      type: 'changed',
      caret: { pos: this.caret },
      edited: false,
      head: this.caret,
      typed: null,
      map: (pos) => pos,
    });
  }

  /** An input method begins and writes letters, which are no undo step. */
  compose(letters: string): void {
    this.#before ??= { text: this.text, caret: this.caret };
    const { text, caret } = this.#before;
    this.#send({ type: 'composing', active: true });
    this.#replace(caret, caret + this.text.length - text.length, letters);
  }

  /** It is done and leaves this in the place of its letters. */
  commit(chosen: string): void {
    if (!this.#before) return;
    const { text, caret } = this.#before;
    this.#replace(caret, caret + this.text.length - text.length, chosen);
    this.#before = null;
    if (chosen) this.#undo.push({ from: caret, to: caret + chosen.length, removed: '', caret });
    this.#send({ type: 'composing', active: false });
    this.#send({
      type: 'changed',
      caret: { pos: this.caret },
      edited: chosen !== '',
      head: this.caret,
      typed: chosen ? { at: caret, text: chosen } : null,
      map: (pos) => pos,
    });
  }

  leave(): void {
    this.#send({ type: 'left' });
  }

  rest(index: number): void {
    // 0 is the latest, as it is in life; the others are late.
    const token = this.rests.at(-1 - (index % Math.max(1, this.rests.length)));
    if (token !== undefined) this.#send({ type: 'rested', token });
  }

  answer(index: number, words: readonly string[]): void {
    const requestId = this.open.at(-1 - (index % Math.max(1, this.open.length)));
    if (requestId === undefined) return;
    this.open = this.open.filter((one) => one !== requestId);
    const candidates = words.map((word) => ({ word, probability: 0.8 }));
    this.#send({ type: 'answer', requestId, suggestionId: `s-${requestId}`, candidates });
  }

  fail(index: number): void {
    const requestId = this.open.at(-1 - (index % Math.max(1, this.open.length)));
    if (requestId !== undefined) this.#send({ type: 'failed', requestId });
  }

  take(part: Part): void {
    this.#send({ type: 'accept', part });
  }

  dismiss(): void {
    this.#send({ type: 'dismiss' });
  }

  /** A word of the suggestion list that stood here is gone. */
  decline(from: number, to: number): void {
    this.#send({ type: 'declined', place: { from, to } });
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
    expect(this.text.slice(start, ghost.pos)).toBe(ghost.taken);
    expect(asked).toEqual({ before: this.text.slice(0, start), after: this.text.slice(ghost.pos) });
  }
}

/** A desk with words on offer at its caret. */
export function offered(list: readonly string[] = ['生效', '生成', '收到']): Desk {
  const desk = new Desk();
  desk.insert('订单一直没');
  desk.rest(0);
  desk.answer(0, list);
  expect(desk.ghost).not.toBeNull();
  return desk;
}
