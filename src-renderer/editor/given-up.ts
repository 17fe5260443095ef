import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** Positions of the letters that are being composed. */
export interface Letters {
  readonly from: number;
  readonly to: number;
}

/**
 * What is missing after the letters were taken back: where they end next to a gap, Chromium deletes the gap with
 * them, or puts the caret on the other side of it. Null where exactly the letters are gone.
 */
export function afterGivingUp(before: EditorState, after: EditorState, letters: Letters): Transaction | null {
  const wanted = before.tr.delete(letters.from, letters.to).doc;
  const { tr } = after;
  const start = wanted.content.findDiffStart(tr.doc.content);
  if (start !== null) {
    const ends = wanted.content.findDiffEnd(tr.doc.content);
    if (!ends) return null;
    // The ends overlap where what is next to the loss looks like it.
    const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
    tr.replace(start, ends.b + overlap, wanted.slice(start, ends.a + overlap));
  }
  const caret = TextSelection.create(tr.doc, letters.from);
  if (start === null && caret.eq(after.selection)) return null;
  return tr.setSelection(caret).setStoredMarks(after.storedMarks);
}

/**
 * The letters that an event takes back; null where it writes some. Chromium's range of them begins before a gap that
 * stands on their left: the letters themselves say where they are.
 */
function takenBack(view: EditorView, event: InputEvent, composed: string): Letters | null {
  const [range] = event.getTargetRanges();
  if (event.inputType !== 'insertCompositionText' || event.data || !range || composed === '') return null;
  const { doc } = view.state;
  const end = view.posAtDOM(range.endContainer, range.endOffset);
  const from = end - composed.length;
  return from > 0 && doc.textBetween(from, end) === composed ? { from, to: end } : null;
}

/** A composition that is given up leaves the text and the caret as they were before it. */
export const givenUp = Extension.create({
  name: 'givenUp',
  addProseMirrorPlugins() {
    let written = '';
    let letters: Letters | null = null;
    return [
      new Plugin({
        key: new PluginKey('givenUp'),
        props: {
          handleDOMEvents: {
            beforeinput(view, event) {
              const input = event as InputEvent;
              letters = takenBack(view, input, written);
              written = input.inputType === 'insertCompositionText' ? (input.data ?? '') : '';
              return false;
            },
          },
        },
        appendTransaction(transactions, before, after) {
          const composed = transactions.some((one) => one.docChanged && one.getMeta('composition'));
          if (!letters || !composed) return null;
          const taken = letters;
          letters = null;
          return afterGivingUp(before, after, taken);
        },
      }),
    ];
  },
});
