import type { ReadDb } from '../store/db.ts';
import { getDraft } from '../store/drafts.ts';

/** The path of the file that a draft is saved as, from the record `<id>.file`; null if there is none. */
export function fileOf(db: ReadDb, documentId: string): string | null {
  const record = getDraft(db, `${documentId}.file`);
  if (!record) return null;
  try {
    const file: unknown = JSON.parse(record.content);
    const isFile = typeof file === 'object' && file !== null && 'path' in file;
    return isFile && typeof file.path === 'string' ? file.path : null;
  } catch {
    return null;
  }
}
