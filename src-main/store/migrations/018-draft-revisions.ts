/**
 * Names for the states of a draft. Entries stay for a while after the content includes them (`content_seq` counts
 * those), so that a window with an older state can catch up; `oldest_revision` is the state before the oldest entry.
 */
export const draftRevisions = `
  ALTER TABLE drafts RENAME COLUMN base TO content_revision;
  ALTER TABLE drafts ADD COLUMN content_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE drafts ADD COLUMN oldest_revision TEXT NOT NULL DEFAULT '';
  UPDATE drafts SET oldest_revision = content_revision;
  ALTER TABLE draft_journal ADD COLUMN revision TEXT NOT NULL DEFAULT '';
  UPDATE draft_journal
  SET revision = (SELECT content_revision FROM drafts WHERE id = draft_id) || '-' || seq;
`;
