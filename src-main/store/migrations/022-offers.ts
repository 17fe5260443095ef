/**
 * What was offered unasked at the caret and what became of it, without a word of it: phrases are of other documents,
 * which may be taken out again. `id` is that of the suggestion where a model made it.
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
