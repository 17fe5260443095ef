import { assert } from '../base/assert.ts';
import type { ReadDb, WriteDb } from './db.ts';

/**
 * The state of the slot for a base model, unchecked; null before the first write.
 * @param base SHA-256 of the model's weights file
 */
export const readSlotState = (db: ReadDb, base: string): string | null =>
  db.prepare<[string], { snapshot: string }>('SELECT snapshot FROM slot_states WHERE base = ?').get(base)
    ?.snapshot ?? null;

/** The state written last: that of the base model in use, or last in use. Null before the first write. */
export const currentSlotState = (db: ReadDb): string | null =>
  db
    .prepare<[], { snapshot: string }>(
      'SELECT snapshot FROM slot_states ORDER BY at DESC, rowid DESC LIMIT 1',
    )
    .get()?.snapshot ?? null;

/** The states of all base models. */
export const slotStates = (db: ReadDb): string[] =>
  db.prepare('SELECT snapshot FROM slot_states').pluck().all() as string[];

/**
 * Replaces the state. It is on the disk when this returns, so this must not be called in a transaction.
 * @param at milliseconds since the epoch
 */
export function writeSlotState(db: WriteDb, base: string, snapshot: string, at: number): void {
  assert(!db.inTransaction, 'the slot state is written in a transaction of its own');
  db.prepare(
    `INSERT INTO slot_states (base, at, snapshot) VALUES (?, ?, ?)
     ON CONFLICT (base) DO UPDATE SET at = excluded.at, snapshot = excluded.snapshot`,
  ).run(base, Math.round(at), snapshot);
}
