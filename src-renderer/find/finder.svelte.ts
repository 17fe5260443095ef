import type { Editor } from '@tiptap/core';
import { Extension } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { type Match, nextFrom, search } from './search.ts';

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
    if (state && !state.selection.empty) {
      const { from, to } = state.selection;
      const selected = state.doc.textBetween(from, to, '\n');
      if (!selected.includes('\n') && selected.length <= 100) this.query = selected;
    }
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

  /** Looks again; the place that is meant stays where the caret is. */
  look(): void {
    const { state } = this.#editor ?? {};
    if (!state || !this.open) return;
    this.matches = search(state.doc, this.query, { matchCase: this.matchCase, foldWidth: this.foldWidth });
    this.current = nextFrom(this.matches, state.selection.from);
    this.#redraw();
  }

  go(by: 1 | -1): void {
    const count = this.matches.length;
    if (count === 0) return;
    this.current = (this.current + by + count) % count;
    this.#select();
  }

  replace(): void {
    const match = this.matches[this.current];
    const view = this.#editor?.view;
    if (!match || !view) return;
    view.dispatch(this.#put(closeHistory(view.state.tr), match));
    this.look();
    this.#select();
  }

  /** @returns how many were replaced; one undo takes them all back */
  replaceAll(): number {
    const view = this.#editor?.view;
    const { matches } = this;
    if (!view || matches.length === 0) return 0;
    const transaction = closeHistory(view.state.tr);
    // From the end, so that earlier positions stay true.
    for (const match of matches.toReversed()) this.#put(transaction, match);
    view.dispatch(transaction);
    this.look();
    return matches.length;
  }

  #put(transaction: ReturnType<typeof closeHistory>, { from, to }: Match) {
    const { schema } = transaction.doc.type;
    const marks = transaction.doc.nodeAt(from)?.marks ?? [];
    return this.replacement === ''
      ? transaction.delete(from, to)
      : transaction.replaceWith(from, to, schema.text(this.replacement, marks));
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

/** Marks what was found. */
export function findExtension(finder: Finder): Extension {
  const plugin = new Plugin({
    key: new PluginKey('find'),
    props: {
      decorations({ doc }) {
        if (!finder.open || finder.matches.length === 0) return null;
        const inside = finder.matches.filter(({ to }) => to <= doc.content.size);
        return DecorationSet.create(
          doc,
          inside.map(({ from, to }, i) =>
            Decoration.inline(from, to, { class: i === finder.current ? 'found current' : 'found' }),
          ),
        );
      },
    },
  });
  return Extension.create({
    name: 'find',
    addProseMirrorPlugins: () => [plugin],
    onUpdate: () => finder.look(),
  });
}
