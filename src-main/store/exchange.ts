import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { CodedError } from '../base/error.ts';
import { castFormulas } from '../base/formula.ts';
import { FeedbackKind, longestGiven } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { giveFeedback } from './feedback.ts';
import { recordOf, type TableReading, tableOf } from './feedback-table.ts';
import type { Scrubbed } from './scrubbed.ts';
import { recordSuggestion } from './suggestions.ts';

/** Feedback as a file: a record a line (JSONL) or a table with headings (CSV). */

const gap = '[MASK]';

export type ExchangeFormat = 'jsonl' | 'csv';

const Offered = z
  .array(z.object({ word: z.string().max(longestGiven), probability: z.number().min(0).max(1) }))
  .max(50);

const documentId = /^doc-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const Record = z.object({
  at: z.coerce.number().int().min(0),
  kind: FeedbackKind,
  context: z
    .string()
    .max(5000)
    .refine((text) => text.includes(gap)),
  word: z
    .string()
    .max(longestGiven)
    .nullish()
    .transform((word) => word || null),
  offered: Offered.default([]),
  modelId: z.string().max(200).default('imported'),
  version: z.string().max(200).default('base'),
  /** Corrections of one document are held out together. Other values than Bumo's own ids are dropped: they may be personal. */
  document: z
    .string()
    .nullish()
    .transform((id) => (id && documentId.test(id) ? id : null)),
});
type Record = z.infer<typeof Record>;

type Row = Omit<Record, 'offered'> & { readonly offered: string };

/** All feedback, oldest first, as it is stored. */
export function exportFeedback(db: ReadDb, format: ExchangeFormat, reading: TableReading): string {
  const rows = db
    .prepare<[], Row>(
      `SELECT f.at, f.kind, s.context, f.word, s.offered, s.model_id AS modelId, s.version,
              s.document_id AS document
       FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id ORDER BY f.at, f.rowid`,
    )
    .all();
  if (format === 'csv') {
    const table = tableOf(rows, reading);
    // The byte order mark tells spreadsheets that the table is UTF-8.
    return stringify(table.rows, { header: true, bom: true, columns: table.columns, ...castFormulas });
  }
  return rows.map((row) => `${JSON.stringify({ ...row, offered: JSON.parse(row.offered) })}\n`).join('');
}

function invalid(line: number): never {
  throw new CodedError('bad-input', message('store.record-invalid', { line }));
}

function recordsOf(text: string, format: ExchangeFormat): unknown[] {
  if (format === 'jsonl') {
    return text
      .replace(/^\uFEFF/, '')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line, i) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          return invalid(i + 1);
        }
      });
  }
  try {
    const rows = parse(text, { bom: true, columns: true, skip_empty_lines: true }) as {
      [heading: string]: string;
    }[];
    return rows.map((row, i) => {
      try {
        return recordOf(row);
      } catch {
        return invalid(i + 1);
      }
    });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    return invalid(1);
  }
}

export interface ImportOptions {
  readonly format: ExchangeFormat;
  /** Applied to every text: a file may hold anything. */
  readonly scrub: (text: string) => Scrubbed;
  /** Applied to a word, with the text around it. */
  readonly scrubAt: (before: string, word: string, after: string) => Scrubbed;
  readonly newId: () => string;
}

/**
 * Adds the records of a file, all or none, and skips known ones.
 * @throws CodedError `bad-input`, whose text names the record
 */
export function importFeedback(
  db: WriteDb,
  text: string,
  { format, scrub, scrubAt, newId }: ImportOptions,
): { added: number; skipped: number } {
  const records = recordsOf(text, format).map((raw, i) => {
    const read = Record.safeParse(raw);
    return read.success ? read.data : invalid(i + 1);
  });
  const known = db.prepare(
    `SELECT 1 FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id
     WHERE f.at = ? AND f.kind = ? AND s.context = ? AND f.word IS ?`,
  );
  let added = 0;
  inTransaction(db, () => {
    for (const record of records) {
      const context = scrub(record.context);
      const start = context.indexOf(gap);
      const [before, after] = [context.slice(0, start), context.slice(start + gap.length)];
      const word = record.word === null ? null : scrubAt(before, record.word, after);
      if (known.get(record.at, record.kind, context, word)) continue;
      const suggestionId = newId();
      recordSuggestion(db, {
        id: suggestionId,
        at: record.at,
        context,
        gapStart: start,
        gapEnd: start + gap.length,
        offered: record.offered.map((one) => ({ word: scrub(one.word), probability: one.probability })),
        stage: 'full',
        modelId: record.modelId,
        version: record.version,
        provider: 'cpu',
        milliseconds: 0,
        documentId: record.document ?? undefined,
      });
      giveFeedback(db, { id: newId(), suggestionId, at: record.at, kind: record.kind, word });
      added++;
    }
  });
  return { added, skipped: records.length - added };
}
