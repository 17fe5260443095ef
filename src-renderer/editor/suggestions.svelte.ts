import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Candidate, Client, Suggestion } from '../../src-main/contract/index.ts';
import { type Bilingual, textOf } from '../ui/error-text.ts';
import type { Schedule } from './autosave.ts';
import { Feedback } from './feedback.svelte.ts';
import { contextOf, firstRunIn, type Run, runAt } from './gap-context.ts';
import { newRuns } from './mask-conversion.ts';
import { selectedWord } from './selected-word.ts';
import { Spots } from './spots.ts';
import { type Key, readKey } from './suggest-keys.ts';
import { createRequests, type Requests } from './suggest-requests.ts';
import { closed, type SuggestEffect, type SuggestEvent, type SuggestState, update } from './suggest-state.ts';
import { cleanWord, endStep, followWord, type PlacedWord, replaceByWord, stillThere } from './word-edit.ts';

export type Announcement =
  | { readonly type: 'offered'; readonly candidates: readonly Candidate[] }
  | { readonly type: 'accepted' | 'replaced' | 'inline'; readonly word: string };

export interface SuggestionsOptions {
  readonly client: Client;
  /** Whether implicit signals are kept. */
  readonly signals: () => boolean;
  /** The document that is written. */
  readonly documentId: string;
  /** Unique to this window. */
  readonly session: string;
  readonly schedule: Schedule;
  readonly onError: (text: Bilingual) => void;
  readonly onAnswer: (suggestion: Suggestion) => void;
  readonly announce: (what: Announcement) => void;
  /** A word that was taken is gone again, and this is left of its place: nothing is offered there. */
  readonly onDeclined: (place: Run) => void;
  /** Whether the document's file can hold indents of paragraphs. */
  readonly indents: () => boolean;
}

/** Milliseconds that the text around a gap must rest before it is asked about again. */
const typingDelayMs = 120;

/** The run that the caret touches or that is selected as a whole. */
function runAtCaret(doc: Node, selection: Selection): Run | null {
  if (selection instanceof NodeSelection) return firstRunIn(doc, selection);
  return selection instanceof TextSelection && selection.empty ? runAt(doc, selection.head) : null;
}

/** Milliseconds that a selection must rest: a drag is no question. */
const selectionDelayMs = 350;

/** Words that are followed, so that undoing one after another offers none of them again. */
const mostStanding = 100;

/** Whether the writer is still in the paragraph of a word. */
function isBeside(word: PlacedWord, { $head }: Selection, doc: Node): boolean {
  return word.from <= doc.content.size && doc.resolve(word.from).sameParent($head);
}

/** Ties the pure list to the document and to the client. */
export class Suggestions {
  list: SuggestState = $state.raw(closed(''));
  /** The last word that was filled in, while it stands there. */
  placed = $state.raw<PlacedWord | null>(null);
  readonly feedback: Feedback;
  readonly #options: SuggestionsOptions;
  readonly #requests: Requests;
  readonly #spots: Spots;
  /** Words that are not offered again at one gap, by its key: it stays the same through every edit around. */
  readonly #once = new Map<string, Set<string>>();
  /** The suggestion that the placed word came from. */
  #taken: string | null = null;
  /** Words that were taken, oldest first, while they stand there. */
  #standing: readonly PlacedWord[] = [];
  #editor: Editor | null = null;

  constructor(options: SuggestionsOptions) {
    const { client, documentId, session, schedule, onAnswer, onError } = options;
    this.#options = options;
    this.list = closed(session);
    this.feedback = new Feedback(client, onError);
    this.#spots = new Spots(session);
    this.#requests = createRequests(client, documentId, schedule, (event) => this.send(event), onAnswer);
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
    const { shown } = this.list.open ?? {};
    if (event.type === 'dismiss' && shown?.suggestionId && shown.candidates.length > 0) {
      this.#signal('dismissed', shown.suggestionId, shown.candidates[0]?.word ?? null);
    }
    const step = update(this.list, this.#without(event));
    const opened = step.state.open !== null && this.list.open === null;
    this.list = step.state;
    if (!this.list.open && this.feedback.judged?.place === 'list') this.feedback.close();
    if (opened) this.#endJudging();
    for (const effect of step.effects) this.#carryOut(effect);
  }

  /** ✓ and ✗ on the word that was just taken, by one key. @returns whether there was one to judge */
  judge(code: string): boolean {
    const { judged, at } = this.feedback;
    if (judged?.place !== 'text' || at.step !== 'ask') return false;
    if (code === 'KeyY') void this.feedback.right();
    else if (code === 'KeyN') this.feedback.open(judged, 'correct');
    else return false;
    return true;
  }

  /** @returns whether the list took the key. */
  takeKey(key: Key): boolean {
    const event = this.list.open && readKey(this.list.open, key);
    if (event) this.send(event);
    else if (key.key === 'Escape' && this.feedback.judged) this.feedback.close();
    else return false;
    return true;
  }

  /** Follows what one dispatch did to the document, then looks where the writer is. */
  follow(transactions: readonly Transaction[], selectionMoved: boolean, composing: boolean): void {
    const { doc, selection } = this.#state();
    if (transactions.some((one) => one.getMeta('opened'))) this.#forgetWords();
    for (const { mapping } of transactions) {
      this.#spots.follow(mapping, doc);
      if (this.placed) this.placed = followWord(this.placed, mapping);
      this.#standing = this.#standing.map((one) => followWord(one, mapping));
    }
    this.#decline(doc);
    if (this.placed && !stillThere(this.placed, doc)) this.#wordGone();
    if (this.placed && !isBeside(this.placed, selection, doc)) this.#endJudging();
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
  async submitOwn(typed: string): Promise<void> {
    const own = cleanWord(typed);
    const { judged } = this.feedback;
    const range = judged?.place === 'list' ? this.list.open?.run : this.placed;
    const given = this.feedback.wrong(own || null);
    if (own && range) {
      // From here on the judgement is about the text: the list closes with its gap.
      if (judged) this.feedback.judged = { ...judged, place: 'text' };
      this.#place(range, own);
      this.#options.announce({ type: 'replaced', word: own });
    }
    await given;
  }

  /** A word that came into the text as inline completion can be judged like any other. */
  adopt(placed: PlacedWord, suggestionId: string | null): void {
    if (!suggestionId) return;
    this.#settle();
    this.#stands(placed);
    this.#taken = suggestionId;
    this.feedback.open({ suggestionId, word: placed.word, place: 'text' });
    void this.feedback.accepted(suggestionId, placed.word);
  }

  #state() {
    if (!this.#editor) throw new Error('invariant broken: suggestions need an editor');
    return this.#editor.state;
  }

  #look(doc: Node, selection: Selection, by: 'asked' | 'typed' | 'moved', fresh: Run | null): void {
    const selected = selectedWord(doc, selection);
    if (selected) {
      this.#lookAtSelection(doc, selected, by);
      return;
    }
    const touched = runAtCaret(doc, selection);
    const open = this.list.open;
    const run = touched ?? fresh ?? (open && this.#nearby(open.key, doc, selection));
    if (!run) {
      this.send({ type: 'left' });
      return;
    }
    this.send({
      type: 'gap',
      key: this.#spots.keyOf(run),
      run,
      context: contextOf(doc, run),
      original: null,
      by,
      delayMs: by === 'typed' && !fresh ? typingDelayMs : 0,
    });
  }

  /** Better words for the selected one: the selection is the gap. */
  #lookAtSelection(
    doc: Node,
    { run, word }: { run: Run; word: string },
    by: 'asked' | 'typed' | 'moved',
  ): void {
    this.send({
      type: 'gap',
      key: `${this.#options.session}-s${run.from}-${word}`,
      run,
      context: contextOf(doc, run, undefined, 1),
      original: word,
      by,
      delayMs: by === 'asked' ? 0 : selectionDelayMs,
    });
  }

  /** Does not offer a word again: at this gap, in this document, or anywhere. */
  async never(word: string, scope: 'once' | 'document' | 'everywhere'): Promise<boolean> {
    const { client, documentId, onError } = this.#options;
    if (scope === 'once') {
      const key = this.list.open?.key ?? '';
      this.#once.set(key, new Set([...(this.#once.get(key) ?? []), word]));
      this.send({ type: 'forget', word });
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

  /** An answer without the words that the writer did not want at its gap. */
  #without(event: SuggestEvent): SuggestEvent {
    const unwanted = this.#once.get(this.list.open?.key ?? '');
    if (event.type !== 'answer' || !unwanted) return event;
    const gaps = event.suggestion.gaps.map((gap) => ({
      ...gap,
      candidates: gap.candidates.filter(({ word }) => !unwanted.has(word)),
    }));
    return { ...event, suggestion: { ...event.suggestion, gaps } };
  }

  /** The open gap stays in view while the writer goes on in its paragraph. */
  #nearby(key: string, doc: Node, selection: Selection): Run | null {
    const run = this.#spots.runOf(key, doc);
    return run && doc.resolve(run.from).parent === selection.$head.parent ? run : null;
  }

  #carryOut(effect: SuggestEffect): void {
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
    }
  }

  #accept({ run, word, suggestionId }: Extract<SuggestEffect, { type: 'accept' }>): void {
    this.#place(run, word);
    this.#options.announce({ type: 'accepted', word });
    if (!suggestionId) {
      this.feedback.close();
      return;
    }
    this.#taken = suggestionId;
    this.feedback.open({ suggestionId, word, place: 'text' });
    void this.feedback.accepted(suggestionId, word);
  }

  #place(range: Run, word: string): void {
    const editor = this.#editor;
    if (!editor) return;
    // Set after the edit, so that the edit itself does not move it.
    editor.view.dispatch(replaceByWord(editor.state, range, word));
    editor.view.dispatch(endStep(editor.state));
    this.#settle();
    this.#stands({ from: range.from, to: range.from + word.length, word });
    editor.view.focus();
  }

  /** Another document is in place. */
  #forgetWords(): void {
    this.placed = null;
    this.#standing = [];
  }

  #stands(word: PlacedWord): void {
    this.placed = word;
    this.#standing = [...this.#standing.slice(-(mostStanding - 1)), word];
  }

  /** What was taken and is taken back, by undo or by hand, is not offered there again. */
  #decline(doc: Node): void {
    const gone = this.#standing.filter((one) => !stillThere(one, doc));
    if (gone.length === 0) return;
    this.#standing = this.#standing.filter((one) => !gone.includes(one));
    for (const { from, to } of gone) {
      const place = { from: Math.min(from, to), to: Math.max(from, to) };
      this.#options.onDeclined(place);
      const run = runAt(doc, place.from);
      if (run) this.send({ type: 'declined', key: this.#spots.keyOf(run) });
    }
  }

  /** The writer works elsewhere: ✓ and ✗ on the last word do not come back. */
  #endJudging(): void {
    if (this.feedback.judged?.place === 'text' && this.feedback.at.step !== 'correct') this.feedback.close();
  }

  /** A word that still stands when the next one comes was kept. */
  #settle(): void {
    if (this.placed && this.#taken) this.#signal('kept', this.#taken, this.placed.word);
    this.#taken = null;
  }

  /** What is not said counts a little, unless the writer does not want it kept. */
  #signal(kind: 'kept' | 'changed' | 'dismissed', suggestionId: string, word: string | null): void {
    if (!this.#options.signals()) return;
    const { client } = this.#options;
    // Nothing hangs on it: a signal that is lost is not worth a message.
    void client.call('feedback.give', { suggestionId, kind, word }).catch(() => undefined);
  }

  #wordGone(): void {
    const { judged } = this.feedback;
    const said = judged?.place === 'text' && this.feedback.at.step !== 'ask';
    if (this.placed && this.#taken && !said) this.#signal('changed', this.#taken, this.placed.word);
    this.#taken = null;
    this.placed = null;
    if (this.feedback.judged?.place === 'text' && this.feedback.at.step === 'ask') this.feedback.close();
  }
}
