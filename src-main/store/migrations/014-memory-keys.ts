/**
 * Keys of the memory by sample and base model: hidden states, little-endian float32.
 * A sample may come from feedback, so there is no single table to refer to.
 */
export const memoryKeys = `
  CREATE TABLE memory_keys (
    base      TEXT NOT NULL,
    sample_id TEXT NOT NULL,
    word      TEXT NOT NULL,
    weight    REAL NOT NULL CHECK (weight > 0 AND weight <= 1),
    key       BLOB NOT NULL CHECK (length(key) > 0 AND length(key) % 4 = 0),
    PRIMARY KEY (base, sample_id)
  ) STRICT;
  CREATE INDEX memory_keys_sample ON memory_keys (sample_id);
`;
