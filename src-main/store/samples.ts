import { CodedError } from '../base/error.ts';
import type { ImportKind, SampleItem, SamplePage } from '../contract/learning.ts';
import { message } from '../texts/message.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { likePattern } from './like.ts';
import type { Scrubbed } from './scrubbed.ts';

/** Samples that were imported or generated; those from feedback are in `judgements.ts`. */

/** The file and row that a sample comes from. */
export interface Provenance {
  readonly importId: string;
  readonly row: number;
}

export interface NewSample {
  /** Hash of text and answer. */
  readonly id: string;
  readonly at: number;
  readonly source: 'correction' | 'glossary' | 'style';
  readonly origin: Exclude<SampleItem['origin'], 'suggestion'>;
  readonly status: SampleItem['status'];
  readonly text: Scrubbed;
  readonly answer: Scrubbed;
  readonly rejected: readonly Scrubbed[];
  readonly weight: number;
  readonly termId?: string;
  readonly pairId?: string;
  readonly provenance: Provenance;
}

/** A stored sample, with the term or pair that it belongs to. */
export interface StoredSample extends SampleItem {
  readonly term: string | null;
  readonly pairId: string | null;
}

export interface NewImport {
  readonly id: string;
  readonly at: number;
  readonly kind: ImportKind;
  readonly fileName: Scrubbed | null;
  /** SHA-256 of the content, where a team shares it; null for an import of the writer's own. */
  readonly team?: string | null | undefined;
}

export function addImport(db: WriteDb, { id, at, kind, fileName, team = null }: NewImport): void {
  db.prepare('INSERT INTO imports (id, at, kind, file_name, team) VALUES (?, ?, ?, ?, ?)').run(
    id,
    at,
    kind,
    fileName,
    team,
  );
}

/** Whether a team shares what this import holds; false for rows without an import. */
export const isTeamImport = (db: ReadDb, importId: string | null): boolean =>
  db.prepare('SELECT 1 FROM imports WHERE id = ? AND team IS NOT NULL').get(importId) !== undefined;

/** A sample that a team shares becomes the writer's own, who imported it too. @returns whether it did */
const takeOver = (db: WriteDb, sample: NewSample): boolean =>
  !isTeamImport(db, sample.provenance.importId) &&
  db
    .prepare(
      `UPDATE samples SET at = @at, source = @source, origin = @origin, status = @status, weight = @weight,
         rejected = @rejected, term_id = @termId, pair_id = @pairId, import_id = @importId, row = @row
       WHERE id = @id AND import_id IN (SELECT id FROM imports WHERE team IS NOT NULL)`,
    )
    .run({
      id: sample.id,
      at: sample.at,
      source: sample.source,
      origin: sample.origin,
      status: sample.status,
      weight: sample.weight,
      rejected: JSON.stringify(sample.rejected),
      termId: sample.termId ?? null,
      pairId: sample.pairId ?? null,
      importId: sample.provenance.importId,
      row: sample.provenance.row,
    }).changes > 0;

/**
 * Adds a sample. Adding a sample that waits for approval again approves it.
 * @returns whether the sample is new to the writer
 */
export function addSample(db: WriteDb, sample: NewSample): boolean {
  if (takeOver(db, sample)) return true;
  const { changes } = db
    .prepare(
      `INSERT INTO samples (id, at, source, origin, status, text, answer, rejected, weight, term_id, pair_id, import_id, row)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    )
    .run(
      sample.id,
      sample.at,
      sample.source,
      sample.origin,
      sample.status,
      sample.text,
      sample.answer,
      JSON.stringify(sample.rejected),
      sample.weight,
      sample.termId ?? null,
      sample.pairId ?? null,
      sample.provenance.importId,
      sample.provenance.row,
    );
  if (changes > 0) return true;
  // What a team shares changes no sample of the writer's own.
  if (sample.status === 'approved' && !isTeamImport(db, sample.provenance.importId))
    db.prepare(`UPDATE samples SET status = 'approved' WHERE id = ? AND status = 'pending'`).run(sample.id);
  return false;
}

interface Row extends Omit<StoredSample, 'rejected' | 'unused' | 'suggestionId' | 'documentId' | 'team'> {
  readonly rejected: string;
  readonly team: 0 | 1;
}

const columns = `
  s.id, s.at, s.source, s.origin, s.status, s.text, s.answer, s.rejected, s.weight, s.row,
  s.pair_id AS pairId, i.file_name AS fileName, i.team IS NOT NULL AS team, t.term
  FROM samples s LEFT JOIN imports i ON i.id = s.import_id LEFT JOIN glossary_terms t ON t.id = s.term_id`;

const itemOf = (row: Row): StoredSample => ({
  ...row,
  rejected: JSON.parse(row.rejected) as string[],
  suggestionId: null,
  documentId: null,
  unused: null,
  team: row.team === 1,
});

export type SampleFilter = Pick<SamplePage, 'query' | 'source' | 'status'>;

/** Newest import first, and in it the first row first. */
export function storedSamples(db: ReadDb, { query, source, status }: SampleFilter = {}): StoredSample[] {
  return db
    .prepare<[{ like: string | null; source: string | null; status: string | null }], Row>(
      `SELECT ${columns}
       WHERE (@source IS NULL OR s.source = @source) AND (@status IS NULL OR s.status = @status)
         AND (@like IS NULL OR s.text LIKE @like ESCAPE '\\' OR s.answer LIKE @like ESCAPE '\\')
       ORDER BY s.at DESC, s.rowid`,
    )
    .all({ like: likePattern(query), source: source ?? null, status: status ?? null })
    .map(itemOf);
}

export function findSample(db: ReadDb, id: string): StoredSample | null {
  const row = db.prepare<[string], Row>(`SELECT ${columns} WHERE s.id = ?`).get(id);
  return row ? itemOf(row) : null;
}

export const sampleGone = (): CodedError => new CodedError('not-found', message('store.sample-gone'));

/** Sets whether learning uses samples, of all or of none. @returns the number of samples changed */
export function setStatus(db: WriteDb, ids: readonly string[], status: SampleItem['status']): number {
  const set = db.prepare('UPDATE samples SET status = ? WHERE id = ?');
  return inTransaction(db, () => ids.reduce((sum, id) => sum + set.run(status, id).changes, 0));
}

/** Approves all samples that wait. @returns their number */
export const approveAll = (db: WriteDb): number =>
  db.prepare(`UPDATE samples SET status = 'approved' WHERE status = 'pending'`).run().changes;

export interface SampleEdit {
  /** Hash of the new text and answer. */
  readonly newId: string;
  readonly text: Scrubbed;
  readonly answer: Scrubbed;
}

/** Changes and approves a sample. If there is a sample equal to the new one, the old one is removed. @throws CodedError `not-found` */
export function editSample(db: WriteDb, id: string, { newId, text, answer }: SampleEdit): void {
  const there = newId !== id && db.prepare('SELECT 1 FROM samples WHERE id = ?').get(newId);
  if (there) {
    if (!removeSample(db, id)) throw sampleGone();
    setStatus(db, [newId], 'approved');
    return;
  }
  const { changes } = db
    .prepare(`UPDATE samples SET id = ?, text = ?, answer = ?, status = 'approved' WHERE id = ?`)
    .run(newId, text, answer, id);
  if (changes === 0) throw sampleGone();
}

/** @returns whether it was there */
export const removeSample = (db: WriteDb, id: string): boolean =>
  db.prepare('DELETE FROM samples WHERE id = ?').run(id).changes > 0;

/** How often each template's sentence is in use. */
export function templateUse(db: ReadDb): Map<string, number> {
  const rows = db
    .prepare<[], { text: string; n: number }>(
      `SELECT text, count(*) AS n FROM samples WHERE origin = 'template' GROUP BY text`,
    )
    .all();
  return new Map(rows.map(({ text, n }) => [text, n]));
}
