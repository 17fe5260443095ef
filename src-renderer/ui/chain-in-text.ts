import type { ChainedCommands, Editor } from '@tiptap/core';

/**
 * A command chain that focuses the text first. TipTap's own `focus` waits for the next frame: keys until then would
 * go elsewhere, and another element could lose the focus that it took meanwhile.
 */
export function chainInText(editor: Editor): ChainedCommands {
  editor.view.focus();
  return editor.chain();
}
