import { CodedError } from '../base/error.ts';
import type { Draft, DraftChange } from '../contract/documents.ts';
import { message } from '../texts/message.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/**
 * A draft is a whole document and a journal of later changes. Each state has a name, its revision. A write gives the
 * revision that it is based on, and is refused unless that is the newest.
 */

interface Head {
  readonly contentRevision: string;
  /** Number of the last journal entry that the whole document includes. */
  readonly contentSeq: number;
  /** The state before the oldest entry of the journal. */
  readonly oldestRevision: string;
  /** Revision of the last entry; null if the whole document is the newest state. */
  readonly entryRevision: string | null;
  /** Number of the next entry. */
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

/** Number of the first entry after a state; null for an unknown state. */
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
 * The changes from a state to the newest one.
 * @param revisions candidates for the first state: the first known one counts
 * @returns null if none is known: all are too old, or of another document
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

/** Removes a draft, if there is one. */
export function removeDraft(db: WriteDb, id: string): void {
  db.prepare('DELETE FROM drafts WHERE id = ?').run(id);
}

const behind = () => new CodedError('draft-behind', message('store.draft-behind'));

/** Most entries that stay after the whole document includes them, and the characters of an entry that never stays. */
const mostTaken = 500;
const largestTaken = 100_000;

/** Makes the whole document the newest state, so that a window that opens later starts from there. */
function takeIn(db: WriteDb, id: string, head: Head): void {
  db.prepare('UPDATE drafts SET content_revision = ?, content_seq = ? WHERE id = ?').run(
    revisionOf(head),
    head.nextSeq,
    id,
  );
  // Entries stay without a gap: an entry is useless without those after it.
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
  /** The state that this write makes. Equal to `based` if the text is that of the document with its journal. */
  readonly revision: string;
  /** The state that the write is based on; null for a new draft, absent to replace any state. */
  readonly based?: string | null | undefined;
}

/**
 * Stores the document without scrubbing: it is the writer's own text.
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
  /** The state that the entry makes. */
  readonly revision: string;
  /** The state that the entry is based on. */
  readonly based: string;
}

/** Adds to the journal. @throws CodedError `draft-behind` unless it is based on the newest state */
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

/** The whole document of each draft, without its journal, read one at a time since it may be large. */
export function* draftContents(db: ReadDb): Generator<string> {
  const rows = db
    .prepare<[], { content: string }>('SELECT content FROM drafts ORDER BY updated_at DESC')
    .iterate();
  for (const { content } of rows) yield content;
}
