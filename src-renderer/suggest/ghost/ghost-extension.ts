import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { type Ghost, restOf } from './ghost-state.ts';
import type { Ghosts } from './ghosts.svelte.ts';
import { commandOf } from './keys.ts';

/** Class of the text box while an input method is at work: CSS hides the ghost without touching the text's nodes. */
const composingClass = 'composing';

/**
 * The word is content of a style, not of the document: it cannot be selected, copied, saved or read
 * as text. It hangs from a point of no width, so that nothing moves.
 */
function widget(ghost: Ghost, atEnd: boolean): HTMLElement {
  const anchor = document.createElement('span');
  anchor.className = atEnd ? 'ghost' : 'ghost above';
  anchor.dataset.text = restOf(ghost);
  anchor.dataset.testid = 'ghost';
  anchor.setAttribute('aria-hidden', 'true');
  return anchor;
}

/** Shows the ghost and lets it see keys before the editor does, and never during composition. */
export function ghostExtension(ghosts: Ghosts): Extension {
  let composing = false;
  /** The document before an input method began. */
  let before: Node | null = null;

  const plugin = new Plugin({
    key: new PluginKey('ghost'),
    props: {
      decorations({ doc }) {
        const { ghost } = ghosts;
        if (!ghost || ghost.pos > doc.content.size) return null;
        const $pos = doc.resolve(ghost.pos);
        if (!$pos.parent.isTextblock) return null;
        const atEnd = $pos.parentOffset === $pos.parent.content.size;
        const key = `${ghost.pos} ${atEnd} ${restOf(ghost)}`;
        const spec = { side: 1, key, ignoreSelection: true, marks: [] };
        return DecorationSet.create(doc, [Decoration.widget(ghost.pos, () => widget(ghost, atEnd), spec)]);
      },
      handleKeyDown(view: EditorView, event: KeyboardEvent) {
        // 229 comes before the composition that it begins.
        if (event.keyCode === 229) view.dom.classList.add(composingClass);
        if (composing || view.composing || event.isComposing || event.keyCode === 229) return false;
        view.dom.classList.remove(composingClass);
        const command = ghosts.ghost && ghosts.keys ? commandOf(event, ghosts.keys) : null;
        return command !== null && ghosts.command(command);
      },
      handleDOMEvents: {
        compositionstart(view) {
          composing = true;
          before = view.state.doc;
          view.dom.classList.add(composingClass);
          ghosts.send({ type: 'composing', active: true });
          return false;
        },
        compositionend(view) {
          composing = false;
          // The transaction that brings the composed text comes after this event.
          setTimeout(() => {
            if (view.isDestroyed || composing) return;
            view.dom.classList.remove(composingClass);
            ghosts.send({ type: 'composing', active: false });
            ghosts.composed(before === null || !view.state.doc.eq(before));
          }, 30);
          return false;
        },
        blur() {
          // Not at once: the text box may be leaving the page, in the middle of an update of it.
          queueMicrotask(() => ghosts.hide());
          return false;
        },
      },
    },
  });

  return Extension.create({
    name: 'ghost',
    // After the suggestion list's keys, before every keymap.
    priority: 900,
    addProseMirrorPlugins: () => [plugin],
    onTransaction({ transaction, appendedTransactions }) {
      ghosts.follow([transaction, ...appendedTransactions]);
    },
  });
}
