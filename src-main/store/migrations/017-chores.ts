/**
 * Work that an upgrade leaves to the next start of the app. A store that was in use had an engine whose telemetry was
 * on: its files are still to be removed.
 */
export const chores = `
  CREATE TABLE chores (
    name TEXT PRIMARY KEY CHECK (name IN ('remove-telemetry'))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO chores
  SELECT 'remove-telemetry'
  WHERE EXISTS (SELECT 1 FROM suggestions) OR EXISTS (SELECT 1 FROM drafts);
`;
