/**
 * The log of the slot's router, and the incidents in it.
 * The router may send an entry again, with the same id and time. Ids alone restart if the slot's state was lost.
 */
export const rollouts = `
  CREATE TABLE rollouts (
    id      INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    version TEXT NOT NULL,
    kind    TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    PRIMARY KEY (id, at)
  ) STRICT;
  CREATE INDEX rollouts_version ON rollouts (version, at);
  CREATE TABLE incidents (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    version TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('breaker', 'failure', 'rolled-back')),
    content TEXT NOT NULL CHECK (json_valid(content))
  ) STRICT;
  CREATE INDEX incidents_version ON incidents (version, at);
`;
