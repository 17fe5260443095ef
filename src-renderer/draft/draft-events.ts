import type { Draft, DraftChange, DraftNews } from '../../src-main/contract/index.ts';

/** What happens to a draft, and what is to be done about it: the words of draft-state.ts. */

export type DraftEvent<C> =
  | { readonly type: 'changed'; readonly changes: readonly C[] }
  | { readonly type: 'replaced' }
  | { readonly type: 'due' }
  /** Now, without waiting. */
  | { readonly type: 'flush' }
  /** The writer has rested for a while. */
  | { readonly type: 'calm' }
  | { readonly type: 'stored'; readonly revision: string }
  | { readonly type: 'refused'; readonly revision: string }
  /** A write, a look or a parting; nobody knows whether a write was stored. */
  | { readonly type: 'failed'; readonly revision: string | null; readonly error: unknown }
  /** A window, which may be this one, made a state; null: the draft was removed. */
  | { readonly type: 'told'; readonly revision: string | null }
  /** Events may have been missed. */
  | { readonly type: 'reconnected' }
  | { readonly type: 'news'; readonly news: DraftNews }
  /** Null where the two cannot be made one without loss. */
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
  /** Takes over what others did, under the changes that are not stored. */
  | { readonly type: 'follow'; readonly changes: readonly DraftChange[]; readonly own: readonly C[] }
  /** A text goes into a document of its own: the draft's, or with null the one that the window shows. */
  | { readonly type: 'part'; readonly draft: Draft | null }
  /** Shows the draft in place of the document. */
  | { readonly type: 'adopt'; readonly draft: Draft }
  | { readonly type: 'say'; readonly state: 'saved' | 'saving' }
  | { readonly type: 'say'; readonly state: 'unsaved'; readonly error: unknown };
