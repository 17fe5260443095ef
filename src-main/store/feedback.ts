import { CodedError } from '../base/error.ts';
import { FeedbackItem } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import type { ReadDb, WriteDb } from './db.ts';
import type { Scrubbed } from './scrubbed.ts';
import { isSuggestion } from './suggestions.ts';

export interface NewFeedback {
  readonly id: string;
  readonly suggestionId: string;
  readonly at: number;
  readonly kind: FeedbackItem['kind'];
  readonly word: Scrubbed | null;
}

/** Weight of each kind in learning. */
const weightOf: Readonly<Record<FeedbackItem['kind'], number>> = {
  right: 1,
  wrong: 1,
  accepted: 0.5,
  kept: 0.3,
  changed: 0.3,
  dismissed: 0.1,
};

/** Changes the word that the writer meant. @throws CodedError `not-found` */
export function editFeedback(db: WriteDb, id: string, word: Scrubbed): void {
  const { changes } = db.prepare('UPDATE feedback SET word = ? WHERE id = ?').run(word, id);
  if (changes === 0) throw gone();
}

export const isFeedback = (db: ReadDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM feedback WHERE id = ?').get(id) !== undefined;

/** The suggestion that feedback belongs to. @throws CodedError `not-found` */
export function suggestionOf(db: ReadDb, id: string): string {
  const row = db
    .prepare<[string], { suggestion: string }>(
      'SELECT suggestion_id AS suggestion FROM feedback WHERE id = ?',
    )
    .get(id);
  if (!row) throw gone();
  return row.suggestion;
}

const gone = () => new CodedError('not-found', message('store.feedback-gone'));

/** @throws CodedError `not-found` if the suggestion was not recorded */
export function giveFeedback(db: WriteDb, given: NewFeedback): void {
  if (!isSuggestion(db, given.suggestionId))
    throw new CodedError('not-found', message('store.suggestion-gone'));
  db.prepare(
    'INSERT INTO feedback (id, suggestion_id, at, kind, word, weight) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(given.id, given.suggestionId, given.at, given.kind, given.word, weightOf[given.kind]);
}

/** Removes feedback; the record of the suggestion stays. @throws CodedError `not-found` */
export function undoFeedback(db: WriteDb, id: string): void {
  const { changes } = db.prepare('DELETE FROM feedback WHERE id = ?').run(id);
  if (changes === 0) throw gone();
}

export interface FeedbackPage {
  /** Searched in the context, the word and the offered words. */
  readonly query?: string | undefined;
  readonly limit: number;
  /** Id of the last item of the page before: the page begins behind it, whatever came on top meanwhile. */
  readonly after?: string | undefined;
  /** Number of items before the page, where `after` is absent or gone. */
  readonly offset: number;
}

interface Row extends Omit<FeedbackItem, 'offered'> {
  readonly offered: string;
}

const columns = `
  SELECT f.id, f.suggestion_id AS suggestionId, s.document_id AS documentId, f.at, f.kind, s.context, s.offered, f.word,
         f.weight, s.model_id AS modelId, s.version, s.provider, s.milliseconds`;

/** An item's place in the order of the list: newest first. */
export interface Place {
  readonly at: number;
  readonly row: number;
}

export const placeOf = (db: ReadDb, id: string): Place | null =>
  db.prepare<[string], Place>('SELECT at, rowid AS row FROM feedback WHERE id = ?').get(id) ?? null;

const itemOf = (row: Row): FeedbackItem => FeedbackItem.parse({ ...row, offered: JSON.parse(row.offered) });

/** The items at these places, newest first. */
export const itemsOf = (db: ReadDb, places: readonly Place[]): FeedbackItem[] =>
  db
    .prepare<[string], Row>(
      `${columns} FROM json_each(?) wanted CROSS JOIN feedback f ON f.rowid = wanted.value
       CROSS JOIN suggestions s ON s.id = f.suggestion_id ORDER BY wanted.key`,
    )
    .all(JSON.stringify(places.map(({ row }) => row)))
    .map(itemOf);

/** A page of all feedback, newest first, whatever the query. `total` counts the items of all pages. */
export function listFeedback(
  db: ReadDb,
  { limit, offset, after }: Omit<FeedbackPage, 'query'>,
): { items: FeedbackItem[]; total: number } {
  const place = after === undefined ? null : placeOf(db, after);
  const rows = db.prepare<[object], Row>(
    `${columns} FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id
     ${place ? 'WHERE (f.at, f.rowid) < (@at, @row)' : ''}
     ORDER BY f.at DESC, f.rowid DESC LIMIT @limit OFFSET @offset`,
  );
  // Every feedback has its suggestion, so that the rows are those that triggers counted.
  const total = db.prepare(`SELECT rows FROM row_counts WHERE name = 'feedback'`).pluck().get();
  return {
    items: rows.all({ limit, offset: place ? 0 : offset, ...place }).map(itemOf),
    total: Number(total),
  };
}
