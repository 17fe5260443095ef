import { assert } from '../base/assert.ts';
import type { ReadDb, WriteDb } from './db.ts';

/**
 * The slot's state for a base model as the router wrote it; null before the first time. Whether it is sound is
 * the router's to say. @param base SHA-256 of the model's weights file
 */
export const readSlotState = (db: ReadDb, base: string): string | null =>
  db.prepare<[string], { snapshot: string }>('SELECT snapshot FROM slot_states WHERE base = ?').get(base)
    ?.snapshot ?? null;

/** The state of the base model that is in use, or was last; null before the first time. */
export const currentSlotState = (db: ReadDb): string | null =>
  db
    .prepare<[], { snapshot: string }>(
      'SELECT snapshot FROM slot_states ORDER BY at DESC, rowid DESC LIMIT 1',
    )
    .get()?.snapshot ?? null;

/**
 * Replaces the state: it is on the disk, whole, when this returns, so that it must not be part of a transaction.
 * @param at milliseconds since the epoch
 */
export function writeSlotState(db: WriteDb, base: string, snapshot: string, at: number): void {
  assert(!db.inTransaction, 'the slot state is written in a transaction of its own');
  db.prepare(
    `INSERT INTO slot_states (base, at, snapshot) VALUES (?, ?, ?)
     ON CONFLICT (base) DO UPDATE SET at = excluded.at, snapshot = excluded.snapshot`,
  ).run(base, Math.round(at), snapshot);
}
