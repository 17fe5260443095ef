import { Extension } from '@tiptap/core';
import { type Command, type EditorState, NodeSelection, Plugin, PluginKey } from '@tiptap/pm/state';
import { firstLine, setParagraph } from './paragraph.ts';
import { formatOf } from './selected.ts';

/**
 * Tab stays in the text: at the start of a paragraph it indents the first line, elsewhere it inserts a tab. Lists,
 * tables and numbered paragraphs handle the key first. Escape with nothing to close, then Tab, moves the focus out of
 * the text: the way out for keyboard users.
 */

/** The indent as characters, for files without paragraph formats. */
const spaces = '　　';

const isIndented = (state: EditorState): boolean =>
  (formatOf(state.selection.$from.parent).first?.value ?? 0) > 0;

/** Whether the key applies to the paragraph and not to its text. */
function meansParagraph({ selection }: EditorState): boolean {
  const { $from, $to, empty } = selection;
  if ($from.parent.type.spec.code || selection instanceof NodeSelection) return false;
  return empty ? $from.parentOffset === 0 : !$from.sameParent($to);
}

const write =
  (text: string): Command =>
  (state, dispatch) => {
    const { selection, tr } = state;
    // A selected gap or picture is not replaced.
    const at = selection instanceof NodeSelection ? selection.to : selection.from;
    dispatch?.(tr.insertText(text, at, selection.to).scrollIntoView());
    return true;
  };

/** @param indents whether the document's file can hold indents of paragraphs */
export const tab =
  (indents: boolean): Command =>
  (state, dispatch) => {
    if (!meansParagraph(state)) return write('\t')(state, dispatch);
    if (!indents) return state.selection.empty ? write(spaces)(state, dispatch) : true;
    // A second Tab inserts a tab.
    if (state.selection.empty && isIndented(state)) return write('\t')(state, dispatch);
    return setParagraph({ first: firstLine })(state, dispatch);
  };

/** Shift+Tab removes the indent; inside a text it does nothing but keeps the focus. */
export const shiftTab =
  (indents: boolean): Command =>
  (state, dispatch) => {
    if (indents && meansParagraph(state) && isIndented(state)) setParagraph({ first: null })(state, dispatch);
    return true;
  };

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta']);

/** Whether the last key was an Escape that closed nothing, so that Tab leaves the text. */
export const escapes = (before: boolean, key: string, unclaimed: boolean): boolean =>
  modifiers.has(key) ? before : key === 'Escape' && unclaimed;

function leaving(): Plugin {
  let escaped = false;
  const forget = () => {
    escaped = false;
    return false;
  };
  return new Plugin({
    key: new PluginKey('tabKey'),
    props: {
      // Reached by keys that nothing else handled.
      handleKeyDown(_view, event) {
        escaped = escapes(escaped, event.key, true);
        return false;
      },
      handleDOMEvents: {
        keydown(_view, event) {
          const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
          // The editor must not handle the key; the browser moves the focus.
          if (escaped && plain && event.key === 'Tab') return !forget();
          escaped = escapes(escaped, event.key, false);
          return false;
        },
        // Text may come without a key: dictation, a panel of signs.
        beforeinput: forget,
        paste: forget,
        drop: forget,
        mousedown: forget,
        blur: forget,
      },
    },
  });
}

export const tabKey = (indents: () => boolean): Extension =>
  Extension.create({
    name: 'tabKey',
    // After the keymaps of lists and tables.
    priority: 40,
    addKeyboardShortcuts() {
      const { editor } = this;
      const run = (command: Command) => editor.isEditable && command(editor.state, editor.view.dispatch);
      return {
        Tab: () => run(tab(indents())),
        'Shift-Tab': () => run(shiftTab(indents())),
      };
    },
    addProseMirrorPlugins: () => [leaving()],
  });
