import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { Step } from '@tiptap/pm/transform';
import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import type { LeftText } from './page-copy.ts';
import { reapply, stepsOf } from './rebase.ts';

/** The revisions that the text may have reached in the store, newest first. */
export const statesOf = ({ sent, kept }: LeftText): string[] => {
  const states = sent.map(({ revision }) => revision).reverse();
  return kept === null ? states : [...states, kept];
};

/** The text replaces the whole document. */
function asAWhole({ doc, schema, tr }: EditorState, left: LeftText): Transaction | null {
  try {
    const { content, attrs } = schema.nodeFromJSON(JSON.parse(left.content));
    tr.replaceWith(0, doc.content.size, content);
    for (const [name, value] of Object.entries(attrs)) tr.setDocAttribute(name, value);
    return tr;
  } catch {
    return null;
  }
}

/** The first text of a new document that was never stored. */
function neverStored(state: EditorState, left: LeftText, draft: Draft | null): Transaction | null {
  const { doc } = state;
  const isEmpty = doc.childCount === 1 && doc.firstChild?.isTextblock && doc.firstChild.content.size === 0;
  return draft === null && left.kept === null && isEmpty ? asAWhole(state, left) : null;
}

/**
 * Turns the text that a page left into an edit of the open document.
 * @param news the answer to `statesOf`
 * @param kept the stored revision that the document contains
 * @param own its unstored changes
 * @returns null where that would lose text
 */
export function takeUp(
  state: EditorState,
  left: LeftText,
  news: DraftNews,
  kept: string | null,
  own: readonly Step[],
): Transaction | null {
  if (!news.known) return own.length === 0 ? neverStored(state, left, news.draft) : null;
  if (left.replaced) {
    // A file had been opened in the document: its text replaces it unless somebody wrote since.
    const isNewest = news.changes.length === 0 && news.from === kept && own.length === 0;
    return isNewest ? asAWhole(state, left) : null;
  }
  const known = news.from === kept ? 0 : news.changes.findIndex(({ revision }) => revision === kept) + 1;
  // The document lacks newer stored changes.
  if (known === 0 && news.from !== kept) return null;
  const stored = left.sent.findIndex(({ revision }) => revision === news.from) + 1;
  const { tr, schema } = state;
  try {
    const steps = stepsOf(schema, [...left.sent.slice(stored), { entry: left.pending }]);
    const others = [...stepsOf(schema, news.changes.slice(0, known)), ...own];
    return reapply(tr, steps, others) ? tr : null;
  } catch {
    return null;
  }
}
