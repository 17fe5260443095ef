import { z } from 'zod';
import { Message } from './text.ts';

/** Samples, terms and style pairs. */

export const SampleSource = z.enum(['correction', 'confirmation', 'implicit', 'glossary', 'style']);
/** `pending`: generated from a template and not yet approved by the writer. */
export const SampleStatus = z.enum(['pending', 'approved', 'rejected']);
/** The material that a sample was made from. */
export const SampleOrigin = z.enum([
  'suggestion',
  'file',
  'document',
  'example',
  'definition',
  'template',
  'pair',
]);

export const SampleItem = z.object({
  /** Hash of text and answer. */
  id: z.string(),
  at: z.int(),
  source: SampleSource,
  origin: SampleOrigin,
  status: SampleStatus,
  /** Scrubbed; one `[MASK]`. */
  text: z.string(),
  answer: z.string(),
  rejected: z.array(z.string()),
  weight: z.number().gt(0).max(1),
  /** Name of the imported file; null for pasted text and feedback. */
  fileName: z.string().nullable(),
  /** Row in the file, from 1, headings included. */
  row: z.int().nullable(),
  /** The suggestion that the writer gave feedback on. */
  suggestionId: z.string().nullable(),
  /** The document of the feedback; null if it is unknown. */
  documentId: z.string().nullable(),
  /** Why learning leaves out an approved sample; null if it does not. */
  unused: Message.nullable(),
  /** Whether the team shares it; it goes when the team removes it, or the writer leaves. */
  team: z.boolean(),
});
export type SampleItem = z.infer<typeof SampleItem>;

export const SamplePage = z.object({
  query: z.string().max(200).optional(),
  source: SampleSource.optional(),
  status: SampleStatus.optional(),
  limit: z.int().min(1).max(500).default(50),
  offset: z.int().min(0).default(0),
});
export type SamplePage = z.infer<typeof SamplePage>;

export const ImportKind = z.enum(['correction', 'glossary', 'style']);
export type ImportKind = z.infer<typeof ImportKind>;
/** `text` is pasted text, whose table format is detected. */
export const ImportFormat = z.enum(['csv', 'tsv', 'xlsx', 'jsonl', 'text']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** The meaning of a table's sheets, rows and columns. */
export const TableLayout = z.object({
  /** Index of the sheet, from 0. */
  sheet: z.int().min(0),
  /** Row number of the headings, from 1; null if there are none. */
  header: z.int().min(1).nullable(),
  /** Index of each column of the kind, from 0; null if the table does not have it. */
  columns: z.record(z.string(), z.int().min(0).nullable()),
  /** Numbers of the rows that are not imported. */
  leftOut: z.array(z.int().min(1)).max(50_000),
});
export type TableLayout = z.infer<typeof TableLayout>;

export const ImportInput = z.object({
  kind: ImportKind,
  format: ImportFormat,
  /** Base64 of a file's bytes, or pasted text; at most 20 MB. */
  content: z.discriminatedUnion('as', [
    z.object({ as: z.literal('bytes'), data: z.base64().max(28_000_000) }),
    z.object({ as: z.literal('text'), text: z.string().max(20_000_000) }),
  ]),
  fileName: z.string().max(300).nullable().default(null),
  /** Text of the open document, a paragraph a line, in which sentences with terms are searched too. */
  openText: z.string().max(2_000_000).default(''),
  /** Absent parts are detected. */
  layout: TableLayout.partial().default({}),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** A note about a row, which was left out or imported. */
export const RowNote = z.object({
  row: z.int(),
  column: z.string(),
  text: Message,
});
export type RowNote = z.infer<typeof RowNote>;

export const ImportReport = z.object({
  /** Number of new samples, with those that wait for approval. */
  added: z.int(),
  pending: z.int(),
  /** Number of samples that were known before. */
  known: z.int(),
  /** Number of new terms. */
  terms: z.int(),
  /** Number of new pairs. */
  pairs: z.int(),
  /** The first 200 of the `refusedTotal` rows that were left out. */
  refused: z.array(RowNote),
  refusedTotal: z.int(),
  /** The first 200 notes about imported rows. */
  notes: z.array(RowNote),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** A table, with its detected layout. */
export const UnderstoodTable = z.object({
  layout: TableLayout,
  /** Names of the sheets; one empty name for a file that is not a spreadsheet. */
  sheets: z.array(z.string()),
  /** The first rows, among which the headings may be. */
  top: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  /** Headings of the table's columns, or their letters. */
  headings: z.array(z.string()),
  /** Names of the kind's columns, required ones first. */
  columns: z.array(z.string()),
  /** The first 5,000 of the `rowsTotal` rows, with the cells in the order of `columns`. */
  rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  rowsTotal: z.int(),
});
export type UnderstoodTable = z.infer<typeof UnderstoodTable>;

/** The result of an import that stores nothing: the table with its layout, and the first 100 sentences. */
export const ImportPreview = z.object({
  table: UnderstoodTable,
  lines: z.array(z.object({ row: z.int(), kind: ImportKind, text: z.string(), answer: z.string() })),
  /** Numbers of the rows that the import would store. */
  kept: z.array(z.int()),
  refused: z.array(RowNote),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** One text with several answers. */
export const Contradiction = z.object({
  text: z.string(),
  /** The sample whose answer counts; null if none does until the writer chooses. */
  counts: z.string().nullable(),
  samples: z.array(SampleItem),
});
export type Contradiction = z.infer<typeof Contradiction>;

export const Term = z.object({
  id: z.string(),
  at: z.int(),
  term: z.string(),
  definition: z.string().nullable(),
  domain: z.string().nullable(),
  /** Kind of term, which selects its templates. */
  kind: z.string(),
  fileName: z.string().nullable(),
  row: z.int().nullable(),
  /** Number of sentences that are approved, and that wait for approval. */
  approved: z.int(),
  pending: z.int(),
  /** Whether the team shares it; it goes when the team removes it, or the writer leaves. */
  team: z.boolean(),
});
export type Term = z.infer<typeof Term>;

export const StylePair = z.object({
  id: z.string(),
  at: z.int(),
  plain: z.string(),
  formal: z.string(),
  /** The aligned words that differ. */
  words: z.array(z.object({ plain: z.string(), formal: z.string() })),
  fileName: z.string().nullable(),
  row: z.int().nullable(),
  /** Whether the team shares it; it goes when the team removes it, or the writer leaves. */
  team: z.boolean(),
});
export type StylePair = z.infer<typeof StylePair>;

export const Query = z.object({ query: z.string().max(200).optional() });

/** The kind of data that changed. */
export const SamplesChanged = z.object({ what: z.enum(['samples', 'terms', 'pairs']) });
