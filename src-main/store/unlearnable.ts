import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/** A sample that the last run could not train on. */
export interface UnlearnableSample {
  readonly sampleId: string;
  readonly modelId: string;
  /** A code of the trainer. */
  readonly reason: string;
}

/** Replaces the samples of earlier runs, since each run gets all samples. */
export function putUnlearnable(
  db: WriteDb,
  modelId: string,
  refused: Iterable<readonly [sampleId: string, reason: string]>,
): void {
  inTransaction(db, () => {
    db.prepare('DELETE FROM unlearnable').run();
    const put = db.prepare('INSERT INTO unlearnable (sample_id, model_id, reason) VALUES (?, ?, ?)');
    for (const [sampleId, reason] of refused) put.run(sampleId, modelId, reason);
  });
}

export const unlearnableSamples = (db: ReadDb): UnlearnableSample[] =>
  db
    .prepare<[], UnlearnableSample>(
      'SELECT sample_id AS sampleId, model_id AS modelId, reason FROM unlearnable',
    )
    .all();
