import { CodedError } from '../base/error.ts';
import type { Draft, DraftChange } from '../contract/documents.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/**
 * A draft: a document as a whole and a journal of changes. Each state has a name, its revision; a write names the
 * revision that it follows, and one that follows an older state is refused.
 */

interface Head {
  readonly contentRevision: string;
  /** Entries that the content has taken in. */
  readonly contentSeq: number;
  /** The state before the first entry that is there. */
  readonly oldestRevision: string;
  /** Of the last entry; null where the content is the newest state. */
  readonly entryRevision: string | null;
  /** Of the next entry. */
  readonly nextSeq: number;
}

function headOf(db: ReadDb, id: string): Head | null {
  const row = db
    .prepare<[string], Omit<Head, 'entryRevision' | 'nextSeq'>>(
      `SELECT content_revision AS contentRevision, content_seq AS contentSeq, oldest_revision AS oldestRevision
       FROM drafts WHERE id = ?`,
    )
    .get(id);
  if (!row) return null;
  const last = db
    .prepare<[string, number], { seq: number; revision: string }>(
      'SELECT seq, revision FROM draft_journal WHERE draft_id = ? AND seq >= ? ORDER BY seq DESC LIMIT 1',
    )
    .get(id, row.contentSeq);
  return { ...row, entryRevision: last?.revision ?? null, nextSeq: last ? last.seq + 1 : row.contentSeq };
}

const revisionOf = (head: Head): string => head.entryRevision ?? head.contentRevision;

const entriesFrom = (db: ReadDb, id: string, seq: number): DraftChange[] =>
  db
    .prepare<[string, number], DraftChange>(
      'SELECT revision, entry FROM draft_journal WHERE draft_id = ? AND seq >= ? ORDER BY seq',
    )
    .all(id, seq);

export function getDraft(db: ReadDb, id: string): Draft | null {
  const head = headOf(db, id);
  const row = db
    .prepare<[string], { content: string; updatedAt: number }>(
      'SELECT content, updated_at AS updatedAt FROM drafts WHERE id = ?',
    )
    .get(id);
  if (!row || !head) return null;
  const journal = entriesFrom(db, id, head.contentSeq).map(({ entry }) => entry);
  return { id, ...row, revision: revisionOf(head), journal };
}

/** The least number of an entry that follows a state; null for an unknown one. */
function seqAfter(db: ReadDb, id: string, head: Head, revision: string): number | null {
  if (revision === head.contentRevision) return head.contentSeq;
  if (revision === head.oldestRevision) return 0;
  const row = db
    .prepare<[string, string], { seq: number }>(
      'SELECT seq FROM draft_journal WHERE draft_id = ? AND revision = ? ORDER BY seq DESC LIMIT 1',
    )
    .get(id, revision);
  return row ? row.seq + 1 : null;
}

/**
 * What led from a state to the newest one.
 * @param revisions states, of which the first known one counts
 * @returns null where none is known: they are too old, or another document took the place
 */
export function changesSince(
  db: ReadDb,
  id: string,
  revisions: readonly string[],
): { from: string; changes: DraftChange[] } | null {
  const head = headOf(db, id);
  if (!head) return null;
  for (const from of revisions) {
    const seq = seqAfter(db, id, head, from);
    if (seq !== null) return { from, changes: entriesFrom(db, id, seq) };
  }
  return null;
}

/** Forgets a document; one that is not there is forgotten already. */
export function removeDraft(db: WriteDb, id: string): void {
  db.prepare('DELETE FROM drafts WHERE id = ?').run(id);
}

const behind = () =>
  new CodedError('draft-behind', {
    zh: '草稿已在别处改过，正在与那里的文字合并。',
    en: 'The draft was changed elsewhere; this text is being merged with it.',
  });

/** Entries that stay after the content has taken them in, and the characters of one that is too large to stay. */
const mostTaken = 500;
const largestTaken = 100_000;

/** The state is the same, its content new: later windows start from there. */
function takeIn(db: WriteDb, id: string, head: Head): void {
  db.prepare('UPDATE drafts SET content_revision = ?, content_seq = ? WHERE id = ?').run(
    revisionOf(head),
    head.nextSeq,
    id,
  );
  // Without gaps: an entry is of no use without those after it.
  const last = db
    .prepare<unknown[], { seq: number; revision: string }>(
      `SELECT seq, revision FROM draft_journal
       WHERE draft_id = ? AND (seq < ? OR length(entry) > ?) ORDER BY seq DESC LIMIT 1`,
    )
    .get(id, head.nextSeq - mostTaken, largestTaken);
  if (!last) return;
  db.prepare('DELETE FROM draft_journal WHERE draft_id = ? AND seq <= ?').run(id, last.seq);
  db.prepare('UPDATE drafts SET oldest_revision = ? WHERE id = ?').run(last.revision, id);
}

export interface WholeDraft {
  readonly id: string;
  readonly content: string;
  readonly updatedAt: number;
  /** Names the state that it makes; the one it follows where the text is the same, journal and all. */
  readonly revision: string;
  /** The state that it follows: null for a new draft, absent for one that counts whatever is there. */
  readonly based?: string | null | undefined;
}

/**
 * Stores the document as it is, unscrubbed: it is the writer's own text, and comes back as they left it.
 * @throws CodedError `draft-behind`
 */
export function putDraft(db: WriteDb, { id, content, updatedAt, revision, based }: WholeDraft): void {
  inTransaction(db, () => {
    const head = headOf(db, id);
    if (based !== undefined && based !== (head && revisionOf(head))) throw behind();
    db.prepare(
      `INSERT INTO drafts (id, content, updated_at, content_revision) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`,
    ).run(id, content, updatedAt, revision);
    if (head && revision === based) {
      takeIn(db, id, head);
      return;
    }
    db.prepare(
      'UPDATE drafts SET content_revision = $revision, content_seq = 0, oldest_revision = $revision WHERE id = $id',
    ).run({ id, revision });
    db.prepare('DELETE FROM draft_journal WHERE draft_id = ?').run(id);
  });
}

export interface JournalEntry {
  readonly id: string;
  readonly entry: string;
  /** Names the state that it makes. */
  readonly revision: string;
  /** The state that it follows. */
  readonly based: string;
}

/** Adds to the journal. @throws CodedError `draft-behind` where it would not follow the newest state */
export function appendDraft(db: WriteDb, { id, entry, revision, based }: JournalEntry): void {
  inTransaction(db, () => {
    const head = headOf(db, id);
    if (!head || revisionOf(head) !== based) throw behind();
    db.prepare('INSERT INTO draft_journal (draft_id, seq, entry, revision) VALUES (?, ?, ?, ?)').run(
      id,
      head.nextSeq,
      entry,
      revision,
    );
  });
}

/** Every document as it was last kept as a whole, one after another: they may be large. */
export function* draftContents(db: ReadDb): Generator<string> {
  const rows = db
    .prepare<[], { content: string }>('SELECT content FROM drafts ORDER BY updated_at DESC')
    .iterate();
  for (const { content } of rows) yield content;
}
