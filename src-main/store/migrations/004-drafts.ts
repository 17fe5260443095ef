/** Documents in work, as the editor's JSON text. */
export const drafts = `
  CREATE TABLE drafts (
    id         TEXT PRIMARY KEY,
    content    TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
`;
