import { assert } from '../base/assert.ts';
import type { ReadDb, WriteDb } from './db.ts';

/** The slot's state as the router wrote it; null before the first time. Whether it is sound is the router's to say. */
export const readSlotState = (db: ReadDb): string | null =>
  db.prepare<[], { snapshot: string }>('SELECT snapshot FROM slot_state').get()?.snapshot ?? null;

/**
 * Replaces the state: it is on the disk, whole, when this returns, so that it must not be part of a transaction.
 * @param at milliseconds since the epoch
 */
export function writeSlotState(db: WriteDb, snapshot: string, at: number): void {
  assert(!db.inTransaction, 'the slot state is written in a transaction of its own');
  db.prepare(
    `INSERT INTO slot_state (one, at, snapshot) VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET at = excluded.at, snapshot = excluded.snapshot`,
  ).run(Math.round(at), snapshot);
}
