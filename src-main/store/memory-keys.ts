import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/** The keys of the memory of corrections, stored so that a start does not compute them again. */

export interface MemoryKey {
  /** The sample's id. */
  readonly id: string;
  readonly word: string;
  /** In (0, 1]. */
  readonly weight: number;
  /** Hidden state at the gap under the base model, float32 [H]. */
  readonly key: Float32Array;
}

/** Adds or replaces keys of one base model, all or none. @param base SHA-256 of its weights */
export function putMemoryKeys(db: WriteDb, base: string, keys: readonly MemoryKey[]): void {
  const put = db.prepare(
    `INSERT INTO memory_keys (base, sample_id, word, weight, key) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (base, sample_id) DO UPDATE SET word = excluded.word, weight = excluded.weight, key = excluded.key`,
  );
  inTransaction(db, () => {
    for (const { id, word, weight, key } of keys)
      put.run(base, id, word, weight, Buffer.from(key.buffer, key.byteOffset, key.byteLength));
  });
}

/** Removes the samples' keys of all base models. @returns the number of keys removed */
export function removeMemoryKeys(db: WriteDb, ids: readonly string[]): number {
  const remove = db.prepare('DELETE FROM memory_keys WHERE sample_id = ?');
  return ids.reduce((sum, id) => sum + remove.run(id).changes, 0);
}

/** The samples that have a key of this base model. */
export function keyedSamples(db: ReadDb, base: string): Set<string> {
  const rows = db.prepare<[string], { id: string }>('SELECT sample_id AS id FROM memory_keys WHERE base = ?');
  return new Set(rows.all(base).map(({ id }) => id));
}

/** Whether a sample has a key of any base model. */
export const isKeyed = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM memory_keys WHERE sample_id = ? LIMIT 1').get(id) !== undefined;

interface Row {
  readonly id: string;
  readonly word: string;
  readonly weight: number;
  readonly bytes: Buffer;
}

const hasSoundNumbers = (key: Float32Array) => key.every(Number.isFinite);

/** Rows of one read: 100,000 keys of 768 numbers take 300 MB, and an open cursor would block writes. */
const batch = 1_000;

/**
 * The keys of one base model in the order of their ids, read in batches, without keys that hold a number that is not
 * finite: those count as missing and are computed again.
 * @param ids the samples wanted; null for all
 */
export function* memoryKeysOf(
  db: ReadDb,
  base: string,
  ids: readonly string[] | null = null,
): Generator<MemoryKey> {
  const next = db.prepare<[{ base: string; after: string; ids: string | null; batch: number }], Row>(
    `SELECT sample_id AS id, word, weight, key AS bytes FROM memory_keys
     WHERE base = @base AND sample_id > @after
       AND (@ids IS NULL OR sample_id IN (SELECT value FROM json_each(@ids)))
     ORDER BY sample_id LIMIT @batch`,
  );
  const wanted = ids && JSON.stringify(ids);
  for (let after = ''; ; ) {
    const rows = next.all({ base, after, ids: wanted, batch });
    for (const { id, word, weight, bytes } of rows) {
      // Copied: a view must begin at a multiple of four bytes.
      const key = new Float32Array(Uint8Array.from(bytes).buffer);
      if (hasSoundNumbers(key)) yield { id, word, weight, key };
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.id;
  }
}
