import { chainCommands, joinForward, selectNodeForward } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';

/**
 * Delete in an empty paragraph takes what comes after it. Where nothing does, TipTap would take the paragraph itself
 * and put the caret at the end of the one before.
 */
export const deleteInEmpty: Command = (state, dispatch, view) => {
  const { empty, $from } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.content.size > 0) return false;
  chainCommands(joinForward, selectNodeForward)(state, dispatch, view);
  return true;
};
