import { createHash } from 'node:crypto';
import type { Node } from '@tiptap/pm/model';
import { CodedError } from '../base/error.ts';
import type { Sheet } from '../contract/document-formats.ts';
import { type FileFormat, wantFormat } from './files/read-file.ts';
import type { Author, Loss } from './format.ts';
import { formats } from './formats.ts';
import { allBlocks } from './inner-blocks.ts';
import { documentSchema } from './schema/extensions.ts';
import { placesIn, withoutGaps } from './schema/gap-nodes.ts';
import type { TextForm } from './text/text-document.ts';
import type { Encoding } from './text/units.ts';

/**
 * Files as documents: one way in and one way out for app, command line and tests. The file is the document: saving
 * patches the bytes that it was opened from.
 */

/** A document of the editor's schema. */
export type EditorDocument = Node;

export interface OpenOptions {
  /** Its ending tells the format. */
  readonly name: string;
  readonly format?: FileFormat;
  /** Of a text, where the bytes don't tell. */
  readonly encoding?: Encoding;
}

export interface Summary {
  /** Paragraphs, headings and blocks without text. */
  readonly blocks: number;
  /** Code points of the text. */
  readonly characters: number;
  /** Places that wait for a word: a row of gaps is one. */
  readonly gaps: number;
  /** Places of a form that may be filled. */
  readonly blanks: number;
  /** What the editor has no type for, bookmarks and ranges of comments included, by kind. */
  readonly atoms: Readonly<Record<string, number>>;
}

export interface Opened {
  readonly format: FileFormat;
  /** SHA-256 of the bytes, in hexadecimal; the document's `source` attribute too. */
  readonly source: string;
  readonly doc: Node;
  readonly sheet: Sheet | null;
  /** How a text is written; null for a .docx. */
  readonly form: TextForm | null;
  /** Encodings that a text may have, the likeliest first, where its own is a guess; null where it is none. */
  readonly candidates: readonly Encoding[] | null;
  /** Why it may not be edited; null where it may. */
  readonly readOnly: string | null;
  readonly summary: Summary;
  /** What saving in its own format would not write back. */
  readonly losses: readonly Loss[];
}

export const sourceOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** First half of the `src` of everything that came from a source. */
export const keyOf = (source: string): string => source.slice(0, 8);

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

/** @throws CodedError `unsupported`, `document-unreadable` and whatever else keeps a file from being read */
export function openDocument(bytes: Uint8Array, options: OpenOptions): Opened {
  const format = options.format ?? wantFormat(options.name);
  const source = sourceOf(bytes);
  const { encoding } = options;
  const read = formats[format].read(bytes, { key: keyOf(source), ...(encoding ? { encoding } : {}) });
  const { type, attrs, content } = read.doc;
  const doc = type.create({ ...attrs, source, sourceFormat: format }, content);
  doc.check();
  const { sheet, form, candidates, readOnly, losses, ranges } = read;
  return { format, source, doc, sheet, form, candidates, readOnly, summary: summaryOf(doc, ranges), losses };
}

/** A document from the editor's JSON. @throws CodedError `bad-input` */
export function documentFrom(content: string): Node {
  try {
    const doc = documentSchema().nodeFromJSON(JSON.parse(content));
    doc.check();
    return doc;
  } catch (cause) {
    const text = { zh: '文档内容无法读取。', en: 'The document cannot be read.' };
    throw new CodedError('bad-input', text, { cause });
  }
}

/** What was opened is gone: writing the document anew would lose whatever the editor does not show of it. */
export const sourceMissing = (): CodedError =>
  new CodedError('source-missing', {
    zh: '找不到这份文档打开时的原文件内容，没有保存。文字还在。请重新打开原文件再改，或另存为另一种格式。',
    en: 'The content that this document was opened from is gone, so it was not saved. Your text is kept. Open the file again, or save in another format.',
  });

/** The source that a document must be saved with in a format; null for a new file. */
export function sourceFor(doc: Node, format: FileFormat): string | null {
  const { source, sourceFormat } = doc.attrs;
  return typeof source === 'string' && sourceFormat === format ? source : null;
}

export interface SaveOptions {
  readonly format: FileFormat;
  /** The bytes that `sourceFor` names. */
  readonly source: Uint8Array | null;
  /** How the source was read; null for a new file. */
  readonly form: TextForm | null;
  /** Of a text that is written in another encoding than it was read in. */
  readonly encoding?: Encoding;
  /** Who changes the document, for files that record changes. */
  readonly author?: Author;
}

/**
 * A document as the bytes of a file: its source with what was changed.
 * @throws CodedError `source-missing` where the bytes are not its source, and those of the format's writer
 */
export function saveDocument(doc: Node, options: SaveOptions): Uint8Array {
  const { format, source, ...how } = options;
  const wanted = sourceFor(doc, format);
  if (wanted !== null && (source === null || sourceOf(source) !== wanted)) throw sourceMissing();
  return formats[format].write(doc, {
    source: source && wanted !== null ? { bytes: source, key: keyOf(wanted) } : null,
    ...how,
  });
}
