/**
 * The writer's own documents that phrases come from. `number` identifies a document in the index and is never reused.
 * `segment` is the index file that holds its present text; texts in other segments are obsolete.
 */
export const ownDocuments = `
  CREATE TABLE own_consent (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at   INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE own_folders (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    at   INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE own_documents (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    path       TEXT NOT NULL UNIQUE,
    folder_id  INTEGER REFERENCES own_folders (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    characters INTEGER NOT NULL DEFAULT 0,
    failure    TEXT CHECK (failure IN ('unreadable', 'unsupported', 'too-large', 'gone')),
    segment    TEXT,
    kept_out   INTEGER NOT NULL DEFAULT 0 CHECK (kept_out IN (0, 1))
  ) STRICT;
  CREATE INDEX own_documents_folder ON own_documents (folder_id);
`;
