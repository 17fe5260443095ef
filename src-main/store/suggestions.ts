import type { Suggestion } from '../contract/schemas.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import type { Scrubbed } from './scrubbed.ts';

/** Characters stored on each side of a gap. */
export const contextReach = 200;

export interface ShownSuggestion {
  readonly id: string;
  readonly at: number;
  /** Id of the open document, never a file name; absent if it is unknown. */
  readonly documentId?: string | undefined;
  /** Of any length; only `contextReach` on each side of the gap is stored. */
  readonly context: Scrubbed;
  /** The gap in `context`: UTF-16 offsets, end exclusive. */
  readonly gapStart: number;
  readonly gapEnd: number;
  readonly offered: readonly { readonly word: Scrubbed; readonly probability: number }[];
  readonly stage: Suggestion['stage'];
  readonly modelId: string;
  readonly version: string;
  readonly provider: Suggestion['provider'];
  readonly milliseconds: number;
}

/** Moves a cut that would split a placeholder or a surrogate pair towards the gap. */
function cutStart(text: string, at: number, limit: number): number {
  const open = text.lastIndexOf('⟦', at - 1);
  const close = text.indexOf('⟧', Math.max(0, open));
  if (open >= 0 && close >= at && close < limit && at - open < 20) return close + 1;
  return /[\udc00-\udfff]/.test(text[at] ?? '') && at > 0 ? at + 1 : at;
}

function cutEnd(text: string, at: number, limit: number): number {
  const open = text.lastIndexOf('⟦', at - 1);
  const close = text.indexOf('⟧', Math.max(0, open));
  if (open >= limit && close >= at && at - open < 20) return open;
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') && at < text.length ? at - 1 : at;
}

function bounded({ context, gapStart, gapEnd }: ShownSuggestion) {
  const from = gapStart > contextReach ? cutStart(context, gapStart - contextReach, gapStart) : 0;
  const most = gapEnd + contextReach;
  const to = most < context.length ? cutEnd(context, most, gapEnd) : context.length;
  return { context: context.slice(from, to), start: gapStart - from, end: gapEnd - from };
}

/** Records a suggestion that was shown; the full answer replaces the first answer of the same id. */
export function recordSuggestion(db: WriteDb, shown: ShownSuggestion): void {
  const { context, start, end } = bounded(shown);
  db.prepare(
    `INSERT INTO suggestions
       (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds, document_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       offered = excluded.offered, stage = excluded.stage, model_id = excluded.model_id,
       version = excluded.version, provider = excluded.provider, milliseconds = excluded.milliseconds`,
  ).run(
    shown.id,
    shown.at,
    context,
    start,
    end,
    JSON.stringify(shown.offered.map(({ word, probability }) => ({ word, probability }))),
    shown.stage,
    shown.modelId,
    shown.version,
    shown.provider,
    shown.milliseconds,
    shown.documentId ?? null,
  );
}

export interface StoredGap {
  readonly context: string;
  /** The gap in `context`: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The gaps that were answered last, newest first. */
export const recentGaps = (db: ReadDb, count: number): StoredGap[] =>
  db
    .prepare<[number], StoredGap>(
      'SELECT context, gap_start AS start, gap_end AS "end" FROM suggestions ORDER BY at DESC, rowid DESC LIMIT ?',
    )
    .all(count);

export const isSuggestion = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM suggestions WHERE id = ?').get(id) !== undefined;

/** What made a suggestion; null if it was not recorded. */
export const makerOfSuggestion = (db: ReadDb, id: string): Maker | null =>
  db.prepare<[string], Maker>('SELECT version, provider FROM suggestions WHERE id = ?').get(id) ?? null;

export interface Maker {
  readonly version: string;
  /** `gateway` for a version of the gateway's. */
  readonly provider: string;
}

/** The stored text on both sides of a suggestion's gap. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** @returns empty texts if the suggestion was not recorded */
export function surroundingsOf(db: ReadDb, suggestionId: string): Surroundings {
  const row = db
    .prepare<[string], { context: string; start: number; end: number }>(
      'SELECT context, gap_start AS start, gap_end AS end FROM suggestions WHERE id = ?',
    )
    .get(suggestionId);
  return { before: row?.context.slice(0, row.start) ?? '', after: row?.context.slice(row.end) ?? '' };
}

/**
 * Removes the suggestions without feedback that were shown before a time, and counts them.
 * @param before milliseconds since the epoch
 * @returns their number
 */
export function expireUnjudged(db: WriteDb, before: number): number {
  return inTransaction(db, () => {
    db.prepare(
      `INSERT INTO expired_suggestions (model_id, version, count)
       SELECT model_id, version, count(*) FROM suggestions WHERE judged = 0 AND at < ? GROUP BY model_id, version
       ON CONFLICT (model_id, version) DO UPDATE SET count = count + excluded.count`,
    ).run(before);
    return db.prepare('DELETE FROM suggestions WHERE judged = 0 AND at < ?').run(before).changes;
  });
}
