import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, type EditorView } from '@tiptap/pm/view';
import { blanksOf } from '../../src-main/documents/schema/gap-nodes.ts';
import { askAtBlank } from '../text/places.ts';
import { blockDecorations } from './block-decorations.ts';

/** Blanks of forms: marked quietly, asked about only when the writer says so. */

function decorationsOf(block: Node, pos: number): Decoration[] {
  return blanksOf(block).map(({ from, to }) =>
    Decoration.inline(pos + 1 + from, pos + 1 + to, { class: 'blank' }),
  );
}

function onKeyDown(view: EditorView, event: KeyboardEvent): boolean {
  const composing = view.composing || event.isComposing || event.keyCode === 229;
  if (composing || event.code !== 'Space' || !(event.ctrlKey || event.metaKey)) return false;
  const transaction = view.editable ? askAtBlank(view.state) : null;
  if (transaction) view.dispatch(transaction);
  // The key goes on to the suggestions, which it asks for: there is a gap now.
  return false;
}

export const blanksExtension = (): Extension =>
  Extension.create({
    name: 'blanks',
    // Before suggestions: the blank must be a gap when they are asked for.
    priority: 1100,
    addProseMirrorPlugins: () => [
      blockDecorations('blanks', decorationsOf),
      new Plugin({ key: new PluginKey('askAtBlank'), props: { handleKeyDown: onKeyDown } }),
    ],
  });
