import { z } from 'zod';
import type { Sheet } from './document-formats.ts';

/** The nouns of documents and files. Times are milliseconds since the epoch, sizes are bytes. */

/** Names a state of a draft; the window that makes a state makes up its name. */
export const Revision = z.string().max(100);

export const Draft = z.object({
  id: z.string().min(1).max(100),
  /** The editor's document as JSON text. */
  content: z.string().max(20_000_000),
  updatedAt: z.int(),
  /** The document's with its journal. */
  revision: Revision,
  /** What was changed since, in order: each a JSON array of the editor's steps. */
  journal: z.array(z.string()),
});
export type Draft = z.infer<typeof Draft>;

/** An entry of a journal, and the state that it leads to. */
export const DraftChange = z.object({ revision: Revision, entry: z.string() });
export type DraftChange = z.infer<typeof DraftChange>;

/** Every way from a known state to the newest one, or the draft itself where there is none. */
export const DraftNews = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), from: Revision, changes: z.array(DraftChange) }),
  z.object({ known: z.literal(false), draft: Draft.nullable() }),
]);
export type DraftNews = z.infer<typeof DraftNews>;

export const DocumentFormat = z.enum(['docx', 'md', 'txt']);
export type DocumentFormat = z.infer<typeof DocumentFormat>;

export const Encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis']);
export type Encoding = z.infer<typeof Encoding>;

/** How a text file is written, so that saving changes nothing but the text. */
export const TextForm = z.object({
  encoding: Encoding,
  bom: z.boolean(),
  /** Of most lines. */
  ending: z.enum(['\n', '\r\n', '\r']),
});
export type TextForm = z.infer<typeof TextForm>;

/** Something that saving cannot write back, and how often it occurs. Whatever kinds a format's writer finds. */
export const Loss = z.object({ kind: z.string().max(200), count: z.int().min(1) });
export type Loss = z.infer<typeof Loss>;

/** What a document holds. */
export const DocumentSummary = z.object({
  blocks: z.int(),
  /** Code points of the text. */
  characters: z.int(),
  /** Places that wait for a word. */
  gaps: z.int(),
  /** Places of a form that may be filled. */
  blanks: z.int(),
  /** What the editor has no type for, by kind. */
  atoms: z.record(z.string(), z.int()),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

/** Styles and numberings of a document, as document-formats.ts names them. */
export const SheetValue = z.custom<Sheet>((value) => typeof value === 'object' && value !== null);

/** What a new document is laid out as: an empty page, or an official document after GB/T 9704—2012. */
export const DocumentLayout = z.enum(['blank', 'notice', 'request', 'report', 'letter', 'minutes']);
export type DocumentLayout = z.infer<typeof DocumentLayout>;

/** SHA-256 of the bytes that a document came from, in hexadecimal. */
export const SourceId = z.string().regex(/^[0-9a-f]{64}$/);

/** Base64; 45 MB of file at most. */
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
  /** Encodings that a text may have, the likeliest first, where its own is a guess; null where it is none. */
  candidates: z.array(Encoding).nullable(),
  /** Why it may not be edited; null where it may. */
  readOnly: z.string().nullable(),
  summary: DocumentSummary,
  /** What saving in its own format would lose. */
  losses: z.array(Loss),
});
export type OpenedDocument = z.infer<typeof OpenedDocument>;

export const DocumentInput = z.object({
  format: DocumentFormat,
  data: FileData,
  /** Reads a text in this one, whatever it looks like. */
  encoding: Encoding.optional(),
});
/** The document names its source itself. */
export const DocumentOutput = z.object({
  format: DocumentFormat,
  /** The editor's document as JSON text. */
  content: z.string().max(60_000_000),
  /** How the source was read; null for a new file. */
  form: TextForm.nullable(),
  /** Writes a text in this one, where it was read in another. */
  encoding: Encoding.optional(),
});

/** Absolute, or from the home folder (`~/`, or without a leading folder). */
export const FilePath = z.string().min(1).max(4096);

/** What a file was when it was last read or written: time and size first, its SHA-256 where those differ. */
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
  /** The file as it was last read or written; null for one that is new to the document. */
  expected: Stamp.nullable(),
  /** Writes whatever stands there. */
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

/** Folders and the files that can be opened, folders first; hidden ones left out. */
export const FolderList = z.object({
  folder: z.string(),
  /** Null at the top. */
  parent: z.string().nullable(),
  entries: z.array(FolderEntry),
});
export type FolderList = z.infer<typeof FolderList>;
