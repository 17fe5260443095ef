import { CodedError } from '../base/error.ts';
import type { Term } from '../contract/learning.ts';
import { message } from '../texts/message.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { likePattern } from './like.ts';
import { isTeamImport, type Provenance } from './samples.ts';
import type { Scrubbed } from './scrubbed.ts';

/** The glossary: the writer's own terms, and those that a team shares. */

export interface NewTerm {
  readonly id: string;
  readonly at: number;
  readonly term: Scrubbed;
  readonly definition: Scrubbed | null;
  readonly domain: Scrubbed | null;
  readonly kind: string;
  readonly provenance: Provenance;
}

/** A term that a team shares becomes the writer's own, who imported it too. */
const takeOver = (db: WriteDb, id: string, { at, definition, domain, kind, provenance }: NewTerm): void =>
  void db
    .prepare(
      'UPDATE glossary_terms SET at = ?, definition = ?, domain = ?, kind = ?, import_id = ?, row = ? WHERE id = ?',
    )
    .run(at, definition, domain, kind, provenance.importId, provenance.row, id);

/**
 * Adds a term, or fills the empty fields of a known one. What a team shares changes no term of the writer's own.
 * @returns its id, and whether it is new to the writer
 */
export function addTerm(db: WriteDb, added: NewTerm): { id: string; isNew: boolean } {
  const known = db
    .prepare<[string], { id: string; importId: string | null }>(
      'SELECT id, import_id AS importId FROM glossary_terms WHERE term = ?',
    )
    .get(added.term);
  if (known) {
    const { id } = known;
    if (isTeamImport(db, added.provenance.importId)) return { id, isNew: false };
    if (isTeamImport(db, known.importId)) {
      takeOver(db, id, added);
      return { id, isNew: true };
    }
    db.prepare(
      'UPDATE glossary_terms SET definition = ifnull(?, definition), domain = ifnull(?, domain), kind = ? WHERE id = ?',
    ).run(added.definition, added.domain, added.kind, id);
    return { id, isNew: false };
  }
  db.prepare(
    'INSERT INTO glossary_terms (id, at, term, definition, domain, kind, import_id, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    added.id,
    added.at,
    added.term,
    added.definition,
    added.domain,
    added.kind,
    added.provenance.importId,
    added.provenance.row,
  );
  return { id: added.id, isNew: true };
}

/** All terms with the number of their sentences: newest import first, and in it the first row first. */
export function listTerms(db: ReadDb, query?: string): Term[] {
  return db
    .prepare<[{ like: string | null }], Omit<Term, 'team'> & { readonly team: 0 | 1 }>(
      `SELECT t.id, t.at, t.term, t.definition, t.domain, t.kind, i.file_name AS fileName, t.row,
              i.team IS NOT NULL AS team,
              (SELECT count(*) FROM samples s WHERE s.term_id = t.id AND s.status = 'approved') AS approved,
              (SELECT count(*) FROM samples s WHERE s.term_id = t.id AND s.status = 'pending') AS pending
       FROM glossary_terms t LEFT JOIN imports i ON i.id = t.import_id
       WHERE @like IS NULL OR t.term LIKE @like ESCAPE '\\' OR t.definition LIKE @like ESCAPE '\\'
       ORDER BY t.at DESC, t.rowid`,
    )
    .all({ like: likePattern(query) })
    .map((row) => ({ ...row, team: row.team === 1 }));
}

/** Whether the glossary has this word. */
export const isTerm = (db: ReadDb, word: string): boolean =>
  db.prepare('SELECT 1 FROM glossary_terms WHERE term = ?').get(word) !== undefined;

/** The glossary term that overlaps a range of a text; null if there is none. */
export function termAt(db: ReadDb, text: string, start: number, end: number): string | null {
  const found = db
    .prepare<[string], { term: string }>(
      'SELECT term FROM glossary_terms WHERE instr(?, term) > 0 ORDER BY length(term) DESC',
    )
    .all(text);
  for (const { term } of found) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
      if (at < end && start < at + term.length) return term;
  }
  return null;
}

/** Removes a term and the sentences generated for it. @throws CodedError `not-found` */
export function removeTerm(db: WriteDb, id: string): void {
  const { changes } = db.prepare('DELETE FROM glossary_terms WHERE id = ?').run(id);
  if (changes > 0) return;
  throw new CodedError('not-found', message('store.term-gone'));
}
