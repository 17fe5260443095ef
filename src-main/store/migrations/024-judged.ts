/**
 * Suggestions without feedback are found by an index, and counted when they expire. Backups have none of them, so
 * that their removal is not counted.
 */
export const judged = `
  ALTER TABLE suggestions ADD COLUMN judged INTEGER NOT NULL DEFAULT 0 CHECK (judged IN (0, 1));
  DROP TRIGGER suggestions_removed;
  UPDATE suggestions SET judged = 1 WHERE id IN (SELECT suggestion_id FROM feedback);
  CREATE INDEX suggestions_unjudged ON suggestions (at) WHERE judged = 0;
  CREATE TRIGGER suggestions_judged AFTER INSERT ON feedback BEGIN
    UPDATE suggestions SET judged = 1 WHERE id = new.suggestion_id AND judged = 0;
  END;
  CREATE TRIGGER suggestions_not_judged AFTER DELETE ON feedback BEGIN
    UPDATE suggestions SET judged = 0
    WHERE id = old.suggestion_id AND NOT EXISTS (SELECT 1 FROM feedback WHERE suggestion_id = old.suggestion_id);
  END;
  CREATE TRIGGER suggestions_removed AFTER DELETE ON suggestions WHEN old.judged = 1 BEGIN
    UPDATE removals SET count = count + 1;
  END;
  CREATE TABLE expired_suggestions (
    model_id TEXT NOT NULL,
    version  TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (model_id, version)
  ) STRICT, WITHOUT ROWID;
`;
