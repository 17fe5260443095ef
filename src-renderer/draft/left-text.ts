import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { Step } from '@tiptap/pm/transform';
import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import type { LeftText } from './page-copy.ts';
import { reapply, stepsOf } from './rebase.ts';

/** What to ask the store for: the states that the text may stand for there, newest first. */
export const statesOf = ({ sent, kept }: LeftText): string[] => {
  const states = sent.map(({ revision }) => revision).reverse();
  return kept === null ? states : [...states, kept];
};

/** The text takes the place of the whole document. */
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

/** The first text of a new document, which no write reached: it takes the empty place. */
function neverStored(state: EditorState, left: LeftText, draft: Draft | null): Transaction | null {
  const { doc } = state;
  const isEmpty = doc.childCount === 1 && doc.firstChild?.isTextblock && doc.firstChild.content.size === 0;
  return draft === null && left.kept === null && isEmpty ? asAWhole(state, left) : null;
}

/**
 * What a page left behind, as an edit of the document that is open.
 * @param news the answer to `statesOf`
 * @param kept the stored state that the document holds
 * @param own its changes that are not stored
 * @returns null where no changes lead there without loss
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
    // A file had been opened in the document: its text is right where nobody wrote since.
    const isNewest = news.changes.length === 0 && news.from === kept && own.length === 0;
    return isNewest ? asAWhole(state, left) : null;
  }
  const known = news.from === kept ? 0 : news.changes.findIndex(({ revision }) => revision === kept) + 1;
  // The document does not hold what was stored by now.
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
