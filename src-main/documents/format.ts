import type { Node } from '@tiptap/pm/model';
import type { Sheet } from '../contract/document-formats.ts';
import type { TextForm } from './text/text-document.ts';
import type { Encoding } from './text/units.ts';

/** The interface of a file format: reading and writing. */

/** A kind of content that saving cannot write, and how often it occurs. */
export interface Loss {
  /** A kind that the interface has a name for; an unknown kind is shown as it is. */
  readonly kind: string;
  readonly count: number;
}

/** The author of tracked changes. */
export interface Author {
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface ReadOptions {
  /** Key of every `src`. */
  readonly key: string;
  /** Encoding to read a text file in; by default it is recognised. */
  readonly encoding?: Encoding;
}

/** The content of a file. */
export interface ReadResult {
  readonly doc: Node;
  /** Styles, numberings and pages; null for a format without. */
  readonly sheet: Sheet | null;
  /** Encoding and line endings of a text file; null for a .docx. */
  readonly form: TextForm | null;
  /** Possible encodings, the likeliest first, where the encoding is a guess; null where it is certain. */
  readonly candidates: readonly Encoding[] | null;
  /** Why the file may not be edited; null where it may be. */
  readonly readOnly: string | null;
  /** What saving in the file's own format would lose. */
  readonly losses: readonly Loss[];
  /** Ranges without a node, such as bookmarks, by kind. */
  readonly ranges?: Readonly<Record<string, number>>;
}

export interface WriteOptions {
  /** The source of the document and the key of its references; null for a new file. */
  readonly source: { readonly bytes: Uint8Array; readonly key: string } | null;
  /** Form of the source; null for a new file. */
  readonly form: TextForm | null;
  /** Encoding of the new text file, where it differs from the source's. */
  readonly encoding?: Encoding;
  /** The author of tracked changes, for files that track them. */
  readonly author?: Author;
}

export interface Format {
  /** @throws CodedError `document-…` */
  read(bytes: Uint8Array, options: ReadOptions): ReadResult;
  /** @throws CodedError of the format */
  write(doc: Node, options: WriteOptions): Uint8Array;
}

/** A picture. */
export interface Media {
  readonly bytes: Uint8Array;
  /** Media type, e.g. `image/png`. */
  readonly type: string;
}

/** A format with styles and pictures. */
export interface PackageFormat extends Format {
  /** The style sheet of a new document. */
  newSheet(): Sheet;
  /** A picture of a file; null where a page cannot show its type. */
  media(bytes: Uint8Array, part: string): Media | null;
  /** How many parts besides the main one have text, which other formats cannot hold. */
  otherTexts(bytes: Uint8Array): number;
}
