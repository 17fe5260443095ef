import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { drawGhost, placeGhost } from './ghost-drawing.ts';
import { restOf } from './ghost-state.ts';
import type { Ghosts } from './ghosts.svelte.ts';
import { commandOf } from './keys.ts';

/** Class of the text box while an input method is at work: CSS hides the ghost without touching the text's nodes. */
const composingClass = 'composing';

/** Draws the ghost where it stands in the text. */
function drawing(ghosts: Ghosts): Plugin {
  let drawn: HTMLElement | null = null;

  /** Where it is in the page; one that was taken off it is done with. */
  function place(): void {
    if (drawn?.isConnected) placeGhost(drawn);
    else drawn = null;
  }

  return new Plugin({
    key: new PluginKey('ghost'),
    view({ dom }) {
      // Its lines are others in a window of another width.
      const sizes = new ResizeObserver(place);
      sizes.observe(dom);
      return { update: place, destroy: () => sizes.disconnect() };
    },
    props: {
      decorations({ doc }) {
        const { ghost } = ghosts;
        if (!ghost || ghost.pos > doc.content.size) return null;
        const $pos = doc.resolve(ghost.pos);
        if (!$pos.parent.isTextblock) return null;
        const atEnd = $pos.parentOffset === $pos.parent.content.size;
        const key = `${ghost.pos} ${atEnd} ${restOf(ghost)}`;
        const spec = { side: 1, key, ignoreSelection: true, marks: [] };
        const draw = () => {
          drawn = drawGhost(ghost, atEnd);
          return drawn;
        };
        return DecorationSet.create(doc, [Decoration.widget(ghost.pos, draw, spec)]);
      },
    },
  });
}

/** Lets the ghost see keys before the editor does, and never during composition. */
function typing(ghosts: Ghosts): Plugin {
  let composing = false;
  /** The document before an input method began. */
  let before: Node | null = null;

  return new Plugin({
    key: new PluginKey('ghostTyping'),
    props: {
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
          // One that follows at once goes on with the last one.
          before ??= view.state.doc;
          view.dom.classList.add(composingClass);
          ghosts.send({ type: 'composing', active: true });
          return false;
        },
        compositionend(view) {
          composing = false;
          // The transaction that brings the composed text comes after this event.
          setTimeout(() => {
            if (view.isDestroyed || composing || before === null) return;
            const earlier = before;
            before = null;
            view.dom.classList.remove(composingClass);
            ghosts.send({ type: 'composing', active: false });
            ghosts.composed(earlier);
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
}

/** The ghost in an editor: its drawing and its keys. */
export const ghostExtension = (ghosts: Ghosts): Extension =>
  Extension.create({
    name: 'ghost',
    // After the suggestion list's keys, before every keymap.
    priority: 900,
    addProseMirrorPlugins: () => [drawing(ghosts), typing(ghosts)],
    onTransaction({ transaction, appendedTransactions }) {
      ghosts.follow([transaction, ...appendedTransactions]);
    },
  });
