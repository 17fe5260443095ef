import { setImmediate } from 'node:timers/promises';
import type { FeedbackItem } from '../contract/schemas.ts';
import type { ReadDb } from './db.ts';
import { type FeedbackPage, itemsOf, listFeedback, type Place, placeOf } from './feedback.ts';

/** A search through all feedback, in slices between which other work gets its turn. */

/** Rows of a slice: they are searched in 20 ms. */
const slice = 5_000;

const found = `
  SELECT f.at, f.rowid AS row FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id
  WHERE (f.at, f.rowid) <= (@fromAt, @fromRow) AND (f.at, f.rowid) >= (@toAt, @toRow)
    AND (s.context LIKE @like ESCAPE '\\' OR f.word LIKE @like ESCAPE '\\'
     OR EXISTS (SELECT 1 FROM json_each(s.offered) o WHERE json_extract(o.value, '$.word') LIKE @like ESCAPE '\\'))
  ORDER BY f.at DESC, f.rowid DESC`;

/** The places of a slice, from behind a place on. */
function sliceAfter(db: ReadDb, after: Place | null): readonly Place[] {
  const behind = after ? 'WHERE (at, rowid) < (@at, @row)' : '';
  return db
    .prepare<[object], Place>(
      `SELECT at, rowid AS row FROM feedback ${behind} ORDER BY at DESC, rowid DESC LIMIT ${slice}`,
    )
    .all(after ?? {});
}

const isBehind = (one: Place, other: Place): boolean =>
  one.at < other.at || (one.at === other.at && one.row < other.row);

/** The places of all matches, in order. @throws the signal's reason */
async function matchesOf(db: ReadDb, like: string, signal: AbortSignal): Promise<Place[]> {
  const matches: Place[] = [];
  const search = db.prepare<[object], Place>(found);
  for (let part = sliceAfter(db, null); ; ) {
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) return matches;
    const bounds = { fromAt: first.at, fromRow: first.row, toAt: last.at, toRow: last.row };
    for (const match of search.all({ like, ...bounds })) matches.push(match);
    if (part.length < slice) return matches;
    await setImmediate();
    signal.throwIfAborted();
    part = sliceAfter(db, last);
  }
}

/** As `listFeedback`. @param signal ends the search with its reason */
export async function searchFeedback(
  db: ReadDb,
  page: FeedbackPage,
  signal: AbortSignal,
): Promise<{ items: FeedbackItem[]; total: number }> {
  const query = page.query?.trim() ?? '';
  if (query === '') return listFeedback(db, page);
  const matches = await matchesOf(db, `%${query.replace(/[\\%_]/g, '\\$&')}%`, signal);
  const after = page.after === undefined ? null : placeOf(db, page.after);
  const left = after ? matches.filter((one) => isBehind(one, after)) : matches.slice(page.offset);
  return { items: itemsOf(db, left.slice(0, page.limit)), total: matches.length };
}
