/**
 * Imported and generated samples. Samples from feedback have no rows: they are derived at each reading.
 * A sample's id is the hash of its text and answer, so that none is stored twice. All text is scrubbed.
 */
export const samples = `
  CREATE TABLE imports (
    id        TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('correction', 'glossary', 'style')),
    file_name TEXT
  ) STRICT;
  CREATE TABLE glossary_terms (
    id         TEXT PRIMARY KEY,
    at         INTEGER NOT NULL,
    term       TEXT NOT NULL UNIQUE,
    definition TEXT,
    domain     TEXT,
    kind       TEXT NOT NULL,
    import_id  TEXT REFERENCES imports (id) ON DELETE SET NULL,
    row        INTEGER
  ) STRICT;
  CREATE TABLE style_pairs (
    id        TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,
    plain     TEXT NOT NULL,
    formal    TEXT NOT NULL,
    import_id TEXT REFERENCES imports (id) ON DELETE SET NULL,
    row       INTEGER
  ) STRICT;
  CREATE TABLE style_words (
    plain   TEXT NOT NULL,
    formal  TEXT NOT NULL,
    pair_id TEXT NOT NULL REFERENCES style_pairs (id) ON DELETE CASCADE,
    PRIMARY KEY (plain, formal, pair_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX style_words_pair ON style_words (pair_id);
  CREATE TABLE samples (
    id        TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,
    source    TEXT NOT NULL CHECK (source IN ('correction', 'glossary', 'style')),
    origin    TEXT NOT NULL CHECK (origin IN ('file', 'document', 'example', 'definition', 'template', 'pair')),
    status    TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected')),
    text      TEXT NOT NULL,
    answer    TEXT NOT NULL,
    rejected  TEXT NOT NULL CHECK (json_valid(rejected)),
    weight    REAL NOT NULL CHECK (weight > 0 AND weight <= 1),
    term_id   TEXT REFERENCES glossary_terms (id) ON DELETE CASCADE,
    pair_id   TEXT REFERENCES style_pairs (id) ON DELETE CASCADE,
    import_id TEXT REFERENCES imports (id) ON DELETE SET NULL,
    row       INTEGER,
    CHECK ((source = 'glossary') = (term_id IS NOT NULL)),
    CHECK ((source = 'style') = (pair_id IS NOT NULL))
  ) STRICT;
  CREATE INDEX samples_text ON samples (text);
  CREATE INDEX samples_term ON samples (term_id);
  CREATE INDEX samples_pair ON samples (pair_id);
`;
