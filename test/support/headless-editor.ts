import type { Editor } from '@tiptap/core';
import { history, redo, undo } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { EditorState, type Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';

export const schema = documentSchema();

/** Paragraphs of text, in which `_` is a gap. */
export function documentOf(...paragraphs: string[]): Node {
  const inline = (text: string) =>
    [...text.matchAll(/_|[^_]+/g)].map(([part]) =>
      part === '_' ? schema.node('gap', null, []) : schema.text(part),
    );
  return schema.node(
    'doc',
    null,
    paragraphs.map((text) => schema.node('paragraph', null, inline(text))),
  );
}

/** An editor's state with what the interface's classes use of its view, without a page. */
export class HeadlessEditor {
  state: EditorState;
  isDestroyed = false;
  focused = 0;
  /** Called after each dispatch, as the editor's extensions are. */
  onTransactions: (all: readonly Transaction[], selectionMoved: boolean) => void = () => undefined;

  constructor(doc: Node, plugins: readonly Plugin[] = []) {
    this.state = EditorState.create({ doc, plugins: [history(), ...plugins] });
  }

  /** For the classes that take an editor. */
  get editor(): Editor {
    return this as unknown as Editor;
  }

  get isEmpty(): boolean {
    return this.text === '';
  }

  get view(): this {
    return this;
  }

  blurred = 0;
  readonly dom = { blur: () => this.blurred++ };

  readonly composing = false;
  readonly schema = schema;

  dispatch(transaction: Transaction): void {
    const { state, transactions } = this.state.applyTransaction(transaction);
    this.state = state;
    this.onTransactions(
      transactions,
      transactions.some((one) => one.selectionSet),
    );
  }

  updateState(state: EditorState): void {
    this.state = state;
  }

  focus(): void {
    this.focused++;
  }

  getJSON() {
    return this.state.doc.toJSON();
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  registerPlugin(plugin: Plugin): void {
    this.state = this.state.reconfigure({ plugins: [...this.state.plugins, plugin] });
  }

  /** The text, a paragraph a line; `_` is a gap. */
  get text(): string {
    return this.state.doc.textBetween(0, this.state.doc.content.size, '\n', '_');
  }

  type(text: string, at = this.state.selection.from): void {
    this.dispatch(this.state.tr.insertText(text, at));
  }

  erase(from: number, to: number): void {
    this.dispatch(this.state.tr.delete(from, to));
  }

  select(from: number, to = from): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, from, to)));
  }

  undo(): void {
    undo(this.state, (transaction) => this.dispatch(transaction));
  }

  redo(): void {
    redo(this.state, (transaction) => this.dispatch(transaction));
  }
}
