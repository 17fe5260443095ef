import { z } from 'zod';

/** The writer's own documents, and the origin of phrases. */

/** The source of an offered word or phrase. */
export const OriginKind = z.enum([
  'this-document',
  'own-documents',
  'phrasebook',
  'glossary',
  'correction',
  'model',
]);
export type OriginKind = z.infer<typeof OriginKind>;

export const CompletionOrigin = z.object({
  kind: OriginKind,
  /** Number of own documents with this continuation; 0 for other sources. */
  documents: z.int(),
  /** Titles of some of them, most recently changed first; of phrases, those that an organisation shares. */
  titles: z.array(z.string()).max(3),
});
export type CompletionOrigin = z.infer<typeof CompletionOrigin>;

export const OwnFolder = z.object({
  id: z.string(),
  /** Absolute. */
  path: z.string(),
  documents: z.int(),
  characters: z.int(),
  /** Number of its files that could not be read. */
  failed: z.int(),
});
export type OwnFolder = z.infer<typeof OwnFolder>;

export const OwnDocument = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string(),
  /** Its folder; null for a file that was opened or saved in Bumo. */
  folderId: z.string().nullable(),
  characters: z.int(),
  /** Time of the file's last change. */
  changedAt: z.int(),
  /** Why its text is not used; null if it is. */
  failure: z.enum(['unreadable', 'unsupported', 'too-large', 'gone']).nullable(),
});
export type OwnDocument = z.infer<typeof OwnDocument>;

export const PhrasesState = z.object({
  /** Whether there is the writer's consent. */
  enabled: z.boolean(),
  folders: z.array(OwnFolder),
  /** Number of indexed documents that were opened or saved in Bumo. */
  opened: z.int(),
  characters: z.int(),
  /** Number of files read, of all to read; null if the index is up to date. */
  progress: z.object({ done: z.int(), of: z.int() }).nullable(),
});
export type PhrasesState = z.infer<typeof PhrasesState>;

export const OwnDocumentPage = z.object({
  /** Documents of one folder; null for those opened or saved in Bumo; absent for all. */
  folderId: z.string().nullable().optional(),
  /** Part of a title or a path. */
  query: z.string().max(200).optional(),
  /** Only documents whose text is not used. */
  failed: z.boolean().optional(),
  limit: z.int().min(1).max(500).default(100),
  offset: z.int().min(0).default(0),
});
export type OwnDocumentPage = z.output<typeof OwnDocumentPage>;
