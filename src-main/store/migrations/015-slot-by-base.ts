/** One state of the slot for each base model. The earlier single state goes to the base model of its versions. */
export const slotByBase = `
  CREATE TABLE slot_states (
    base     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    snapshot TEXT NOT NULL
  ) STRICT;
  INSERT INTO slot_states (base, at, snapshot)
    SELECT v.base, s.at, s.snapshot FROM slot_state s
    JOIN versions v ON json_valid(s.snapshot)
      AND v.id IN (s.snapshot ->> '$.main', s.snapshot ->> '$.rollout.version', s.snapshot ->> '$.previous.version')
    LIMIT 1;
  DROP TABLE slot_state;
`;
