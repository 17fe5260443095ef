import { z } from 'zod';
import { method, nothing } from './method.ts';

/** What the data folder holds, and its removal. */

/** `raw`: the writer's own words. `scrubbed`: words with personal data replaced, or made from such. `none`: no words. */
export const StoredText = z.enum(['raw', 'scrubbed', 'none']);
export type StoredText = z.infer<typeof StoredText>;

export const DataPart = z.enum([
  'drafts',
  'feedback',
  'samples',
  'rules',
  'versions',
  'documents',
  'recent',
  'settings',
  'counts',
]);
export type DataPart = z.infer<typeof DataPart>;

export const StoredTable = z.object({
  name: z.string(),
  part: DataPart,
  text: StoredText,
  rows: z.int(),
  /** With its indexes. */
  bytes: z.int(),
});
export type StoredTable = z.infer<typeof StoredTable>;

/** A file, or a folder with what is in it. */
export const StoredFile = z.object({
  /** Relative to the data folder, with `/`. */
  path: z.string(),
  text: StoredText,
  bytes: z.int(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const StoredData = z.object({
  folder: z.string(),
  tables: z.array(StoredTable),
  files: z.array(StoredFile),
  /** Number of suggestions that expired without feedback. */
  expired: z.int(),
});
export type StoredData = z.infer<typeof StoredData>;

export const RemovalScope = z.object({
  /** Only what is older than so many days; null: everything. */
  olderThanDays: z.int().min(1).max(36_500).nullable(),
});
export type RemovalScope = z.infer<typeof RemovalScope>;

export const Removal = z.object({
  /** Tables with rows to remove, and the number of these. */
  tables: z.array(z.object({ name: z.string(), part: DataPart, rows: z.int() })),
  files: z.array(StoredFile),
});
export type Removal = z.infer<typeof Removal>;

export const dataMethods = {
  'data.list': method(nothing, StoredData),
  /** What a removal would remove. Removes nothing. */
  'data.preview': method(RemovalScope, Removal),
  /** Removes from the store, its log, the files and the backups. @returns what was removed */
  'data.remove': method(RemovalScope, Removal),
} as const;
