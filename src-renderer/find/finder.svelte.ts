import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { replaceBy } from './replace.ts';
import { around, type Match, nextFrom, queryOf, search } from './search.ts';

/** The query, its matches, and the current match. */
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

  /** Searches again; the current match is the next one from a position on, by default from the selection. */
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
    // Continues after the new text, which may contain the query.
    this.look(view.state.selection.to);
    this.#select();
  }

  /** @returns how many were replaced, 0 in a read-only document; one undo reverts all */
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
