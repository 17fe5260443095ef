import { z } from 'zod';
import type { Sheet } from './document-formats.ts';

/** The nouns of documents and files. Times are milliseconds since the epoch, sizes are bytes. */

/** The name of a draft's state, chosen by the window that makes the state. */
export const Revision = z.string().max(100);

export const Draft = z.object({
  id: z.string().min(1).max(100),
  /** The editor's document as JSON text. */
  content: z.string().max(20_000_000),
  updatedAt: z.int(),
  /** The state of the document with its journal. */
  revision: Revision,
  /** The changes since, in order, each a JSON array of the editor's steps. */
  journal: z.array(z.string()),
});
export type Draft = z.infer<typeof Draft>;

/** A journal entry, and the state that it makes. */
export const DraftChange = z.object({ revision: Revision, entry: z.string() });
export type DraftChange = z.infer<typeof DraftChange>;

/** The changes from a known state to the newest one, or the draft if no state is known. */
export const DraftNews = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), from: Revision, changes: z.array(DraftChange) }),
  z.object({ known: z.literal(false), draft: Draft.nullable() }),
]);
export type DraftNews = z.infer<typeof DraftNews>;

export const DocumentFormat = z.enum(['docx', 'md', 'txt']);
export type DocumentFormat = z.infer<typeof DocumentFormat>;

/** The author of tracked changes if the writer has set no name: the format needs one. */
export const unnamedWriter = '作者';

export const Encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis']);
export type Encoding = z.infer<typeof Encoding>;

/** The encoding of a text file, so that saving changes the text only. */
export const TextForm = z.object({
  encoding: Encoding,
  bom: z.boolean(),
  /** The ending of most lines. */
  ending: z.enum(['\n', '\r\n', '\r']),
});
export type TextForm = z.infer<typeof TextForm>;

/** Content that saving cannot write, of a kind that the format's writer names, and the number of its occurrences. */
export const Loss = z.object({ kind: z.string().max(200), count: z.int().min(1) });
export type Loss = z.infer<typeof Loss>;

/** The contents of a document in numbers. */
export const DocumentSummary = z.object({
  blocks: z.int(),
  /** Code points of the text. */
  characters: z.int(),
  gaps: z.int(),
  /** Blanks of a form. */
  blanks: z.int(),
  /** Elements without a type of their own in the editor, by kind. */
  atoms: z.record(z.string(), z.int()),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

/** Styles and numberings of a document. */
export const SheetValue = z.custom<Sheet>((value) => typeof value === 'object' && value !== null);

/** The layout of a new document: an empty page, or an official document after GB/T 9704—2012. */
export const DocumentLayout = z.enum(['blank', 'notice', 'request', 'report', 'letter', 'minutes']);
export type DocumentLayout = z.infer<typeof DocumentLayout>;

/** SHA-256 of the bytes that a document was read from, in hexadecimal. */
export const SourceId = z.string().regex(/^[0-9a-f]{64}$/);

/** Base64 of a file of at most 45 MB. */
const FileData = z.string().max(60_000_000);

export const OpenedDocument = z.object({
  format: DocumentFormat,
  /** The editor's document as JSON text. */
  content: z.string(),
  source: SourceId,
  /** Null for a format without styles. */
  sheet: SheetValue.nullable(),
  /** Null for a .docx. */
  form: TextForm.nullable(),
  /** Possible encodings of a text whose encoding was guessed, the likeliest first; null if it is certain. */
  candidates: z.array(Encoding).nullable(),
  /** Why the document cannot be edited; null if it can. */
  readOnly: z.string().nullable(),
  summary: DocumentSummary,
  /** Losses of saving in the document's own format. */
  losses: z.array(Loss),
});
export type OpenedDocument = z.infer<typeof OpenedDocument>;

export const DocumentInput = z.object({
  format: DocumentFormat,
  data: FileData,
  /** Reads a text in this encoding, without a guess. */
  encoding: Encoding.optional(),
});
/** A document to write. Its content names its source. */
export const DocumentOutput = z.object({
  format: DocumentFormat,
  /** The editor's document as JSON text. */
  content: z.string().max(60_000_000),
  /** The encoding of the source; null for a new file. */
  form: TextForm.nullable(),
  /** Writes a text in this encoding, if it is not that of the source. */
  encoding: Encoding.optional(),
});

/** An absolute path, or one from the home folder (`~/…` or a relative path). */
export const FilePath = z.string().min(1).max(4096);

/** A file as it was last read or written. If time or size differ, the SHA-256 decides whether it has changed. */
export const Stamp = z.object({ modifiedAt: z.number(), bytes: z.int(), hash: z.string() });
export type Stamp = z.infer<typeof Stamp>;

export const FileState = z.enum(['same', 'changed', 'gone']);
export type FileState = z.infer<typeof FileState>;

export const OpenedFile = OpenedDocument.extend({
  /** Absolute. */
  path: z.string(),
  name: z.string(),
  stamp: Stamp,
});
export type OpenedFile = z.infer<typeof OpenedFile>;

export const SaveInput = DocumentOutput.extend({
  path: FilePath,
  /** The file as the document last read or wrote it; null for a new file. */
  expected: Stamp.nullable(),
  /** Overwrites a file that was changed or is unknown. */
  replace: z.boolean(),
});

export const SavedFile = z.object({ path: z.string(), name: z.string(), stamp: Stamp });
export type SavedFile = z.infer<typeof SavedFile>;

export const RecentFile = z.object({ path: z.string(), name: z.string(), at: z.int() });
export type RecentFile = z.infer<typeof RecentFile>;

export const FolderEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file']),
  modifiedAt: z.number(),
});
export type FolderEntry = z.infer<typeof FolderEntry>;

/** The folders, and then the files that can be opened, without hidden ones. */
export const FolderList = z.object({
  folder: z.string(),
  /** Null for the top folder. */
  parent: z.string().nullable(),
  entries: z.array(FolderEntry),
});
export type FolderList = z.infer<typeof FolderList>;
