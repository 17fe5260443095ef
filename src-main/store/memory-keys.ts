import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/** The memory's keys, so that they need not be computed again at every start. */

export interface MemoryKey {
  /** The sample's. */
  readonly id: string;
  readonly word: string;
  /** 0–1, exclusive 0. */
  readonly weight: number;
  /** Hidden state at the gap under the base model, float32 [H]. */
  readonly key: Float32Array;
}

/** Adds keys of one base model; a key that is there is replaced. All or none. @param base hash of the model */
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

/** Removes samples from the memory, under every base model. @returns how many keys there were */
export function removeMemoryKeys(db: WriteDb, ids: readonly string[]): number {
  const remove = db.prepare('DELETE FROM memory_keys WHERE sample_id = ?');
  return ids.reduce((sum, id) => sum + remove.run(id).changes, 0);
}

/** Samples that have a key under this base model. */
export function keyedSamples(db: ReadDb, base: string): Set<string> {
  const rows = db.prepare<[string], { id: string }>('SELECT sample_id AS id FROM memory_keys WHERE base = ?');
  return new Set(rows.all(base).map(({ id }) => id));
}

/** Whether a sample has a key under any base model. */
export const isKeyed = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM memory_keys WHERE sample_id = ? LIMIT 1').get(id) !== undefined;

interface Row {
  readonly id: string;
  readonly word: string;
  readonly weight: number;
  readonly bytes: Buffer;
}

const hasSoundNumbers = (key: Float32Array) => key.every(Number.isFinite);

/** Rows read at once: 100,000 keys of 768 are 300 MB, and a cursor would keep the database from being written. */
const batch = 1_000;

/**
 * The keys of one base model, in the order of their ids, read in batches. Keys that hold anything but finite numbers
 * are left out: they are computed again like any that is missing.
 * @param ids these samples alone; all where it is null
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
      // Copied, since a view must begin at a multiple of four.
      const key = new Float32Array(Uint8Array.from(bytes).buffer);
      if (hasSoundNumbers(key)) yield { id, word, weight, key };
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.id;
  }
}
