import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { report } from './current-caret.ts';

/** Chromium forgets the look of what it deleted where the caret moves, if only away and back. */
function forgetLook(writing: HTMLElement): void {
  const shown = writing.ownerDocument.getSelection();
  const { anchorNode, anchorOffset, isCollapsed } = shown ?? {};
  if (!shown || !anchorNode || !isCollapsed) return;
  shown.collapse(writing, 0);
  shown.collapse(anchorNode, anchorOffset);
}

/**
 * Text that is typed over a selection is put there by the editor, with the marks of the first character that it
 * replaces. Chromium would draw it as what was there looked, a gap's colours among it, by style attributes that the
 * security policy refuses and reports as errors. So it would draw what is written where it deleted the last character
 * of a look.
 */
export const typeOver = Extension.create({
  name: 'typeOver',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('typeOver'),
      props: {
        handleDOMEvents: {
          input(view, event) {
            const isDeletion = (event as InputEvent).inputType.startsWith('delete');
            if (isDeletion && !view.composing) forgetLook(view.dom);
            return false;
          },
          beforeinput(view, event) {
            const { inputType, data } = event as InputEvent;
            const typed = inputType === 'insertText' && data && !data.includes('\n');
            if (!typed || !view.editable || view.composing) return false;
            report(view);
            const { selection } = view.state;
            if (selection.empty || !(selection instanceof TextSelection)) return false;
            event.preventDefault();
            const { from, to } = selection;
            const insert = () => view.state.tr.insertText(data, from, to).scrollIntoView();
            const taken = view.someProp('handleTextInput', (handle) => handle(view, from, to, data, insert));
            if (!taken) view.dispatch(insert());
            return true;
          },
        },
      },
    }),
  ],
});
