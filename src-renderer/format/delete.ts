import { chainCommands, joinForward, selectNodeForward } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';

/**
 * Delete in an empty paragraph deletes what follows. Where nothing follows, TipTap would delete the paragraph itself
 * and move the caret to the one before.
 */
export const deleteInEmpty: Command = (state, dispatch, view) => {
  const { empty, $from } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.content.size > 0) return false;
  chainCommands(joinForward, selectNodeForward)(state, dispatch, view);
  return true;
};
