import type { Draft, DraftChange, DraftNews } from '../../src-main/contract/index.ts';

/** Events and effects of draft-state.ts. */

export type DraftEvent<C> =
  | { readonly type: 'changed'; readonly changes: readonly C[] }
  | { readonly type: 'replaced' }
  | { readonly type: 'due' }
  /** Store at once. */
  | { readonly type: 'flush' }
  /** There was no change for a while. */
  | { readonly type: 'calm' }
  | { readonly type: 'stored'; readonly revision: string }
  | { readonly type: 'refused'; readonly revision: string }
  /** A write, a read or a split failed; a write may have been stored. */
  | { readonly type: 'failed'; readonly revision: string | null; readonly error: unknown }
  /** A window, which may be this one, stored a revision; null: the draft was removed. */
  | { readonly type: 'told'; readonly revision: string | null }
  /** Events may have been missed. */
  | { readonly type: 'reconnected' }
  | { readonly type: 'news'; readonly news: DraftNews }
  /** The merged own changes; null where merging would lose text. */
  | { readonly type: 'followed'; readonly changes: readonly C[] | null }
  | { readonly type: 'parted' };

export type DraftEffect<C> =
  | { readonly type: 'wait'; readonly after: 'change' | 'failure' }
  | { readonly type: 'stop-waiting' }
  | {
      readonly type: 'append';
      readonly revision: string;
      readonly based: string;
      readonly changes: readonly C[];
    }
  | { readonly type: 'put'; readonly revision: string; readonly based: string | null }
  | { readonly type: 'look'; readonly revisions: readonly string[] }
  /** Applies others' changes before the unstored ones. */
  | { readonly type: 'follow'; readonly changes: readonly DraftChange[]; readonly own: readonly C[] }
  /** Stores a text as a new document: the draft, or with null the text of this window. */
  | { readonly type: 'part'; readonly draft: Draft | null }
  /** Shows the draft in place of the document. */
  | { readonly type: 'adopt'; readonly draft: Draft }
  | { readonly type: 'say'; readonly state: 'saved' | 'saving' }
  | { readonly type: 'say'; readonly state: 'unsaved'; readonly error: unknown };
