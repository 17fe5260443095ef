import type {
  Bilingual,
  DocumentFormat,
  DocumentLayout,
  Encoding,
  Loss,
  Stamp,
} from '../../src-main/contract/index.ts';

/** What a document is to be made of: a file that the browser holds, one of this machine, or a layout. */
export type Incoming =
  | { readonly file: File }
  | { readonly path: string }
  | { readonly layout: DocumentLayout };

/** The name of a new file: the document's own, that of a copy, or that of a file which loses nothing. */
export type Naming = 'same' | 'copy' | 'beside';

export interface PathTarget {
  readonly to: 'path';
  readonly path: string;
  readonly format: DocumentFormat;
  /** Whether the writer agreed that a file which is there may be replaced. */
  readonly replace: boolean;
}

/** Where a document is written. */
export type Target =
  | PathTarget
  | { readonly to: 'download'; readonly format: DocumentFormat; readonly naming: Naming };

/** What the writer is asked about the document's file. */
export type Asking =
  | { readonly kind: 'open' }
  | { readonly kind: 'save'; readonly name: string }
  /** The file's own format would not hold everything: a new file is offered. */
  | { readonly kind: 'losses'; readonly name: string; readonly losses: readonly Loss[] }
  /** Another format would not. */
  | { readonly kind: 'conversion'; readonly target: Target; readonly losses: readonly Loss[] }
  /** The encoding of a text was a guess. */
  | {
      readonly kind: 'encoding';
      readonly incoming: Incoming;
      readonly chosen: Encoding;
      readonly candidates: readonly Encoding[];
    }
  /** The encoding of the text cannot hold all of it. */
  | { readonly kind: 'utf8'; readonly text: Bilingual; readonly target: Target }
  | { readonly kind: 'exists'; readonly target: PathTarget }
  /** Another program changed the file, whose stamp is this one now. */
  | { readonly kind: 'changed'; readonly stamp: Stamp | null; readonly saving: boolean };
