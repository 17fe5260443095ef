/** Words that the writer does not want offered again, in one document or in all. */
export const never = `
  CREATE TABLE never_rules (
    id          TEXT PRIMARY KEY,
    at          INTEGER NOT NULL,
    word        TEXT NOT NULL,
    scope       TEXT NOT NULL CHECK (scope IN ('document', 'everywhere')),
    document_id TEXT,
    CHECK ((scope = 'document') = (document_id IS NOT NULL))
  ) STRICT;
  CREATE UNIQUE INDEX never_rules_once ON never_rules (word, scope, ifnull(document_id, ''));
`;
