import type { Editor } from '@tiptap/core';
import {
  hasChanges,
  layOutOfficially,
  type OfficialSummary,
} from '../../src-main/documents/schema/official-layout.ts';

/**
 * Lays out the whole document after GB/T 9704—2012. It is one step to undo: it moves no text, so that the history joins
 * it with no typing before or after it.
 */
export function layOut({ view }: Pick<Editor, 'view'>): OfficialSummary {
  const transaction = view.state.tr;
  const summary = layOutOfficially(transaction);
  if (hasChanges(summary)) view.dispatch(transaction);
  return summary;
}
