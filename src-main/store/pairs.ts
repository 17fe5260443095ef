import { CodedError } from '../base/error.ts';
import type { StylePair } from '../contract/learning.ts';
import { message } from '../texts/message.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { likePattern } from './like.ts';
import { isTeamImport, type Provenance } from './samples.ts';
import type { Scrubbed } from './scrubbed.ts';

/** Style pairs: a plain and a formal sentence of the same meaning, and their words that differ. */

export interface NewPair {
  /** Hash of both sentences. */
  readonly id: string;
  readonly at: number;
  readonly plain: Scrubbed;
  readonly formal: Scrubbed;
  readonly words: readonly { readonly plain: Scrubbed; readonly formal: Scrubbed }[];
  readonly provenance: Provenance;
}

/** A pair that a team shares becomes the writer's own, who imported it too. @returns whether it did */
const takeOver = (db: WriteDb, { id, at, provenance: { importId, row } }: NewPair): boolean =>
  !isTeamImport(db, importId) &&
  db
    .prepare(
      `UPDATE style_pairs SET at = ?, import_id = ?, row = ?
       WHERE id = ? AND import_id IN (SELECT id FROM imports WHERE team IS NOT NULL)`,
    )
    .run(at, importId, row, id).changes > 0;

/** @returns whether the pair is new to the writer */
export function addPair(db: WriteDb, pair: NewPair): boolean {
  if (takeOver(db, pair)) return true;
  const { changes } = db
    .prepare(
      'INSERT INTO style_pairs (id, at, plain, formal, import_id, row) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    )
    .run(pair.id, pair.at, pair.plain, pair.formal, pair.provenance.importId, pair.provenance.row);
  if (changes === 0) return false;
  const put = db.prepare(
    'INSERT INTO style_words (plain, formal, pair_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { plain, formal } of pair.words) put.run(plain, formal, pair.id);
  return true;
}

interface Row extends Omit<StylePair, 'words' | 'team'> {
  readonly words: string;
  readonly team: 0 | 1;
}

/** Newest import first, and in it the first row first. */
export function listPairs(db: ReadDb, query?: string): StylePair[] {
  return db
    .prepare<[{ like: string | null }], Row>(
      `SELECT p.id, p.at, p.plain, p.formal, i.file_name AS fileName, p.row,
              i.team IS NOT NULL AS team,
              (SELECT json_group_array(json_object('plain', w.plain, 'formal', w.formal))
               FROM style_words w WHERE w.pair_id = p.id) AS words
       FROM style_pairs p LEFT JOIN imports i ON i.id = p.import_id
       WHERE @like IS NULL OR p.plain LIKE @like ESCAPE '\\' OR p.formal LIKE @like ESCAPE '\\'
       ORDER BY p.at DESC, p.rowid`,
    )
    .all({ like: likePattern(query) })
    .map((row) => ({
      ...row,
      words: JSON.parse(row.words) as StylePair['words'],
      team: row.team === 1,
    }));
}

export interface FormalWord {
  readonly formal: string;
  /** The plain sentence of the pair. */
  readonly plain: string;
  readonly at: number;
}

/** The formal words for a word: those of the newest pair first, and of one pair the whole phrase before its parts. */
export function formalWords(db: ReadDb, word: string): FormalWord[] {
  return db
    .prepare<[string], FormalWord>(
      `SELECT w.formal, p.plain, p.at FROM style_words w JOIN style_pairs p ON p.id = w.pair_id
       WHERE w.plain = ? ORDER BY p.at DESC, p.rowid, length(w.formal) DESC`,
    )
    .all(word);
}

/** Removes a pair and the samples made from it. @throws CodedError `not-found` */
export function removePair(db: WriteDb, id: string): void {
  const { changes } = db.prepare('DELETE FROM style_pairs WHERE id = ?').run(id);
  if (changes > 0) return;
  throw new CodedError('not-found', message('store.pair-gone'));
}
