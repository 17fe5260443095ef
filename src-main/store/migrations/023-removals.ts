const removed = 'BEGIN UPDATE removals SET count = count + 1; END;';

const tables = [
  'drafts',
  'suggestions',
  'feedback',
  'samples',
  'glossary_terms',
  'style_pairs',
  'imports',
  'never_rules',
  'versions',
  'version_notes',
  'exams',
  'settings',
  'recent_files',
  'own_folders',
  'own_documents',
];

/**
 * Counts what is removed, so that backups with it can be found behind: they were last purged at the count `purged`.
 * A store that was in use before has deleted content in its free pages, which -1 marks.
 */
export const removals = `
  CREATE TABLE removals (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    count  INTEGER NOT NULL,
    purged INTEGER NOT NULL
  ) STRICT;
  INSERT INTO removals
  SELECT 1, 0, -(EXISTS (SELECT 1 FROM suggestions) OR EXISTS (SELECT 1 FROM drafts) OR EXISTS (SELECT 1 FROM samples));
  ${tables.map((table) => `CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} ${removed}`).join('\n  ')}
  CREATE TRIGGER version_samples_forgotten AFTER UPDATE OF text ON version_samples WHEN new.text IS NULL ${removed}
  CREATE TRIGGER exams_rewritten AFTER UPDATE OF report ON exams ${removed}
`;
