import type { OwnDocument, OwnDocumentPage, OwnFolder } from '../contract/phrases.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { likePattern } from './like.ts';

/** The list of the writer's own documents and their places in the index; never their text. */

export const hasConsent = (db: ReadDb): boolean =>
  db.prepare('SELECT 1 FROM own_consent').get() !== undefined;

export function setConsent(db: WriteDb, given: boolean, at: number): void {
  if (given) db.prepare('INSERT INTO own_consent VALUES (1, ?) ON CONFLICT DO NOTHING').run(at);
  else db.prepare('DELETE FROM own_consent').run();
}

/** @returns the folder's id, also for a known folder */
export function addFolder(db: WriteDb, path: string, at: number): number {
  db.prepare('INSERT INTO own_folders (path, at) VALUES (?, ?) ON CONFLICT DO NOTHING').run(path, at);
  return Number(db.prepare('SELECT id FROM own_folders WHERE path = ?').pluck().get(path));
}

/** Removes a folder with its documents. @returns whether there was one */
export const removeFolder = (db: WriteDb, id: number): boolean =>
  db.prepare('DELETE FROM own_folders WHERE id = ?').run(id).changes > 0;

export const folderPaths = (db: ReadDb): { id: number; path: string }[] =>
  db.prepare<[], { id: number; path: string }>('SELECT id, path FROM own_folders ORDER BY id').all();

export const listFolders = (db: ReadDb): OwnFolder[] =>
  db
    .prepare<[], OwnFolder>(
      `SELECT CAST(f.id AS TEXT) AS id, f.path,
         count(d.segment) AS documents, coalesce(sum(d.characters), 0) AS characters,
         count(d.failure) AS failed
       FROM own_folders f LEFT JOIN own_documents d ON d.folder_id = f.id AND d.kept_out = 0
       GROUP BY f.id ORDER BY f.id`,
    )
    .all();

export const indexedTotals = (db: ReadDb): { opened: number; characters: number } =>
  db
    .prepare<[], { opened: number; characters: number }>(
      `SELECT count(*) FILTER (WHERE folder_id IS NULL) AS opened, coalesce(sum(characters), 0) AS characters
       FROM own_documents WHERE segment IS NOT NULL`,
    )
    .get() ?? { opened: 0, characters: 0 };

/** A file as of the last look at it. */
export interface KnownDocument {
  readonly number: number;
  readonly path: string;
  readonly folderId: number | null;
  readonly title: string;
  readonly bytes: number;
  readonly changedAt: number;
  readonly failure: OwnDocument['failure'];
  readonly segment: string | null;
  readonly keptOut: 0 | 1;
}

const known = `SELECT number, path, folder_id AS folderId, title, bytes, changed_at AS changedAt, failure, segment,
  kept_out AS keptOut FROM own_documents`;

export const allDocuments = (db: ReadDb): KnownDocument[] =>
  db.prepare<[], KnownDocument>(`${known} ORDER BY number`).all();

export const documentAt = (db: ReadDb, path: string): KnownDocument | null =>
  db.prepare<[string], KnownDocument>(`${known} WHERE path = ?`).get(path) ?? null;

export interface SeenFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** In place of size and time for a file that was not read yet. */
const unread = -1;

/**
 * Adds a file that is to be read. An earlier entry and its text stay until the reading ends, so that an interrupted
 * reading is repeated.
 * @returns the document's number
 */
export function noteFile(db: WriteDb, file: SeenFile, title: string, folderId: number | null): number {
  db.prepare(
    `INSERT INTO own_documents (path, folder_id, title, bytes, changed_at) VALUES (?, ?, ?, ${unread}, ?)
     ON CONFLICT (path) DO UPDATE SET folder_id = coalesce(folder_id, excluded.folder_id)`,
  ).run(file.path, folderId, title, file.changedAt);
  return Number(db.prepare('SELECT number FROM own_documents WHERE path = ?').pluck().get(file.path));
}

export interface ReadFile extends SeenFile {
  readonly number: number;
  /** UTF-16 units of its text. */
  readonly characters: number;
}

/** Records that documents were read into a new segment, except those that were removed meanwhile. */
export function placeRead(db: WriteDb, segment: string, files: readonly ReadFile[]): void {
  const place = db.prepare(
    `UPDATE own_documents SET segment = ?, characters = ?, bytes = ?, changed_at = ?, failure = NULL
     WHERE number = ? AND kept_out = 0`,
  );
  inTransaction(db, () => {
    for (const { number, characters, bytes, changedAt } of files)
      place.run(segment, characters, bytes, changedAt, number);
  });
}

/** Records that documents were copied from other segments into a new one. */
export function placeMoved(db: WriteDb, segment: string, numbers: readonly number[]): void {
  const place = db.prepare(
    'UPDATE own_documents SET segment = ? WHERE number = ? AND segment IS NOT NULL AND kept_out = 0',
  );
  inTransaction(db, () => {
    for (const number of numbers) place.run(segment, number);
  });
}

/** Records why a file's text is not used. */
export function failDocument(
  db: WriteDb,
  number: number,
  failure: NonNullable<OwnDocument['failure']>,
  seen?: SeenFile,
): void {
  db.prepare(
    `UPDATE own_documents SET failure = ?, segment = NULL, characters = 0,
       bytes = coalesce(?, bytes), changed_at = coalesce(?, changed_at)
     WHERE number = ?`,
  ).run(failure, seen?.bytes ?? null, seen?.changedAt ?? null, number);
}

/** Marks the documents of a lost segment as unread. */
export function loseSegment(db: WriteDb, segment: string): void {
  db.prepare(
    `UPDATE own_documents SET segment = NULL, characters = 0, bytes = ${unread} WHERE segment = ?`,
  ).run(segment);
}

export function removeDocuments(db: WriteDb, numbers: readonly number[]): void {
  const remove = db.prepare('DELETE FROM own_documents WHERE number = ?');
  inTransaction(db, () => {
    for (const number of numbers) remove.run(number);
  });
}

/** Removes a document for good. @returns whether there was one */
export const keepOut = (db: WriteDb, number: number): boolean =>
  db
    .prepare(
      'UPDATE own_documents SET kept_out = 1, segment = NULL, characters = 0 WHERE number = ? AND kept_out = 0',
    )
    .run(number).changes > 0;

/** Removes the documents that were last changed before a time, for good. @returns their number */
export const keepOutOlder = (db: WriteDb, before: number): number =>
  db
    .prepare(
      'UPDATE own_documents SET kept_out = 1, segment = NULL, characters = 0 WHERE changed_at < ? AND kept_out = 0',
    )
    .run(before).changes;

/** Most recently changed first. */
export function listDocuments(
  db: ReadDb,
  { folderId, query, failed, limit, offset }: OwnDocumentPage,
): { documents: OwnDocument[]; total: number } {
  const where = `FROM own_documents WHERE kept_out = 0
    AND (@failed = 0 OR failure IS NOT NULL)
    AND (@any = 1 OR folder_id IS @folder)
    AND (@like IS NULL OR title LIKE @like ESCAPE '\\' OR path LIKE @like ESCAPE '\\')`;
  const values = {
    failed: failed ? 1 : 0,
    any: folderId === undefined ? 1 : 0,
    folder: folderId === undefined || folderId === null ? null : Number(folderId),
    like: likePattern(query),
  };
  const documents = db
    .prepare<[typeof values & { limit: number; offset: number }], OwnDocument>(
      `SELECT CAST(number AS TEXT) AS id, title, path, CAST(folder_id AS TEXT) AS folderId, characters,
         changed_at AS changedAt, failure ${where}
       ORDER BY changed_at DESC, number DESC LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, limit, offset });
  const total = Number(db.prepare(`SELECT count(*) ${where}`).pluck().get(values));
  return { documents, total };
}

export function forgetDocuments(db: WriteDb): void {
  inTransaction(db, () => {
    for (const table of ['own_documents', 'own_folders', 'own_consent']) db.exec(`DELETE FROM ${table}`);
  });
}
