/**
 * Adds the verdict that there was too little to judge by. SQLite cannot change a CHECK, and dropping the table would
 * drop the samples of all versions, so a new column replaces the old one.
 */
export const unjudged = `
  ALTER TABLE versions ADD COLUMN judged TEXT CHECK (judged IN ('better', 'no-different', 'worse', 'unjudged'));
  UPDATE versions SET judged = coalesce(verdict, (
    SELECT e.report ->> '$.verdict' FROM exams e
    WHERE e.version = versions.id AND e.base = versions.base AND e.report ->> '$.verdict' = 'unjudged'
    ORDER BY e.at DESC, e.id DESC LIMIT 1
  ));
  ALTER TABLE versions DROP COLUMN verdict;
  ALTER TABLE versions RENAME COLUMN judged TO verdict;
`;
