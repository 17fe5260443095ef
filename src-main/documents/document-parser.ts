import type { Sheet } from '../contract/document-formats.ts';
import type { Opened, OpenOptions, SaveOptions } from './document.ts';
import type { Loss, Media } from './format.ts';
import type { LayoutOptions } from './layouts/layouts.ts';
import type { Parser } from './parser.ts';
import type { SheetData } from './xlsx.ts';

/**
 * Opens and saves documents in a separate process. Between processes a document is the editor's JSON as text; the
 * shell itself loads no part of the editor.
 */

/** An opened file with its document as the editor's JSON. */
export interface OpenedContent extends Omit<Opened, 'doc'> {
  readonly content: string;
}

export interface SheetAnswer {
  readonly sheet: Sheet | null;
  readonly readOnly: string | null;
}

/** The jobs of parser-jobs.ts as methods. Each may throw `document-too-complex` besides its own errors. */
export interface DocumentParser {
  open(bytes: Uint8Array, options: OpenOptions): Promise<OpenedContent>;
  /** A new document as the bytes of a .docx. */
  layout(options: LayoutOptions): Promise<Uint8Array>;
  save(content: string, options: SaveOptions): Promise<Uint8Array>;
  /** @param left the .docx that the document was opened from, where it is saved in another format */
  losses(content: string, options: SaveOptions, left: Uint8Array | null): Promise<Loss[]>;
  /** The style sheet of a .docx; of the blank document for null. */
  sheet(source: Uint8Array | null): Promise<SheetAnswer>;
  /** A picture of a .docx; null where a page cannot show its type. */
  media(source: Uint8Array, part: string): Promise<Media | null>;
  /** The visible sheets of an .xlsx that are not empty. */
  sheets(bytes: Uint8Array): Promise<SheetData[]>;
}

export const documentParser = (parser: Pick<Parser, 'run'>): DocumentParser => ({
  open: (bytes, options) => parser.run('open', { bytes, ...options }),
  layout: (options) => parser.run('layout', options),
  save: (content, options) => parser.run('save', { content, ...options }),
  losses: (content, options, left) => parser.run('losses', { content, left, ...options }),
  sheet: (source) => parser.run('sheet', { source }),
  media: (source, part) => parser.run('media', { source, part }),
  sheets: (bytes) => parser.run('sheets', { bytes }),
});
