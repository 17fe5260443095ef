/**
 * One-time work for the next start of the app. A store that was in use had an engine with telemetry, whose files the
 * first chore removes.
 */
export const chores = `
  CREATE TABLE chores (
    name TEXT PRIMARY KEY CHECK (name IN ('remove-telemetry'))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO chores
  SELECT 'remove-telemetry'
  WHERE EXISTS (SELECT 1 FROM suggestions) OR EXISTS (SELECT 1 FROM drafts);
`;
