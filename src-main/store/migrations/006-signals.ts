/**
 * Adds implicit signals (kept, changed, dismissed) to the explicit feedback, with a weight: 1 for explicit feedback, less
 * for signals. SQLite cannot widen a CHECK, so the table is created again.
 */
export const signals = `
  CREATE TABLE feedback_wide (
    id            TEXT PRIMARY KEY,
    suggestion_id TEXT NOT NULL REFERENCES suggestions (id) ON DELETE CASCADE,
    at            INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed')),
    word          TEXT,
    weight        REAL NOT NULL CHECK (weight > 0 AND weight <= 1)
  ) STRICT;
  INSERT INTO feedback_wide
    SELECT id, suggestion_id, at, kind, word, CASE kind WHEN 'accepted' THEN 0.5 ELSE 1 END FROM feedback ORDER BY rowid;
  DROP TABLE feedback;
  ALTER TABLE feedback_wide RENAME TO feedback;
  CREATE INDEX feedback_at ON feedback (at);
  CREATE INDEX feedback_suggestion ON feedback (suggestion_id);
`;
