import type { OwnPrecision } from '../contract/next.ts';
import type { OriginKind } from '../contract/phrases.ts';
import type { FeedbackKind, InlineLevel } from '../contract/schemas.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

/** Ghosts at the caret, and what the writer did with each. */

export interface NewOffer {
  /** Equal to the suggestion's id if a model made the offer. */
  readonly id: string;
  readonly at: number;
  readonly documentId: string | null;
  /** Origin of the candidate that was shown. */
  readonly origin: OriginKind;
  readonly level: InlineLevel;
  /** Calibrated, before the adjustment by the writer's earlier answers. */
  readonly probability: number;
}

/** Most offers stored, the newest ones. */
const kept = 5_000;
/** Milliseconds after which an offer without an answer counts as not accepted. */
const stillShown = 60_000;
const taken = `('accepted', 'right', 'kept')`;

export function recordOffer(db: WriteDb, offer: NewOffer): void {
  const { id, at, documentId, origin, level, probability } = offer;
  inTransaction(db, () => {
    db.prepare(
      'INSERT INTO offers (id, at, document_id, origin, level, probability) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(id, at, documentId, origin, level, probability);
    db.prepare('DELETE FROM offers WHERE rowid <= (SELECT max(rowid) FROM offers) - ?').run(kept);
  });
}

/** Stores an answer in place of an earlier one. @returns false if there is no such offer */
export function answerOffer(
  db: WriteDb,
  { id, feedbackId, kind }: { readonly id: string; readonly feedbackId: string; readonly kind: FeedbackKind },
): boolean {
  const { changes } = db
    .prepare('UPDATE offers SET answer = ?, feedback_id = ? WHERE id = ?')
    .run(kind, feedbackId, id);
  return changes > 0;
}

/** Removes an answer. @returns whether an offer had it */
export const takeAnswerBack = (db: WriteDb, feedbackId: string): boolean =>
  db.prepare('UPDATE offers SET answer = NULL, feedback_id = NULL WHERE feedback_id = ?').run(feedbackId)
    .changes > 0;

export interface AnsweredOffer {
  readonly origin: OriginKind;
  readonly probability: number;
  readonly accepted: boolean;
}

/**
 * The newest offers that are no longer shown, oldest first.
 * @param now milliseconds since the epoch
 */
export const answeredOffers = (db: ReadDb, now: number, count: number): AnsweredOffer[] =>
  db
    .prepare<[number, number], Omit<AnsweredOffer, 'accepted'> & { accepted: number }>(
      `SELECT origin, probability, ifnull(answer IN ${taken}, 0) AS accepted FROM offers
       WHERE answer IS NOT NULL OR at < ? ORDER BY rowid DESC LIMIT ?`,
    )
    .all(now - stillShown, count)
    .map((one) => ({ ...one, accepted: one.accepted === 1 }))
    .reverse();

/** Offers shown and accepted, by level. @param now milliseconds since the epoch */
export function ownPrecision(db: ReadDb, now: number): OwnPrecision {
  const levels = db
    .prepare<[number], { level: InlineLevel; shown: number; accepted: number }>(
      `SELECT level, count(*) AS shown, ifnull(sum(answer IN ${taken}), 0) AS accepted FROM offers
       WHERE answer IS NOT NULL OR at < ? GROUP BY level`,
    )
    .all(now - stillShown);
  const none = { shown: 0, accepted: 0 };
  const found = Object.fromEntries(levels.map(({ level, ...counts }) => [level, counts]));
  return { quiet: none, moderate: none, eager: none, ...found };
}
