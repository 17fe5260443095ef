import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { report } from './current-caret.ts';

/**
 * Text that is typed over a selection is put there by the editor, with the marks of the first character that it
 * replaces. Chromium would draw it as what was there looked, a gap's colours among it, by style attributes that the
 * security policy refuses and reports as errors.
 */
export const typeOver = Extension.create({
  name: 'typeOver',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('typeOver'),
      props: {
        handleDOMEvents: {
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
