import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { Selection, Transaction } from '@tiptap/pm/state';
import type { Candidate, Client, FeedbackKind, Suggestion } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { type GapRun, runAt } from '../text/gap-context.ts';
import { newRuns } from '../text/mask-conversion.ts';
import { Spots } from '../text/spots.ts';
import { cleanWord, endStep, type PlacedWord, replaceByWord } from '../text/word-edit.ts';
import { textOf } from '../ui/error-text.ts';
import type { Schedule } from '../ui/schedule.ts';
import { Feedback } from './feedback.svelte.ts';
import { isSaid } from './feedback-state.ts';
import type { Ending } from './ghost/ghost-state.ts';
import { type Looked, look } from './look.ts';
import { isPhrase } from './origin.ts';
import { type Key, readKey } from './suggest-keys.ts';
import { createRequests, type Requests } from './suggest-requests.ts';
import {
  closed,
  type SuggestEffect,
  type SuggestEvent,
  type SuggestState,
  turnOf,
  update,
} from './suggest-state.ts';
import {
  noWords,
  type TakenEffect,
  type TakenEvent,
  type TakenWords,
  update as updateWords,
} from './taken-words.ts';

export type Announcement =
  | { readonly type: 'offered'; readonly candidates: readonly Candidate[] }
  | { readonly type: 'accepted' | 'replaced' | 'inline'; readonly word: string };

interface Signal {
  readonly kind: FeedbackKind;
  readonly suggestionId: string;
  readonly word: string | null;
}

export interface SuggestionsOptions {
  readonly client: Client;
  /** Whether implicit signals are kept. */
  readonly signals: () => boolean;
  /** Whether the list opens by itself at a selected word. */
  readonly selectionOpens: () => boolean;
  /** The document that is written. */
  readonly documentId: string;
  /** Unique to this window. */
  readonly session: string;
  readonly schedule: Schedule;
  readonly onError: (text: Message) => void;
  readonly onAnswer: (suggestion: Suggestion) => void;
  readonly announce: (what: Announcement) => void;
  /** A word that was taken is gone again, and this is left of its place: nothing is offered there. */
  readonly onDeclined: (place: GapRun) => void;
  /** Whether the document's file can hold indents of paragraphs. */
  readonly indents: () => boolean;
}

/** Ties the list, the words that were taken and the judgement of them to the document and to the client. */
export class Suggestions {
  list: SuggestState = $state.raw(closed(''));
  #words: TakenWords = $state.raw(noWords);
  readonly feedback: Feedback;
  readonly #options: SuggestionsOptions;
  readonly #requests: Requests;
  readonly #spots: Spots;
  #editor: Editor | null = null;

  constructor(options: SuggestionsOptions) {
    const { client, documentId, session, schedule, onAnswer, onError } = options;
    this.#options = options;
    this.list = closed(session);
    this.feedback = new Feedback(client, onError);
    this.#spots = new Spots(session);
    this.#requests = createRequests(client, documentId, schedule, (event) => this.send(event), onAnswer);
  }

  /** The last word that was filled in, while it stands there. */
  get placed(): PlacedWord | null {
    return this.#words.placed;
  }

  /** Whether the document's file can hold indents of paragraphs. */
  get indents(): boolean {
    return this.#options.indents();
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  stop(): void {
    this.#requests.stop();
    this.#editor = null;
  }

  send(event: SuggestEvent): void {
    const { state, effects } = update(this.list, event);
    const turn = turnOf(this.list, state);
    this.list = state;
    if (turn === 'closed') this.feedback.send({ type: 'list-closed' });
    if (turn === 'opened') this.feedback.send({ type: 'elsewhere' });
    for (const effect of effects) this.#carryOut(effect);
  }

  /** @returns whether the list or the bar took the key. */
  takeKey(key: Key): boolean {
    const event = this.list.open && readKey(this.list.open, key);
    if (event) this.send(event);
    else if (key.key === 'Escape' && this.feedback.judged) this.feedback.send({ type: 'close' });
    else return false;
    return true;
  }

  /** Follows what one dispatch did to the document, then looks where the writer is. */
  follow(transactions: readonly Transaction[], selectionMoved: boolean, composing: boolean): void {
    const { doc, selection } = this.#state();
    const mappings = transactions.map(({ mapping }) => mapping);
    this.#spots.follow(mappings, doc);
    if (transactions.some((one) => one.getMeta('opened'))) this.#sendWords({ type: 'forget' });
    this.#sendWords({ type: 'followed', mappings, doc, selection, said: isSaid(this.feedback.state) });
    if (composing) return;
    const changed = transactions.some((one) => one.docChanged);
    if (changed || selectionMoved)
      this.#look(doc, selection, changed ? 'typed' : 'moved', newRuns(transactions, doc)[0] ?? null);
  }

  /** Looks again after an input method is done, or when the writer asks for a closed list. */
  lookAgain(reopen = false): void {
    const { doc, selection } = this.#state();
    if (reopen) this.send({ type: 'left' });
    this.#look(doc, selection, reopen ? 'asked' : 'typed', null);
  }

  /** The writer's own word, in place of the gap or of the word that was taken; one undo step. */
  submitOwn(typed: string): void {
    const own = cleanWord(typed);
    const range = this.feedback.judged?.place === 'list' ? this.list.open?.run : this.placed;
    // A second Enter while the first one is under way is no second word.
    if (!this.feedback.send({ type: 'wrong', own: own || null }) || !own || !range) return;
    // From here on the judgement is about the text: the list closes with its gap.
    this.feedback.send({ type: 'filled' });
    this.#place(range, own, null);
    this.#options.announce({ type: 'replaced', word: own });
  }

  /**
   * A word that came into the text as inline completion can be judged like any other. A phrase counts as taken and is
   * not asked about: one comes every line or two.
   * @param to where it ends
   */
  adopt(candidate: Candidate, suggestionId: string | null, to: number): void {
    if (!suggestionId) return;
    const { word } = candidate;
    this.#sendWords({ type: 'taken', word: { from: to - word.length, to, word }, suggestionId });
    if (isPhrase(candidate)) {
      this.feedback.send({ type: 'close' });
      void this.feedback.accepted(suggestionId, word);
    } else this.#ask(word, suggestionId);
  }

  /** What became of an inline completion that was not taken as a whole. */
  ended(how: Ending, candidate: Candidate, word: string, suggestionId: string): void {
    if (how === 'typed') this.#signal({ kind: 'kept', suggestionId, word });
    else if (how === 'dismissed') this.#signal({ kind: 'dismissed', suggestionId, word });
    // A part of a word is no answer to what belongs there.
    else if (isPhrase(candidate)) this.#signal({ kind: 'accepted', suggestionId, word });
  }

  /** Another document is in place: what was said of the old one is over. */
  forget(): void {
    this.send({ type: 'left' });
    this.feedback.send({ type: 'close' });
    this.#sendWords({ type: 'forget' });
  }

  /** Does not offer a word again: at this gap, in this document, or anywhere. */
  async never(word: string, scope: 'once' | 'document' | 'everywhere'): Promise<boolean> {
    const { client, documentId, onError } = this.#options;
    if (scope === 'once') {
      this.send({ type: 'refuse', word });
      return true;
    }
    try {
      await client.call('never.add', scope === 'document' ? { word, scope, documentId } : { word, scope });
    } catch (error) {
      onError(textOf(error));
      return false;
    }
    this.send({ type: 'forget', word });
    return true;
  }

  #state() {
    if (!this.#editor) throw new Error('invariant broken: suggestions need an editor');
    return this.#editor.state;
  }

  #look(doc: Node, selection: Selection, by: Looked['by'], fresh: GapRun | null): void {
    const { session } = this.#options;
    const openKey = this.list.open?.key ?? null;
    const selectionOpens = this.#options.selectionOpens();
    this.send(look({ doc, selection, by, fresh, openKey, session, selectionOpens }, this.#spots));
  }

  #sendWords(event: TakenEvent): void {
    const { state, effects } = updateWords(this.#words, event);
    this.#words = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: SuggestEffect | TakenEffect): void {
    switch (effect.type) {
      case 'request':
        this.#requests.request(effect);
        break;
      case 'abort':
        this.#requests.abort(effect.requestId);
        break;
      case 'announce':
        this.#options.announce({ type: 'offered', candidates: effect.candidates });
        break;
      case 'accept':
        this.#accept(effect);
        break;
      case 'signal':
        this.#signal(effect);
        break;
      case 'declined':
        this.#declined(effect.place);
        break;
      case 'word-gone':
      case 'elsewhere':
        this.feedback.send(effect);
    }
  }

  #accept({ run, word, suggestionId }: Extract<SuggestEffect, { type: 'accept' }>): void {
    this.#place(run, word, suggestionId);
    this.#options.announce({ type: 'accepted', word });
    if (suggestionId) this.#ask(word, suggestionId);
    else this.feedback.send({ type: 'close' });
  }

  /** The word can be judged; that it was taken is told at once. */
  #ask(word: string, suggestionId: string): void {
    this.feedback.send({ type: 'open', judged: { suggestionId, word, place: 'text' }, step: 'ask' });
    void this.feedback.accepted(suggestionId, word);
  }

  #place({ from, to }: GapRun, word: string, suggestionId: string | null): void {
    const editor = this.#editor;
    if (!editor) return;
    editor.view.dispatch(replaceByWord(editor.state, { from, to }, word));
    editor.view.dispatch(endStep(editor.state));
    // After the edit, so that the edit itself does not move it.
    this.#sendWords({ type: 'taken', word: { from, to: from + word.length, word }, suggestionId });
    editor.view.focus();
  }

  /** What was taken back is not offered there again. */
  #declined(place: GapRun): void {
    this.#options.onDeclined(place);
    const run = runAt(this.#state().doc, place.from);
    if (run) this.send({ type: 'declined', key: this.#spots.keyOf(run) });
  }

  /** What is not said counts a little, unless the writer does not want it kept. */
  #signal({ kind, suggestionId, word }: Signal): void {
    if (!this.#options.signals()) return;
    const { client } = this.#options;
    // Nothing hangs on it: a signal that is lost is not worth a message.
    void client.call('feedback.give', { suggestionId, kind, word }).catch(() => undefined);
  }
}
