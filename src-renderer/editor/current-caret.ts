import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';

/**
 * A key acts where the browser shows the caret. The browser reports a caret that it moved by an event of its own, and
 * where the page is busy the next key comes before that event: End and Enter would split the paragraph where the caret
 * was before End. The event is sent ahead of every key, so that ProseMirror reads the caret first.
 */
export const currentCaret = Extension.create({
  name: 'currentCaret',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('currentCaret'),
      props: {
        handleDOMEvents: {
          keydown(view, event) {
            // What is being composed is the input method's until it ends.
            const composes = view.composing || event.isComposing || event.key === 'Process';
            if (!composes) view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));
            return false;
          },
        },
      },
    }),
  ],
});
