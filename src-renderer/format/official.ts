import type { Editor } from '@tiptap/core';
import {
  hasChanges,
  layOutOfficially,
  type OfficialSummary,
} from '../../src-main/documents/schema/official-layout.ts';

/**
 * Lays out the whole document after GB/T 9704—2012 in one undo step. The step moves no text, so the history does not
 * join it with typing.
 */
export function layOut({ view }: Pick<Editor, 'view'>): OfficialSummary {
  const transaction = view.state.tr;
  const summary = layOutOfficially(transaction);
  if (hasChanges(summary)) view.dispatch(transaction);
  return summary;
}
