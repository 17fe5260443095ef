import type { ChainedCommands, Editor } from '@tiptap/core';

/**
 * Commands on the text, which has the keyboard from now on. TipTap's own `focus` waits for the next frame: a key until
 * then would go elsewhere, and whatever took the focus in between would lose it.
 */
export function chainInText(editor: Editor): ChainedCommands {
  editor.view.focus();
  return editor.chain();
}
