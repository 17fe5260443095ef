/** The state of the slot, as one JSON text. */
export const slotState = `
  CREATE TABLE slot_state (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    at       INTEGER NOT NULL,
    snapshot TEXT NOT NULL
  ) STRICT;
`;
