import { z } from 'zod';
import type { ReadDb } from '../store/db.ts';
import { getDraft } from '../store/drafts.ts';

const Recorded = z.object({ path: z.string() });

/** The file that a document is, as its page keeps it beside the draft; null for one that is no file. */
export function fileOf(db: ReadDb, documentId: string): string | null {
  const record = getDraft(db, `${documentId}.file`);
  if (!record) return null;
  try {
    return Recorded.safeParse(JSON.parse(record.content)).data?.path ?? null;
  } catch {
    return null;
  }
}
