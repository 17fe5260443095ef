import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import type { Candidate, Client, InlineKeys, Settings } from '../../../src-main/contract/index.ts';
import { endStep, insertWord } from '../../text/word-edit.ts';
import type { Schedule } from '../../ui/schedule.ts';
import { caretOf, mapThrough, surroundings, typedBetween, typedBy } from './caret.ts';
import { optionsOf, sameOptions } from './ghost-options.ts';
import {
  type Ending,
  type Ghost,
  type GhostEffect,
  type GhostEvent,
  type GhostState,
  silent,
  update,
  wordOf,
} from './ghost-state.ts';
import type { InlineCommand } from './keys.ts';
import type { Part } from './parts.ts';

const partOf: Readonly<Partial<Record<InlineCommand, Part>>> = {
  accept: 'whole',
  acceptPart: 'word',
  acceptCharacter: 'character',
  acceptClause: 'clause',
};

export interface GhostsOptions {
  readonly client: Client;
  readonly documentId: string;
  readonly session: string;
  readonly schedule: Schedule;
  /** Whether something else has the writer's attention. */
  readonly busy: () => boolean;
  /** All of a candidate was taken. */
  readonly onCompleted: (candidate: Candidate, suggestionId: string | null, to: number) => void;
  /** What became of a candidate that was not; `word` is what of it the writer wanted, or did not want. */
  readonly onEnded: (how: Ending, candidate: Candidate, word: string, suggestionId: string) => void;
  readonly announce: (word: string) => void;
}

/** Ties the pure state to the document, the clock and the client. */
export class Ghosts {
  /** Until when the writer wants quiet, in milliseconds since the epoch; null where they do not. */
  snoozedUntil = $state<number | null>(null);
  ghost = $state.raw<Ghost | null>(null);
  readonly #options: GhostsOptions;
  #state: GhostState;
  #settings: Settings | null = null;
  #editor: Editor | null = null;
  #cancelRest: (() => void) | null = null;
  #cancelSnooze: (() => void) | null = null;
  readonly #requests = new Map<string, AbortController>();

  constructor(options: GhostsOptions) {
    this.#options = options;
    this.#state = silent(options.session, { enabled: false, delayMs: 250, level: 'moderate' });
  }

  get keys(): InlineKeys | null {
    return this.#settings?.inlineKeys ?? null;
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  stop(): void {
    this.#editor = null;
    this.#cancelRest?.();
    this.#cancelSnooze?.();
    for (const controller of this.#requests.values()) controller.abort();
  }

  apply(settings: Settings): void {
    this.#settings = settings;
    const options = optionsOf(settings, this.snoozedUntil !== null);
    if (!sameOptions(options, this.#state.options)) this.send({ type: 'options', options });
  }

  snooze(minutes: number | null): void {
    this.#cancelSnooze?.();
    this.snoozedUntil = minutes === null ? null : Date.now() + minutes * 60_000;
    this.#cancelSnooze =
      minutes === null ? null : this.#options.schedule(minutes * 60_000, () => this.snooze(null));
    if (this.#settings) this.apply(this.#settings);
  }

  command(command: InlineCommand): boolean {
    if (!this.ghost) return false;
    const part = partOf[command];
    if (part) this.send({ type: 'accept', part });
    else if (command === 'dismiss') this.send({ type: 'dismiss' });
    else this.send({ type: 'cycle', by: command === 'next' ? 1 : -1 });
    return true;
  }

  /** Follows what one dispatch did to the document. */
  follow(transactions: readonly Transaction[]): void {
    const edited = transactions.some(({ docChanged }) => docChanged);
    if (!this.#editor || (!edited && !transactions.some(({ selectionSet }) => selectionSet))) return;
    this.send({
      type: 'changed',
      caret: this.#options.busy() ? null : caretOf(this.#editor.state),
      edited,
      head: this.#editor.state.selection.head,
      typed: typedBy(transactions),
      map: mapThrough(transactions),
    });
  }

  /**
   * Text that an input method left is a change like any other; its transactions came while it was at work.
   * @param earlier the document before it began
   */
  composed(earlier: Node): void {
    if (!this.#editor) return;
    const { state } = this.#editor;
    const edited = !state.doc.eq(earlier);
    const caret = this.#options.busy() ? null : caretOf(state);
    const typed = edited ? typedBetween(earlier, state) : null;
    this.send({ type: 'changed', caret, edited, head: state.selection.head, typed, map: (pos) => pos });
  }

  /** The writer looks elsewhere. */
  hide(): void {
    if (this.#editor) this.send({ type: 'left' });
  }

  send(event: GhostEvent): void {
    const step = update(this.#state, event);
    this.#state = step.state;
    const { phase } = step.state;
    const ghost = phase.kind === 'shown' ? phase.ghost : null;
    const changed = ghost !== this.ghost;
    this.ghost = ghost;
    for (const effect of step.effects) this.#carryOut(effect);
    if (changed) this.#redraw();
    if (changed && ghost && (event.type === 'answer' || event.type === 'cycle')) {
      this.#options.announce(wordOf(ghost));
    }
  }

  /** Decorations are drawn anew; an empty transaction is no step of the history. */
  #redraw(): void {
    const view = this.#editor?.view;
    if (view && !view.isDestroyed && !view.composing)
      view.dispatch(view.state.tr.setMeta('addToHistory', false));
  }

  #carryOut(effect: GhostEffect): void {
    switch (effect.type) {
      case 'rest':
        this.#cancelRest = this.#options.schedule(effect.ms, () =>
          this.send({ type: 'rested', token: effect.token }),
        );
        break;
      case 'cancel-rest':
        this.#cancelRest?.();
        break;
      case 'request':
        void this.#request(effect);
        break;
      case 'abort':
        this.#requests.get(effect.requestId)?.abort();
        break;
      case 'insert':
        this.#insert(effect.at, effect.text);
        break;
      case 'completed':
        this.#options.onCompleted(effect.candidate, effect.suggestionId, effect.to);
        break;
      case 'ended':
        if (effect.suggestionId)
          this.#options.onEnded(effect.how, effect.candidate, effect.word, effect.suggestionId);
        break;
    }
  }

  async #request({ requestId, caret, level }: Extract<GhostEffect, { type: 'request' }>): Promise<void> {
    if (!this.#editor) return;
    const controller = new AbortController();
    this.#requests.set(requestId, controller);
    try {
      const { client, documentId, session } = this.#options;
      const text = surroundings(this.#editor.state.doc, caret);
      const input = { requestId, ...text, gapKey: `${session}-inline`, level, documentId };
      const { candidates, suggestionId } = await client.call('suggest.next', input, {
        signal: controller.signal,
      });
      this.send({ type: 'answer', requestId, candidates, suggestionId });
    } catch {
      // Unasked help that fails stays quiet: the status bar tells how the engine is.
      this.send({ type: 'failed', requestId });
    } finally {
      this.#requests.delete(requestId);
    }
  }

  #insert(at: number, text: string): void {
    const view = this.#editor?.view;
    if (!view || text === '') return;
    view.dispatch(insertWord(view.state, at, text));
    view.dispatch(endStep(view.state));
  }
}
