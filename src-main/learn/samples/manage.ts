import { stringify } from 'csv-stringify/sync';
import { CodedError } from '../../base/error.ts';
import { castFormulas } from '../../base/formula.ts';
import type { ImportFormat, ImportKind, ImportReport, UnderstoodTable } from '../../contract/learning.ts';
import { scrub } from '../../privacy/scrub.ts';
import { inTransaction, type ReadDb, type WriteDb } from '../../store/db.ts';
import { draftContents } from '../../store/drafts.ts';
import { forgetInExams } from '../../store/exams.ts';
import { forgetJudgements } from '../../store/judgements.ts';
import { removeMemoryKeys } from '../../store/memory-keys.ts';
import { editSample, findSample, removeSample, sampleGone, templateUse } from '../../store/samples.ts';
import { listTerms } from '../../store/terms.ts';
import { forgetHeld } from '../../store/version-samples.ts';
import { conflictsOver, listSamples, samplesOf } from './collect.ts';
import type { GlossarySources } from './glossary.ts';
import { sampleId } from './id.ts';
import { type PreviewLine, previewOf, storeImport } from './import.ts';
import { type LayoutWish, understand } from './layout.ts';
import { viewOf } from './layout-view.ts';
import { type Prepared, prepareImport } from './prepare.ts';
import { type SampleReading, sampleTable } from './sample-table.ts';
import { textOfDraft } from './sentences.ts';
import { type ReadSheets, readTables, type TableContent } from './table.ts';
import type { TermKind } from './templates.ts';
import { validateSample } from './validate.ts';

/** Operations on samples, shared by the app's handlers and the command line. */

export interface ImportRequest {
  readonly kind: ImportKind;
  readonly format: ImportFormat;
  readonly content: TableContent;
  readonly fileName: string | null;
  /** Text of open documents that the store may not have in full yet, one paragraph a line. */
  readonly openText?: string;
  /** The layout that the writer gave; the rest is detected. */
  readonly layout?: LayoutWish;
}

export interface ImportTools {
  readonly kinds: readonly TermKind[];
  readonly readSheets: ReadSheets;
  readonly now: () => number;
  readonly newId: () => string;
  readonly signal?: AbortSignal;
}

function sourcesOf(
  db: ReadDb,
  { kind, openText = '' }: ImportRequest,
  kinds: readonly TermKind[],
): GlossarySources {
  if (kind !== 'glossary') return { documents: '', kinds, templateUse: new Map(), knownTerms: new Set() };
  const documents = [openText, ...Array.from(draftContents(db), textOfDraft)].join('\n');
  const knownTerms = new Set(listTerms(db).map(({ term }) => term));
  return { documents, kinds, templateUse: templateUse(db), knownTerms };
}

async function prepare(
  db: ReadDb,
  request: ImportRequest,
  { kinds, readSheets, signal }: ImportTools,
): Promise<{ prepared: Prepared; table: UnderstoodTable }> {
  const { kind, layout = {} } = request;
  const tables = await readTables(request.content, request.format, readSheets);
  const understood = understand(kind, tables, layout);
  const leftOut = layout.leftOut ? new Set(layout.leftOut) : null;
  const sources = sourcesOf(db, request, kinds);
  const prepared = await prepareImport(kind, understood, leftOut, sources, signal);
  return { prepared, table: viewOf(kind, tables, understood, leftOut) };
}

/**
 * Imports a table: stores the valid rows and reports the others.
 * @throws CodedError `document-unreadable`, `bad-input` if nothing could be read; AbortError
 */
export async function importSamples(
  db: WriteDb,
  request: ImportRequest,
  tools: ImportTools,
): Promise<ImportReport> {
  const { prepared } = await prepare(db, request, tools);
  return storeImport(db, prepared, {
    id: tools.newId(),
    at: tools.now(),
    fileName: request.fileName === null ? null : scrub(request.fileName).text,
    newId: tools.newId,
  });
}

export interface Preview {
  readonly table: UnderstoodTable;
  readonly lines: PreviewLine[];
  readonly kept: number[];
  readonly refused: Prepared['refused'];
}

/** The preview of an import. Stores nothing. */
export async function previewImport(
  db: ReadDb,
  request: ImportRequest,
  tools: ImportTools,
  most: number,
): Promise<Preview> {
  const { prepared, table } = await prepare(db, request, tools);
  const kept = prepared.rows.map(({ row }) => row);
  return { table, lines: previewOf(prepared, most), kept, refused: prepared.refused };
}

/**
 * Changes a sample's text and answer, and approves it.
 * @returns its new id
 * @throws CodedError `not-found`; `bad-input` with the reason
 */
export function changeSample(db: WriteDb, id: string, given: { text: string; answer: string }): string {
  if (!findSample(db, id)) throw sampleGone();
  const checked = validateSample(given);
  if (!checked.ok) throw new CodedError('bad-input', checked.refusal.text);
  const { text, answer } = checked.sample;
  const newId = sampleId(text, answer);
  inTransaction(db, () => editSample(db, id, { newId, text, answer }));
  return newId;
}

/** Removes samples, the feedback that they come from, and their memory keys. Called in a transaction. */
function forgetAll(db: WriteDb, samples: readonly { id: string; suggestionId?: string | null }[]): void {
  for (const { id } of samples) removeSample(db, id);
  forgetJudgements(
    db,
    samples.flatMap(({ suggestionId }) => suggestionId ?? []),
  );
  removeMemoryKeys(
    db,
    samples.map(({ id }) => id),
  );
}

/**
 * Removes a sample; the next version is trained without it. Records of earlier versions retain its id, without its
 * text.
 * @throws CodedError `not-found`
 */
export function forgetSample(db: WriteDb, id: string): void {
  inTransaction(db, () => {
    const held = forgetHeld(db, id);
    const all = samplesOf(db, id, held?.answer);
    const known = all[0] ?? held;
    if (!known) throw sampleGone();
    forgetAll(db, [...all, { id }]);
    forgetInExams(db, known.text, known.answer);
  });
}

/** Keeps one answer of a text and removes the samples with other answers. @throws CodedError `not-found` */
export function chooseAnswer(db: WriteDb, id: string): void {
  const conflict = conflictsOver(db).find(({ claims }) => claims.some((one) => one.id === id));
  const chosen = conflict?.claims.find((one) => one.id === id);
  if (!conflict || !chosen) throw sampleGone();
  const others = conflict.claims.filter(({ answer }) => answer !== chosen.answer);
  inTransaction(db, () => forgetAll(db, others));
}

const exported = ['text', 'answer', 'rejected', 'source', 'origin', 'status', 'weight', 'at'] as const;

/** All samples, in the format of an import of corrections. */
export function exportSamples(db: ReadDb, format: 'jsonl' | 'csv', reading: SampleReading): string {
  const { items } = listSamples(db, { limit: Number.MAX_SAFE_INTEGER, offset: 0 }, Infinity);
  if (format === 'csv') {
    const { columns, rows } = sampleTable(items, reading);
    // The byte order mark tells spreadsheets that the table is UTF-8. Text that looks like a formula is escaped.
    return stringify(rows, { header: true, bom: true, columns, ...castFormulas });
  }
  return items
    .map((item) => `${JSON.stringify(Object.fromEntries(exported.map((name) => [name, item[name]])))}\n`)
    .join('');
}
