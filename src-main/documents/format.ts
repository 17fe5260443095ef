import type { Node } from '@tiptap/pm/model';
import type { Sheet } from '../contract/document-formats.ts';
import type { TextForm } from './text/text-document.ts';
import type { Encoding } from './text/units.ts';

/** What a format of files is to the rest: reading and writing behind one shape. */

/** Something that saving cannot write back, and how often it occurs. */
export interface Loss {
  /** A name of the interface; a kind that it has no words for is shown as it is. */
  readonly kind: string;
  readonly count: number;
}

/** Who makes changes that a file records. */
export interface Author {
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface ReadOptions {
  /** First half of every `src`. */
  readonly key: string;
  /** Reads a text in this one, whatever it looks like. */
  readonly encoding?: Encoding;
}

/** What a file says. */
export interface ReadResult {
  readonly doc: Node;
  readonly sheet: Sheet | null;
  readonly form: TextForm | null;
  /** Encodings that it may have, the likeliest first, where that is a guess; null where it is none. */
  readonly candidates: readonly Encoding[] | null;
  /** Why it may not be edited; null where it may. */
  readonly readOnly: string | null;
  readonly losses: readonly Loss[];
  /** Ranges that the text carries and no node stands for, by kind. */
  readonly ranges?: Readonly<Record<string, number>>;
}

export interface WriteOptions {
  /** The bytes that the document came from, and the first half of every `src` from there; null for a new file. */
  readonly source: { readonly bytes: Uint8Array; readonly key: string } | null;
  /** How the source was read; null for a new file. */
  readonly form: TextForm | null;
  /** Of a text that is written in another encoding than it was read in. */
  readonly encoding?: Encoding;
  readonly author?: Author;
}

export interface Format {
  /** @throws CodedError `document-…` */
  read(bytes: Uint8Array, options: ReadOptions): ReadResult;
  /** @throws CodedError of its own */
  write(doc: Node, options: WriteOptions): Uint8Array;
}

/** A picture. */
export interface Media {
  readonly bytes: Uint8Array;
  /** Media type, e.g. `image/png`. */
  readonly type: string;
}

/** A format of packages with styles and pictures. */
export interface PackageFormat extends Format {
  /** Of a new document. */
  newSheet(): Sheet;
  /** A picture of a file; null for what a page cannot show. */
  media(bytes: Uint8Array, part: string): Media | null;
  /** How many parts beside the main one have text, which no other format has a place for. */
  otherTexts(bytes: Uint8Array): number;
}
