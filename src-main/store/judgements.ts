import type { FeedbackKind } from '../contract/schemas.ts';
import type { ReadDb, WriteDb } from './db.ts';

/** Feedback as input of learning: all that the writer did with one suggestion. */

export interface Judgement {
  readonly suggestionId: string;
  /** Null if it is unknown. */
  readonly documentId: string | null;
  /** Scrubbed text around the gap; may hold other gaps. */
  readonly context: string;
  /** The gap in `context`: UTF-16 offsets, end exclusive. */
  readonly gapStart: number;
  readonly gapEnd: number;
  readonly offered: readonly string[];
  /** Oldest first. */
  readonly given: readonly {
    readonly at: number;
    readonly kind: FeedbackKind;
    readonly word: string | null;
    readonly weight: number;
  }[];
}

/** A judgement as it is stored, with unparsed JSON. */
export interface RawJudgement {
  readonly suggestionId: string;
  readonly documentId: string | null;
  readonly context: string;
  readonly gapStart: number;
  readonly gapEnd: number;
  /** JSON, as `Judgement.offered`. */
  readonly offered: string;
  /** JSON, as `Judgement.given`. */
  readonly given: string;
}

/** Every suggestion that has feedback. */
export const judgements = (db: ReadDb): RawJudgement[] =>
  db
    .prepare<[], RawJudgement>(
      `SELECT s.id AS suggestionId, s.document_id AS documentId, s.context, s.gap_start AS gapStart, s.gap_end AS gapEnd,
              (SELECT json_group_array(json_extract(o.value, '$.word')) FROM json_each(s.offered) o) AS offered,
              json_group_array(json_object('at', f.at, 'kind', f.kind, 'word', f.word, 'weight', f.weight)
                               ORDER BY f.at, f.rowid) AS given
       FROM feedback f JOIN suggestions s ON s.id = f.suggestion_id GROUP BY s.id`,
    )
    .all();

export const parseJudgement = (raw: RawJudgement): Judgement => ({
  ...raw,
  offered: JSON.parse(raw.offered) as string[],
  given: JSON.parse(raw.given) as Judgement['given'],
});

/** Removes suggestions with their feedback. */
export function forgetJudgements(db: WriteDb, suggestionIds: readonly string[]): void {
  const forget = db.prepare('DELETE FROM suggestions WHERE id = ?');
  for (const id of suggestionIds) forget.run(id);
}
