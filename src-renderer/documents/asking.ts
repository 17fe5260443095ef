import type { DocumentFormat, DocumentLayout, Encoding, Loss, Stamp } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';

/** The source of a document: a file in the browser, a path on this machine, or a layout. */
export type Incoming =
  | { readonly file: File }
  | { readonly path: string }
  | { readonly layout: DocumentLayout };

/** The name of a new file: that of the document, of a copy, or of a lossless file next to the original. */
export type Naming = 'same' | 'copy' | 'beside';

export interface PathTarget {
  readonly to: 'path';
  readonly path: string;
  readonly format: DocumentFormat;
  /** Whether the writer agreed to replace an existing file. */
  readonly replace: boolean;
}

/** Where a document is written. */
export type Target =
  | PathTarget
  | { readonly to: 'download'; readonly format: DocumentFormat; readonly naming: Naming };

/** A question about the document's file. */
export type Asking =
  | { readonly kind: 'open' }
  | { readonly kind: 'save'; readonly name: string }
  /** The file's format cannot hold everything: another file is offered. */
  | { readonly kind: 'losses'; readonly name: string; readonly losses: readonly Loss[] }
  /** Another format cannot hold everything. */
  | { readonly kind: 'conversion'; readonly target: Target; readonly losses: readonly Loss[] }
  /** The encoding of a text was a guess. */
  | {
      readonly kind: 'encoding';
      readonly incoming: Incoming;
      readonly chosen: Encoding;
      readonly candidates: readonly Encoding[];
    }
  /** The encoding cannot write all characters. */
  | { readonly kind: 'utf8'; readonly text: Message; readonly target: Target }
  | { readonly kind: 'exists'; readonly target: PathTarget }
  /** Another program changed the file; `stamp` is its present one. */
  | { readonly kind: 'changed'; readonly stamp: Stamp | null; readonly saving: boolean };
