/** What the writer made of a suggestion; `word` is the one accepted or meant, scrubbed. */
export const feedback = `
  CREATE TABLE feedback (
    id            TEXT PRIMARY KEY,
    suggestion_id TEXT NOT NULL REFERENCES suggestions (id) ON DELETE CASCADE,
    at            INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('accepted', 'right', 'wrong')),
    word          TEXT
  ) STRICT;
  CREATE INDEX feedback_at ON feedback (at);
  CREATE INDEX feedback_suggestion ON feedback (suggestion_id);
`;
