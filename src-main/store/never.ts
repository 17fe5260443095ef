import { CodedError } from '../base/error.ts';
import type { NeverRule } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import type { ReadDb, WriteDb } from './db.ts';
import type { Scrubbed } from './scrubbed.ts';

export interface NewRule {
  readonly id: string;
  readonly at: number;
  readonly word: Scrubbed;
  readonly scope: NeverRule['scope'];
  /** Null for a rule that applies to all documents. */
  readonly documentId: string | null;
}

/** Adds a rule unless there is an equal one. @returns the rule's id */
export function addRule(db: WriteDb, rule: NewRule): string {
  const { id, at, word, scope, documentId } = rule;
  db.prepare(
    `INSERT INTO never_rules (id, at, word, scope, document_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(id, at, word, scope, documentId);
  const kept = db
    .prepare<[string, string, string | null], { id: string }>(
      'SELECT id FROM never_rules WHERE word = ? AND scope = ? AND document_id IS ?',
    )
    .get(word, scope, documentId);
  return kept?.id ?? id;
}

/** @throws CodedError `not-found` */
export function removeRule(db: WriteDb, id: string): void {
  const { changes } = db.prepare('DELETE FROM never_rules WHERE id = ?').run(id);
  if (changes > 0) return;
  throw new CodedError('not-found', message('store.rule-gone'));
}

/** Newest first; all rules for an empty query. */
export function listRules(db: ReadDb, query = ''): NeverRule[] {
  const like = `%${query.trim().replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .prepare<[string], NeverRule>(
      `SELECT id, at, word, scope, document_id AS documentId FROM never_rules
       WHERE word LIKE ? ESCAPE '\\' ORDER BY at DESC, rowid DESC`,
    )
    .all(like);
}

/** The words that are not offered in a document. @param documentId null: only the rules for all documents */
export function unwantedIn(db: ReadDb, documentId: string | null): Set<string> {
  const rows = db
    .prepare<[string | null], { word: string }>(
      `SELECT word FROM never_rules WHERE scope = 'everywhere' OR document_id = ?`,
    )
    .all(documentId);
  return new Set(rows.map(({ word }) => word));
}
