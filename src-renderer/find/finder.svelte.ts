import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { replaceBy } from './replace.ts';
import { around, type Match, nextFrom, queryOf, search } from './search.ts';

/** What is looked for, where it stands, and which of the places is meant. */
export class Finder {
  open = $state(false);
  query = $state('');
  replacement = $state('');
  matchCase = $state(false);
  foldWidth = $state(true);
  matches = $state.raw<readonly Match[]>([]);
  current = $state(-1);
  #editor: Editor | null = null;

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  show(): void {
    const { state } = this.#editor ?? {};
    this.query = (state && queryOf(state.doc, state.selection)) ?? this.query;
    this.open = true;
    this.look();
  }

  close(): void {
    this.open = false;
    this.matches = [];
    this.current = -1;
    this.#redraw();
    this.#editor?.view.focus();
  }

  /** Looks again; the match that is meant is the next one from a position on, by default from the selection on. */
  look(from?: number): void {
    const { state } = this.#editor ?? {};
    if (!state || !this.open) return;
    this.matches = search(state.doc, this.query, { matchCase: this.matchCase, foldWidth: this.foldWidth });
    this.current = nextFrom(this.matches, from ?? state.selection.from);
    this.#redraw();
  }

  go(by: 1 | -1): void {
    this.current = around(this.current + by, this.matches.length);
    this.#select();
  }

  replace(): void {
    const match = this.matches[this.current];
    const view = this.#editor?.view;
    if (!match || !view) return;
    this.#select();
    view.dispatch(replaceBy(view.state, [match], this.replacement));
    // After the new text, which may read as the query does.
    this.look(view.state.selection.to);
    this.#select();
  }

  /** @returns how many were replaced, none in a document that may not be edited; one undo takes them all back */
  replaceAll(): number {
    const view = this.#editor?.view;
    const { matches } = this;
    if (!view || matches.length === 0) return 0;
    const before = view.state.doc;
    view.dispatch(replaceBy(view.state, matches, this.replacement));
    this.look();
    return view.state.doc === before ? 0 : matches.length;
  }

  #select(): void {
    const match = this.matches[this.current];
    const view = this.#editor?.view;
    if (!match || !view) return;
    const selection = TextSelection.create(view.state.doc, match.from, match.to);
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
  }

  #redraw(): void {
    const view = this.#editor?.view;
    if (view && !view.isDestroyed) view.dispatch(view.state.tr.setMeta('addToHistory', false));
  }
}
