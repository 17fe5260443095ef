/**
 * Ghosts at the caret and the answers to them, without their text, since it may come from a document that the writer
 * removes later. `id` equals the suggestion's id if a model made the ghost.
 */
export const offers = `
  CREATE TABLE offers (
    id          TEXT PRIMARY KEY,
    at          INTEGER NOT NULL,
    document_id TEXT,
    origin      TEXT NOT NULL,
    level       TEXT NOT NULL CHECK (level IN ('quiet', 'moderate', 'eager')),
    probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
    answer      TEXT CHECK (answer IN ('accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed')),
    feedback_id TEXT UNIQUE
  ) STRICT;
`;
