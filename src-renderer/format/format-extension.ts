import { type Editor, Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { isOthers } from '../draft/rebase.ts';
import { labelsPlugin } from '../look/labels.ts';
import { tabStopsPlugin } from '../look/tab-stops.ts';
import { act, actions, type Formatting } from './actions.ts';
import { adoptForeign, adoptIn, adoptPasted } from './adopt.ts';
import { deleteInEmpty } from './delete.ts';
import { backspace, enter, marksForEmpty } from './enter.ts';
import { tabAtStart } from './numbering.ts';

/** Formatting keys, and automatic formatting in a document with styles. */

/** `Ctrl+Shift+=` as ProseMirror's keymaps write it. */
const forKeymap = (key: string): string =>
  key
    .split('+')
    .map((part) => (part === 'Ctrl' ? 'Mod' : part.length === 1 ? part.toLowerCase() : part))
    .join('-');

/**
 * Formatting keys never reach the browser, which would reload, zoom or leave the text. In Markdown, which has no
 * alignment, Ctrl+E remains the key of code.
 */
function keysOf(editor: () => Editor, formatting: () => Formatting) {
  return Object.fromEntries(
    actions.flatMap(({ id, key }) => {
      if (!key) return [];
      const run = () => act(editor(), formatting(), id) || key !== 'Ctrl+E' || !formatting().can.emphasis;
      return [[forKeymap(key), run]];
    }),
  );
}

/** Text typed into an empty paragraph takes the look of its style. */
const emptyParagraphs = new Plugin({
  key: new PluginKey('emptyParagraphs'),
  appendTransaction(transactions, _before, state) {
    if (!transactions.some(({ selectionSet, docChanged }) => selectionSet || docChanged)) return null;
    const marks = marksForEmpty(state);
    return marks && state.tr.setStoredMarks(marks);
  },
});

/** In .docx and plain text files `1. ` and `**` stay text: Markdown's shorthand is off. */
const withoutShorthand = (formatting: () => Formatting) =>
  new Plugin({
    key: new PluginKey('withoutShorthand'),
    props: {
      handleTextInput(view, _from, _to, _text, insert) {
        const { sheet, can } = formatting();
        if (sheet === null && can.emphasis) return false;
        view.dispatch(insert());
        return true;
      },
    },
  });

/** Milliseconds after which ProseMirror has read the text of a finished composition. */
const settled = 50;

/**
 * Pasted text, and text of commands without styles, takes the look of the file's text; text of a composition after it
 * ended.
 */
const adopting = (formatting: () => Formatting) =>
  new Plugin({
    key: new PluginKey('adopting'),
    props: {
      transformPasted: (slice, { state }) =>
        adoptPasted(slice, state.selection.$from.parent, formatting().sheet),
      handleDOMEvents: {
        compositionend(view) {
          setTimeout(() => {
            if (view.isDestroyed || view.composing) return;
            const { $from, $to } = view.state.selection;
            const adopted = adoptIn([{ from: $from.start(), to: $to.end() }], view.state, formatting().sheet);
            if (adopted) view.dispatch(adopted);
          }, settled);
          return false;
        },
      },
    },
    appendTransaction(transactions, _before, state) {
      const changed = transactions.some((one) => one.docChanged && !isOthers(one));
      return changed ? adoptForeign(transactions, state, formatting().sheet) : null;
    },
  });

const heldKey = new PluginKey<boolean>('heldSelection');

/** Keeps the selection visible while a toolbar box or a dialog has the focus. */
const heldSelection = new Plugin<boolean>({
  key: heldKey,
  state: {
    init: () => false,
    apply: (tr, held) => (tr.getMeta(heldKey) as boolean | undefined) ?? held,
  },
  props: {
    decorations(state) {
      const { from, to, empty } = state.selection;
      if (empty || !heldKey.getState(state)) return null;
      return DecorationSet.create(state.doc, [Decoration.inline(from, to, { class: 'held' })]);
    },
    handleDOMEvents: {
      blur(view, event) {
        const to = (event as FocusEvent).relatedTarget;
        if (to instanceof Element && to.closest('[role=toolbar], dialog'))
          view.dispatch(view.state.tr.setMeta(heldKey, true));
        return false;
      },
      focus(view) {
        if (heldKey.getState(view.state)) view.dispatch(view.state.tr.setMeta(heldKey, false));
        return false;
      },
    },
  },
});

/** @param formatting the present styles and abilities of the document */
export const formatExtension = (formatting: () => Formatting): Extension =>
  Extension.create({
    name: 'formatting',
    // Before the keymaps of lists, headings and marks; after suggestions and ghosts.
    priority: 500,
    addKeyboardShortcuts() {
      const { editor } = this;
      return {
        ...keysOf(() => editor, formatting),
        Enter: () => enter(formatting().sheet)(editor.state, editor.view.dispatch),
        Tab: () => editor.isEditable && tabAtStart(formatting().sheet, 1)(editor.state, editor.view.dispatch),
        'Shift-Tab': () =>
          editor.isEditable && tabAtStart(formatting().sheet, -1)(editor.state, editor.view.dispatch),
        Backspace: () => backspace(formatting().sheet)(editor.state, editor.view.dispatch),
        Delete: () => deleteInEmpty(editor.state, editor.view.dispatch, editor.view),
        'Mod-Delete': () => deleteInEmpty(editor.state, editor.view.dispatch, editor.view),
      };
    },
    addProseMirrorPlugins() {
      return [
        withoutShorthand(formatting),
        emptyParagraphs,
        adopting(formatting),
        heldSelection,
        labelsPlugin(() => formatting().sheet),
        tabStopsPlugin(() => formatting().sheet),
      ];
    },
  });
