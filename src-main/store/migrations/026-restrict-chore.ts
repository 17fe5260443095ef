/**
 * Adds the chore that takes the permissions of other users away from files that earlier versions wrote in a
 * folder that was in use. SQLite cannot change a CHECK, so the table is created again.
 */
export const restrictChore = `
  CREATE TABLE chores_wide (
    name TEXT PRIMARY KEY CHECK (name IN ('remove-telemetry', 'restrict-files'))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO chores_wide SELECT name FROM chores;
  INSERT INTO chores_wide
  SELECT 'restrict-files'
  WHERE EXISTS (SELECT 1 FROM settings) OR EXISTS (SELECT 1 FROM suggestions) OR EXISTS (SELECT 1 FROM drafts);
  DROP TABLE chores;
  ALTER TABLE chores_wide RENAME TO chores;
`;
