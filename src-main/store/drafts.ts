import type { Draft } from '../contract/schemas.ts';
import type { ReadDb, WriteDb } from './db.ts';

export function getDraft(db: ReadDb, id: string): Draft | null {
  const row = db
    .prepare<[string], Draft>('SELECT id, content, updated_at AS updatedAt FROM drafts WHERE id = ?')
    .get(id);
  return row ?? null;
}

/** Forgets a document; one that is not there is forgotten already. */
export function removeDraft(db: WriteDb, id: string): void {
  db.prepare('DELETE FROM drafts WHERE id = ?').run(id);
}

/** Keeps the document as it is, unscrubbed: it is the writer's own text, and comes back as they left it. */
export function putDraft(db: WriteDb, draft: Draft): void {
  db.prepare(
    `INSERT INTO drafts (id, content, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`,
  ).run(draft.id, draft.content, draft.updatedAt);
}
