import { CodedError } from '../base/error.ts';
import type { Draft } from '../contract/documents.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/** A draft as it is kept: a document as a whole, and a journal of what was changed since. */

type Row = Omit<Draft, 'journal'>;

export function getDraft(db: ReadDb, id: string): Draft | null {
  const row = db
    .prepare<[string], Row>('SELECT id, content, updated_at AS updatedAt, base FROM drafts WHERE id = ?')
    .get(id);
  if (!row) return null;
  const journal = db
    .prepare<[string], { entry: string }>('SELECT entry FROM draft_journal WHERE draft_id = ? ORDER BY seq')
    .all(id);
  return { ...row, journal: journal.map(({ entry }) => entry) };
}

/** Forgets a document; one that is not there is forgotten already. */
export function removeDraft(db: WriteDb, id: string): void {
  db.prepare('DELETE FROM drafts WHERE id = ?').run(id);
}

/**
 * Keeps the document as it is, unscrubbed: it is the writer's own text, and comes back as they left it. What its
 * journal held is in it.
 */
export function putDraft(db: WriteDb, draft: Row): void {
  inTransaction(db, () => {
    db.prepare(
      `INSERT INTO drafts (id, content, updated_at, base) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE
       SET content = excluded.content, updated_at = excluded.updated_at, base = excluded.base`,
    ).run(draft.id, draft.content, draft.updatedAt, draft.base);
    db.prepare('DELETE FROM draft_journal WHERE draft_id = ?').run(draft.id);
  });
}

export interface JournalEntry {
  readonly id: string;
  readonly base: string;
  /** Entries before it. */
  readonly seq: number;
  readonly entry: string;
}

/** Adds to the journal. @throws CodedError `draft-behind` where it would not follow what is kept */
export function appendDraft(db: WriteDb, { id, base, seq, entry }: JournalEntry): void {
  inTransaction(db, () => {
    const kept = db
      .prepare<[string], { base: string; length: number }>(
        `SELECT base, (SELECT count(*) FROM draft_journal WHERE draft_id = drafts.id) AS length
         FROM drafts WHERE id = ?`,
      )
      .get(id);
    if (kept?.base !== base || kept.length !== seq) {
      throw new CodedError('draft-behind', {
        zh: '草稿已在别处改过，正在整份重新保存。',
        en: 'The draft was changed elsewhere; it is being kept anew as a whole.',
      });
    }
    db.prepare('INSERT INTO draft_journal (draft_id, seq, entry) VALUES (?, ?, ?)').run(id, seq, entry);
  });
}

/** Every document as it was last kept as a whole, one after another: they may be large. */
export function* draftContents(db: ReadDb): Generator<string> {
  const rows = db
    .prepare<[], { content: string }>('SELECT content FROM drafts ORDER BY updated_at DESC')
    .iterate();
  for (const { content } of rows) yield content;
}
