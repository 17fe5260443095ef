/** Suggestions as shown. All text is scrubbed; offsets are UTF-16 units of `context`. */
export const suggestions = `
  CREATE TABLE suggestions (
    id           TEXT PRIMARY KEY,
    at           INTEGER NOT NULL,
    context      TEXT NOT NULL,
    gap_start    INTEGER NOT NULL,
    gap_end      INTEGER NOT NULL,
    offered      TEXT NOT NULL CHECK (json_valid(offered)),
    stage        TEXT NOT NULL,
    model_id     TEXT NOT NULL,
    version      TEXT NOT NULL,
    provider     TEXT NOT NULL,
    milliseconds REAL NOT NULL
  ) STRICT;
  CREATE INDEX suggestions_at ON suggestions (at);
`;
