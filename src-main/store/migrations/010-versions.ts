/**
 * Trained versions, their samples, and the writer's notes about them.
 * The row of a version remains after its patch was removed. The row of a forgotten sample remains, without its text, as
 * long as a version has it. Notes may be about the base model, which has no row.
 */
export const versions = `
  CREATE TABLE versions (
    id          TEXT PRIMARY KEY CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
    base        TEXT NOT NULL,
    model_id    TEXT NOT NULL,
    mode        TEXT NOT NULL CHECK (mode IN ('patch', 'lora')),
    created_at  INTEGER NOT NULL,
    patch_file  TEXT NOT NULL,
    patch_bytes INTEGER NOT NULL,
    recipe      TEXT NOT NULL CHECK (json_valid(recipe)),
    seed        INTEGER NOT NULL,
    metrics     TEXT NOT NULL CHECK (json_valid(metrics)),
    temperature REAL NOT NULL DEFAULT 1 CHECK (temperature > 0),
    verdict     TEXT CHECK (verdict IN ('better', 'no-different', 'worse')),
    removed_at  INTEGER
  ) STRICT;
  CREATE TABLE version_samples (
    version   TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    sample_id TEXT NOT NULL,
    text      TEXT,
    answer    TEXT,
    source    TEXT NOT NULL CHECK (source IN ('correction', 'confirmation', 'implicit', 'glossary', 'style')),
    at        INTEGER NOT NULL,
    held_out  INTEGER NOT NULL CHECK (held_out IN (0, 1)),
    effect    TEXT CHECK (json_valid(effect)),
    CHECK ((text IS NULL) = (answer IS NULL)),
    PRIMARY KEY (version, sample_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX version_samples_sample ON version_samples (sample_id);
  CREATE TABLE version_notes (
    id      INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    at      INTEGER NOT NULL,
    text    TEXT NOT NULL
  ) STRICT;
  CREATE INDEX version_notes_version ON version_notes (version);
`;
