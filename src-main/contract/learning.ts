import { z } from 'zod';
import { Bilingual } from './schemas.ts';

/** The nouns of learning that cross the contract. */

export const SampleSource = z.enum(['correction', 'confirmation', 'implicit', 'glossary', 'style']);
/** `pending`: made from a template and not seen by the writer yet. */
export const SampleStatus = z.enum(['pending', 'approved', 'rejected']);
/** What a sample was made from. */
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
  /** The imported file's name; null for what was pasted or said in the app. */
  fileName: z.string().nullable(),
  /** Of the file, counted from 1, headings included. */
  row: z.int().nullable(),
  /** The suggestion that the writer judged. */
  suggestionId: z.string().nullable(),
  /** The document that it was said in; null where that is not known. */
  documentId: z.string().nullable(),
  /** Why it is not learned although it is approved; null where it is. */
  unused: Bilingual.nullable(),
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
/** `text` is what was pasted: the kind of table is found out. */
export const ImportFormat = z.enum(['csv', 'tsv', 'xlsx', 'jsonl', 'text']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** Which part of a table is what. */
export const TableLayout = z.object({
  /** Among the sheets, from 0. */
  sheet: z.int().min(0),
  /** Row number of the heading, from 1; null where there is none. */
  header: z.int().min(1).nullable(),
  /** Where each column of the kind stands, from 0; null for one that the table does not have. */
  columns: z.record(z.string(), z.int().min(0).nullable()),
  /** Row numbers below the heading that are not imported. */
  leftOut: z.array(z.int().min(1)).max(50_000),
});
export type TableLayout = z.infer<typeof TableLayout>;

export const ImportInput = z.object({
  kind: ImportKind,
  format: ImportFormat,
  /** Base64 of a file's bytes, or the text itself. 20 MB at most. */
  content: z.discriminatedUnion('as', [
    z.object({ as: z.literal('bytes'), data: z.base64().max(28_000_000) }),
    z.object({ as: z.literal('text'), text: z.string().max(20_000_000) }),
  ]),
  fileName: z.string().max(300).nullable().default(null),
  /** The document on the screen, a paragraph a line: its newest words are searched for terms too. */
  openText: z.string().max(2_000_000).default(''),
  /** What is absent is found out. */
  layout: TableLayout.partial().default({}),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** A row that was left out, or something to know about one that was kept. */
export const RowNote = z.object({
  row: z.int(),
  column: z.string(),
  text: Bilingual,
});
export type RowNote = z.infer<typeof RowNote>;

export const ImportReport = z.object({
  /** New samples, those that wait for approval among them. */
  added: z.int(),
  pending: z.int(),
  /** Samples that were there already. */
  known: z.int(),
  /** New terms. */
  terms: z.int(),
  /** New pairs. */
  pairs: z.int(),
  /** Rows left out, the first 200 of `refusedTotal`. */
  refused: z.array(RowNote),
  refusedTotal: z.int(),
  /** Rows that were kept, with something to know about them; the first 200. */
  notes: z.array(RowNote),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** A table as it was understood. */
export const UnderstoodTable = z.object({
  layout: TableLayout,
  /** Names of the sheets; one without a name for what is no spreadsheet. */
  sheets: z.array(z.string()),
  /** The first rows as they stand: one of them is the heading, perhaps. */
  top: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  /** What the writer calls the columns of the table: headings, or letters. */
  headings: z.array(z.string()),
  /** Names of the kind's columns, those that are needed first. */
  columns: z.array(z.string()),
  /** Rows below the heading by the kind's columns, the first 5,000 of `rowsTotal`. */
  rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  rowsTotal: z.int(),
});
export type UnderstoodTable = z.infer<typeof UnderstoodTable>;

/** What an import would store: the table as it was understood, and the first 100 sentences. */
export const ImportPreview = z.object({
  table: UnderstoodTable,
  lines: z.array(z.object({ row: z.int(), kind: ImportKind, text: z.string(), answer: z.string() })),
  /** Numbers of the rows that would be stored. */
  kept: z.array(z.int()),
  refused: z.array(RowNote),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** One text with several answers. */
export const Contradiction = z.object({
  text: z.string(),
  /** The sample whose answer counts; null where none does until the writer chooses. */
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
  /** Of the templates. */
  kind: z.string(),
  fileName: z.string().nullable(),
  row: z.int().nullable(),
  /** Sentences that are learned from, and that wait. */
  approved: z.int(),
  pending: z.int(),
});
export type Term = z.infer<typeof Term>;

export const StylePair = z.object({
  id: z.string(),
  at: z.int(),
  plain: z.string(),
  formal: z.string(),
  /** Plain word → formal word, as they were aligned. */
  words: z.array(z.object({ plain: z.string(), formal: z.string() })),
  fileName: z.string().nullable(),
  row: z.int().nullable(),
});
export type StylePair = z.infer<typeof StylePair>;

export const Query = z.object({ query: z.string().max(200).optional() });

/** What of the writer's samples is no longer as it was. */
export const SamplesChanged = z.object({ what: z.enum(['samples', 'terms', 'pairs']) });
