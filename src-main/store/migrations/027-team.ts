const removed = 'BEGIN UPDATE removals SET count = count + 1; END;';

/**
 * The team whose shared files this desktop takes, and what it took. An import with `team` is one of these: the SHA-256
 * of its content. A version with `team` is a shared one: its name in the list. All of it goes when the team removes
 * it, or the writer leaves.
 */
export const team = `
  ALTER TABLE imports ADD COLUMN team TEXT;
  ALTER TABLE versions ADD COLUMN team TEXT;
  CREATE INDEX imports_team ON imports (team) WHERE team IS NOT NULL;
  CREATE INDEX samples_import ON samples (import_id);
  CREATE TABLE team (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    address      TEXT NOT NULL,
    key          TEXT NOT NULL,
    ca           TEXT,
    joined_at    INTEGER NOT NULL,
    name         TEXT,
    sequence     INTEGER NOT NULL DEFAULT 0,
    manifest     TEXT,
    published_at INTEGER,
    until        INTEGER,
    taken_at     INTEGER,
    checked_at   INTEGER,
    problem      TEXT CHECK (json_valid(problem))
  ) STRICT;
  CREATE TABLE team_items (
    sha256   TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    kind     TEXT NOT NULL CHECK (kind IN ('glossary', 'style', 'phrasebook', 'patch')),
    name     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    base     TEXT,
    taken    INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    phrases  TEXT CHECK (json_valid(phrases)),
    note     TEXT CHECK (json_valid(note)),
    CHECK ((kind = 'patch') = (base IS NOT NULL))
  ) STRICT;
  CREATE TRIGGER team_removed AFTER DELETE ON team ${removed}
  CREATE TRIGGER team_items_removed AFTER DELETE ON team_items ${removed}
`;
