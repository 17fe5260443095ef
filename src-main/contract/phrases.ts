import { z } from 'zod';

/** The writer's own documents, and what is offered from them. */

/** Where an offered word or phrase comes from. */
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
  /** How many documents go on this way; 0 where that means nothing. */
  documents: z.int(),
  /** Names of some of them, the latest first. */
  titles: z.array(z.string()).max(3),
});
export type CompletionOrigin = z.infer<typeof CompletionOrigin>;

export const OwnFolder = z.object({
  id: z.string(),
  /** Absolute. */
  path: z.string(),
  documents: z.int(),
  characters: z.int(),
  /** Files of it that could not be read. */
  failed: z.int(),
});
export type OwnFolder = z.infer<typeof OwnFolder>;

export const OwnDocument = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string(),
  /** The folder it is in; null for one that was opened or saved in Bumo. */
  folderId: z.string().nullable(),
  characters: z.int(),
  /** When the file was changed last. */
  changedAt: z.int(),
  /** A code of why its text is not used, null where it is. */
  failure: z.enum(['unreadable', 'unsupported', 'too-large', 'gone']).nullable(),
});
export type OwnDocument = z.infer<typeof OwnDocument>;

export const PhrasesState = z.object({
  /** Whether the writer said yes. */
  enabled: z.boolean(),
  folders: z.array(OwnFolder),
  /** Documents opened or saved in Bumo that are indexed. */
  opened: z.int(),
  characters: z.int(),
  /** Files that were read and are to be read, while the index is being brought up to date. */
  progress: z.object({ done: z.int(), of: z.int() }).nullable(),
});
export type PhrasesState = z.infer<typeof PhrasesState>;

export const OwnDocumentPage = z.object({
  /** Those of one folder; null for those opened or saved in Bumo; all where it is left out. */
  folderId: z.string().nullable().optional(),
  /** Part of a title or a path. */
  query: z.string().max(200).optional(),
  /** Those alone whose text is not used. */
  failed: z.boolean().optional(),
  limit: z.int().min(1).max(500).default(100),
  offset: z.int().min(0).default(0),
});
export type OwnDocumentPage = z.output<typeof OwnDocumentPage>;
