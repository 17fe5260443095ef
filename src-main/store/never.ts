import { CodedError } from '../base/error.ts';
import type { NeverRule } from '../contract/schemas.ts';
import type { ReadDb, WriteDb } from './db.ts';
import type { Scrubbed } from './scrubbed.ts';

export interface NewRule {
  readonly id: string;
  readonly at: number;
  readonly word: Scrubbed;
  readonly scope: NeverRule['scope'];
  /** The document of a rule for one document; null for a rule for all. */
  readonly documentId: string | null;
}

/** Adds a rule, or finds the one that says the same. @returns its id */
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
  throw new CodedError('not-found', {
    zh: '这条规则已经不在了，无需再删除。',
    en: 'This rule is already gone; there is nothing left to remove.',
  });
}

/** Newest first; all of them where the query is empty. */
export function listRules(db: ReadDb, query = ''): NeverRule[] {
  const like = `%${query.trim().replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .prepare<[string], NeverRule>(
      `SELECT id, at, word, scope, document_id AS documentId FROM never_rules
       WHERE word LIKE ? ESCAPE '\\' ORDER BY at DESC, rowid DESC`,
    )
    .all(like);
}

/** Words that are not offered in a document; null asks for the rules that hold everywhere. */
export function unwantedIn(db: ReadDb, documentId: string | null): Set<string> {
  const rows = db
    .prepare<[string | null], { word: string }>(
      `SELECT word FROM never_rules WHERE scope = 'everywhere' OR document_id = ?`,
    )
    .all(documentId);
  return new Set(rows.map(({ word }) => word));
}
