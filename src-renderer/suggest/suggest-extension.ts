import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { tabKey } from '../format/tab-key.ts';
import { gapName } from '../text/gap-context.ts';
import type { Suggestions } from './suggestions.svelte.ts';

/** Safari and Chromium report the key that ends a composition right after it. */
const settleMs = 30;

/** Whether an input method is at work, or was a moment ago. */
class Composition {
  #isActive = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  get isActive(): boolean {
    return this.#isActive;
  }

  begin(): void {
    clearTimeout(this.#settling);
    this.#isActive = true;
  }

  /** @param settled called once the key that ended it has been reported */
  end(settled: () => void): void {
    this.#settling = setTimeout(() => {
      this.settle();
      settled();
    }, settleMs);
  }

  /** Waits for no key any more. */
  settle(): void {
    clearTimeout(this.#settling);
    this.#isActive = false;
  }
}

function onKeyDown(
  suggestions: Suggestions,
  composition: Composition,
  view: EditorView,
  event: KeyboardEvent,
): boolean {
  // Chromium's keyCode 229 stands for a key that an input method took.
  if (view.composing || event.isComposing || event.keyCode === 229) return false;
  const { key, code, altKey: alt, shiftKey: shift } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && code === 'Space') {
    // A chord ends no composition, and the look that waits for one would take the writer out of the list again.
    composition.settle();
    suggestions.lookAgain(true);
    return true;
  }
  if (composition.isActive) return false;
  if (alt && !ctrl && suggestions.feedback.takeKey(code)) return true;
  return suggestions.takeKey({ key, code, ctrl, alt, shift });
}

/** Lets the suggestion list see keys before the editor does, and never during composition. */
export function suggestExtension(suggestions: Suggestions): Extension {
  const composition = new Composition();
  const plugin = new Plugin({
    key: new PluginKey('suggestions'),
    props: {
      handleKeyDown: (view, event) => onKeyDown(suggestions, composition, view, event),
      handleClickOn(_view, _pos, node) {
        // After the click has selected the chip.
        if (node.type.name === gapName && !suggestions.list.open)
          setTimeout(() => suggestions.lookAgain(true));
        return false;
      },
      handleDOMEvents: {
        compositionstart() {
          composition.begin();
          return false;
        },
        compositionend(view) {
          composition.end(() => {
            if (!view.isDestroyed) suggestions.lookAgain();
          });
          return false;
        },
      },
    },
  });

  return Extension.create({
    name: 'suggestions',
    // Before the keymaps of the other extensions.
    priority: 1000,
    addExtensions: () => [tabKey(() => suggestions.indents)],
    addProseMirrorPlugins: () => [plugin],
    onTransaction({ editor, transaction, appendedTransactions }) {
      const all = [transaction, ...appendedTransactions];
      const moved = all.some((one) => one.selectionSet);
      suggestions.follow(all, moved, composition.isActive || editor.view.composing);
    },
  });
}
