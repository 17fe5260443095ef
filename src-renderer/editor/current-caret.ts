import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** Has ProseMirror read the selection that the browser shows. */
export const report = (view: EditorView) =>
  view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));

/** Takes the caret at the beginning of the text over, where the browser shows it there. */
function readStart(view: EditorView): void {
  const { focusNode, focusOffset, isCollapsed } = view.dom.ownerDocument.getSelection() ?? {};
  if (!focusNode || !isCollapsed || !view.hasFocus() || view.composing || !view.dom.contains(focusNode))
    return;
  const start = Selection.atStart(view.state.doc);
  if (view.state.selection.eq(start) || view.posAtDOM(focusNode, focusOffset ?? 0) !== start.from) return;
  view.dispatch(view.state.tr.setSelection(start).scrollIntoView());
}

const movesCaret = /^(?:Arrow|Home$|End$|Page)/;

/**
 * A key acts where the browser shows the caret. The browser reports a caret that it moved by an event of its own, and
 * where the page is busy the next key comes before that event: End and Enter would split the paragraph where the caret
 * was before End. The event is sent ahead of every key, so that ProseMirror reads the caret first; and, behind a key
 * that moves the caret, ahead of a change from elsewhere, which would put the caret back where it was.
 *
 * For 200 ms after the focus came, ProseMirror takes a caret at the beginning for one that the browser lost, and puts
 * it back. Once a key was pressed, a caret there is the writer's.
 */
export const currentCaret = Extension.create<Record<string, never>, { unreported: boolean }>({
  name: 'currentCaret',
  addStorage: () => ({ unreported: false }),
  dispatchTransaction({ transaction, next }) {
    const { storage, editor } = this;
    // What is being composed is the input method's until it ends.
    if (storage.unreported && !transaction.selectionSet && !editor.view.composing) {
      storage.unreported = false;
      const before = editor.state.selection;
      report(editor.view);
      const now = editor.state.selection;
      if (now !== before) transaction.setSelection(now.map(transaction.doc, transaction.mapping));
    }
    next(transaction);
  },
  addProseMirrorPlugins() {
    const { storage } = this;
    let keyed = false;
    return [
      new Plugin({
        key: new PluginKey('currentCaret'),
        view(view) {
          const page = view.dom.ownerDocument;
          const read = () => {
            storage.unreported = false;
            if (keyed) readStart(view);
          };
          // Ahead of ProseMirror's own listener.
          page.addEventListener('selectionchange', read, true);
          return { destroy: () => page.removeEventListener('selectionchange', read, true) };
        },
        props: {
          handleDOMEvents: {
            focus() {
              keyed = false;
              return false;
            },
            keydown(view, event) {
              // What is being composed is the input method's until it ends.
              const composes = view.composing || event.isComposing || event.key === 'Process';
              if (composes) return false;
              report(view);
              keyed = true;
              storage.unreported = movesCaret.test(event.key);
              return false;
            },
          },
        },
      }),
    ];
  },
});
