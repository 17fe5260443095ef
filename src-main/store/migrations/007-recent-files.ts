/** Files that were opened or saved, for the list of recent ones. */
export const recentFiles = `
  CREATE TABLE recent_files (
    path TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
