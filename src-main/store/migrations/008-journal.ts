/** Changes since a draft was last stored as a whole; `base` identifies the content that the entries apply to. */
export const journal = `
  ALTER TABLE drafts ADD COLUMN base TEXT NOT NULL DEFAULT '';
  CREATE TABLE draft_journal (
    draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    seq      INTEGER NOT NULL,
    entry    TEXT NOT NULL,
    PRIMARY KEY (draft_id, seq)
  ) STRICT, WITHOUT ROWID;
`;
