/**
 * A verdict may be that there was too little to judge by. SQLite cannot change a CHECK, and a new table would
 * take the samples of every version with the old one, so that a new column takes the place of the old one.
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
