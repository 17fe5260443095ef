/**
 * Samples are made of the newest judgements, which these indexes give: first those by ✓ and ✗, then those by use. The
 * rows of the two tables that grow with use are counted by triggers. `bytes` is the size of their texts in UTF-8.
 */
export const judgementWindow = `
  CREATE INDEX feedback_explicit ON feedback (at) WHERE kind IN ('right', 'wrong') AND word IS NOT NULL;
  CREATE INDEX feedback_implicit ON feedback (at) WHERE kind IN ('accepted', 'kept') AND word IS NOT NULL;
  CREATE TABLE row_counts (
    name  TEXT PRIMARY KEY,
    rows  INTEGER NOT NULL CHECK (rows >= 0),
    bytes INTEGER NOT NULL CHECK (bytes >= 0)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO row_counts
  SELECT 'suggestions', count(*), ifnull(sum(octet_length(context) + octet_length(offered)), 0) FROM suggestions;
  INSERT INTO row_counts
  SELECT 'feedback', count(*), ifnull(sum(octet_length(word)), 0) FROM feedback;
  CREATE TRIGGER suggestions_counted AFTER INSERT ON suggestions BEGIN
    UPDATE row_counts
    SET rows = rows + 1, bytes = bytes + octet_length(new.context) + octet_length(new.offered)
    WHERE name = 'suggestions';
  END;
  CREATE TRIGGER suggestions_recounted AFTER UPDATE OF context, offered ON suggestions BEGIN
    UPDATE row_counts
    SET bytes = bytes + octet_length(new.context) + octet_length(new.offered)
                      - octet_length(old.context) - octet_length(old.offered)
    WHERE name = 'suggestions';
  END;
  CREATE TRIGGER suggestions_discounted AFTER DELETE ON suggestions BEGIN
    UPDATE row_counts
    SET rows = rows - 1, bytes = bytes - octet_length(old.context) - octet_length(old.offered)
    WHERE name = 'suggestions';
  END;
  CREATE TRIGGER feedback_counted AFTER INSERT ON feedback BEGIN
    UPDATE row_counts
    SET rows = rows + 1, bytes = bytes + ifnull(octet_length(new.word), 0)
    WHERE name = 'feedback';
  END;
  CREATE TRIGGER feedback_recounted AFTER UPDATE OF word ON feedback BEGIN
    UPDATE row_counts
    SET bytes = bytes + ifnull(octet_length(new.word), 0) - ifnull(octet_length(old.word), 0)
    WHERE name = 'feedback';
  END;
  CREATE TRIGGER feedback_discounted AFTER DELETE ON feedback BEGIN
    UPDATE row_counts
    SET rows = rows - 1, bytes = bytes - ifnull(octet_length(old.word), 0)
    WHERE name = 'feedback';
  END;
`;
