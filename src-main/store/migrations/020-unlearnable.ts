/** Samples that the last run could not train on, with the reason. Samples have no row of their own where they are judgements. */
export const unlearnable = `
  CREATE TABLE unlearnable (
    sample_id TEXT PRIMARY KEY,
    model_id TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
`;
