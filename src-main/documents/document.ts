import type { Node } from '@tiptap/pm/model';
import { CodedError } from '../base/error.ts';
import { sha256Of } from '../base/sha256.ts';
import { message } from '../texts/message.ts';
import { type FileFormat, wantFormat } from './files/read-file.ts';
import type { ReadResult, WriteOptions } from './format.ts';
import { formats } from './formats.ts';
import { allBlocks } from './inner-blocks.ts';
import { keyOf } from './reference.ts';
import { documentSchema } from './schema/extensions.ts';
import { placesIn, withoutGaps } from './schema/gap-nodes.ts';
import type { Encoding } from './text/units.ts';

/**
 * Opens and saves files as documents, for app, command line and tests. Saving patches the bytes that the document was
 * opened from.
 */

/** A document of the editor's schema. */
export type EditorDocument = Node;

export interface OpenOptions {
  /** A file name; its extension gives the format where `format` is missing. */
  readonly name: string;
  readonly format?: FileFormat;
  /** Of a text file; recognised from the bytes where it is missing. */
  readonly encoding?: Encoding;
}

export interface Summary {
  /** Paragraphs, headings and blocks without text. */
  readonly blocks: number;
  /** Code points of the text. */
  readonly characters: number;
  /** Gaps to fill; adjacent gaps count once. */
  readonly gaps: number;
  /** Blanks of a form. */
  readonly blanks: number;
  /** Atoms, bookmarks and comment ranges by kind. */
  readonly atoms: Readonly<Record<string, number>>;
}

export interface Opened extends Omit<ReadResult, 'ranges'> {
  readonly format: FileFormat;
  /** SHA-256 of the bytes in hexadecimal, also the document's `source` attribute. */
  readonly source: string;
  readonly summary: Summary;
}

function summaryOf(doc: Node, ranges: Readonly<Record<string, number>> = {}): Summary {
  const atoms: Record<string, number> = { ...ranges };
  let blocks = 0;
  let characters = 0;
  let places = { gaps: 0, blanks: 0 };
  for (const { block } of allBlocks(doc)) {
    const { gaps, blanks } = placesIn(block);
    places = { gaps: places.gaps + gaps, blanks: places.blanks + blanks };
    for (const _character of withoutGaps(block).textContent) characters++;
  }
  doc.descendants((node) => {
    if (node.isTextblock || (node.isBlock && node.isLeaf)) blocks++;
    if (node.type.name === 'atom' || node.type.name === 'atomBlock') {
      const kind = String(node.attrs.kind);
      atoms[kind] = (atoms[kind] ?? 0) + 1;
    }
  });
  return { blocks, characters, ...places, atoms };
}

/** @throws CodedError `unsupported`, `document-unreadable`, and the errors of the format's reader */
export function openDocument(bytes: Uint8Array, options: OpenOptions): Opened {
  const format = options.format ?? wantFormat(options.name);
  const source = sha256Of(bytes);
  const { encoding } = options;
  const read = formats[format].read(bytes, { key: keyOf(source), ...(encoding ? { encoding } : {}) });
  const { type, attrs, content } = read.doc;
  const doc = type.create({ ...attrs, source, sourceFormat: format }, content);
  doc.check();
  const { ranges, ...rest } = read;
  return { ...rest, format, source, doc, summary: summaryOf(doc, ranges) };
}

/** A document from the editor's JSON. @throws CodedError `bad-input` */
export function documentFrom(content: string): Node {
  try {
    const doc = documentSchema().nodeFromJSON(JSON.parse(content));
    doc.check();
    return doc;
  } catch (cause) {
    throw new CodedError('bad-input', message('document.unreadable'), { cause });
  }
}

/** The source of a document is missing. Without it, saving would lose everything that the editor does not show. */
export const sourceMissing = (): CodedError =>
  new CodedError('source-missing', message('document.sourceMissing'));

/** The hash of the source that saving in a format needs; null where the file is written from scratch. */
export function sourceFor(doc: Node, format: FileFormat): string | null {
  const { source, sourceFormat } = doc.attrs;
  return typeof source === 'string' && sourceFormat === format ? source : null;
}

export interface SaveOptions extends Omit<WriteOptions, 'source'> {
  readonly format: FileFormat;
  /** The bytes that `sourceFor` names. */
  readonly source: Uint8Array | null;
}

/**
 * The bytes of the saved file: the source with the document's changes.
 * @throws CodedError `source-missing` where `source` is not the document's, and the errors of the format's writer
 */
export function saveDocument(doc: Node, options: SaveOptions): Uint8Array {
  const { format, source, ...how } = options;
  const wanted = sourceFor(doc, format);
  if (wanted !== null && (source === null || sha256Of(source) !== wanted)) throw sourceMissing();
  return formats[format].write(doc, {
    source: source && wanted !== null ? { bytes: source, key: keyOf(wanted) } : null,
    ...how,
  });
}
