import type { ReadDb, WriteDb } from './db.ts';

/** One-time work that the first start after an upgrade does. */

type Chore = 'remove-telemetry' | 'restrict-files';

export const isDue = (db: ReadDb, chore: Chore): boolean =>
  db.prepare<[string]>('SELECT 1 FROM chores WHERE name = ?').get(chore) !== undefined;

export function choreDone(db: WriteDb, chore: Chore): void {
  db.prepare('DELETE FROM chores WHERE name = ?').run(chore);
}
