import type { ReadDb, WriteDb } from './db.ts';

export interface Recent {
  readonly path: string;
  readonly at: number;
}

const most = 20;

/** Newest first. */
export function listRecent(db: ReadDb): Recent[] {
  return db.prepare<[], Recent>('SELECT path, at FROM recent_files ORDER BY at DESC, path').all();
}

/** Puts a file at the head of the list, which holds at most twenty. */
export function addRecent(db: WriteDb, path: string, at: number): void {
  db.prepare(
    'INSERT INTO recent_files (path, at) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET at = excluded.at',
  ).run(path, at);
  db.prepare(
    'DELETE FROM recent_files WHERE path NOT IN (SELECT path FROM recent_files ORDER BY at DESC, path LIMIT ?)',
  ).run(most);
}

/** @param path null forgets all */
export function forgetRecent(db: WriteDb, path: string | null): void {
  if (path === null) db.prepare('DELETE FROM recent_files').run();
  else db.prepare('DELETE FROM recent_files WHERE path = ?').run(path);
}
