import type { ReadDb } from './db.ts';

const hash = /"([0-9a-f]{64})"/g;

/** The sources that drafts may refer to: every SHA-256 in the text of the drafts and their journals. */
export function sourcesInDrafts(db: ReadDb): Set<string> {
  const found = new Set<string>();
  const texts = db.prepare<[], { text: string }>(
    'SELECT content AS text FROM drafts UNION ALL SELECT entry AS text FROM draft_journal',
  );
  for (const { text } of texts.iterate())
    for (const [, source] of text.matchAll(hash)) if (source !== undefined) found.add(source);
  return found;
}
