import { z } from 'zod';

/** The nouns of documents and files. Times are milliseconds since the epoch, sizes are bytes. */

export const Draft = z.object({
  id: z.string().min(1).max(100),
  /** The editor's document as JSON text. */
  content: z.string().max(20_000_000),
  updatedAt: z.int(),
  /** Names this content, so that a journal written for another one is refused. */
  base: z.string().max(100),
  /** What was changed since, in order: each a JSON array of the editor's steps. */
  journal: z.array(z.string()),
});
export type Draft = z.infer<typeof Draft>;

export const DocumentFormat = z.enum(['docx', 'md', 'txt']);
export type DocumentFormat = z.infer<typeof DocumentFormat>;

/** How a text file is written, so that saving changes nothing but the text. */
export const TextForm = z.object({
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']),
  bom: z.boolean(),
  lineEnding: z.enum(['\n', '\r\n', '\r']),
});
export type TextForm = z.infer<typeof TextForm>;

/** Something in a file that the editor cannot keep, and how often it occurs. */
export const Loss = z.object({
  kind: z.enum([
    'tracked-changes',
    'headers-footers',
    'comments',
    'footnotes',
    'fields',
    'text-boxes',
    'formulas',
    'charts',
    'embedded-objects',
    'columns',
  ]),
  count: z.int().min(1),
});
export type Loss = z.infer<typeof Loss>;

/** Base64; 45 MB of file at most. */
const FileData = z.string().max(60_000_000);

export const OpenedDocument = z.object({
  format: DocumentFormat,
  /** The editor's document as JSON text for .docx, plain text otherwise. */
  content: z.string(),
  /** Null for a .docx. */
  form: TextForm.nullable(),
  losses: z.array(Loss),
});
export type OpenedDocument = z.infer<typeof OpenedDocument>;

export const DocumentInput = z.object({ format: DocumentFormat, data: FileData });
export const DocumentOutput = z.object({
  format: DocumentFormat,
  content: z.string().max(60_000_000),
  form: TextForm.nullable(),
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
