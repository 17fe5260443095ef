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

/** The kinds of feedback that may name the right word, strongest first. Each pair has an index of its own. */
const teaching = [`'right', 'wrong'`, `'accepted', 'kept'`];

/**
 * The suggestions with feedback that names a word: first those with ✓ or ✗, then those whose word was used; of each the
 * newest first.
 * @param most of all that are returned; Infinity for all
 */
export function judgedSuggestions(db: ReadDb, most: number): string[] {
  const found = new Set<string>();
  for (const kinds of teaching) {
    if (found.size >= most) break;
    const newest = db
      .prepare(
        `SELECT suggestion_id FROM feedback WHERE kind IN (${kinds}) AND word IS NOT NULL
         ORDER BY at DESC, rowid DESC LIMIT ?`,
      )
      .pluck();
    // A suggestion may have feedback of both kinds of a pair.
    for (const id of newest.all(most === Infinity ? -1 : 2 * most) as string[])
      if (found.size < most) found.add(id);
  }
  return [...found];
}

/** The suggestions with feedback whose word fits. Reads all feedback. */
export function suggestionsGiven(db: ReadDb, fits: (word: string) => boolean): string[] {
  const words = db
    .prepare('SELECT DISTINCT word FROM feedback WHERE word IS NOT NULL')
    .pluck()
    .all() as string[];
  return db
    .prepare('SELECT DISTINCT suggestion_id FROM feedback WHERE word IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(words.filter(fits))) as string[];
}

/** The judgements on these suggestions, in their order. */
export const judgementsOf = (db: ReadDb, suggestionIds: readonly string[]): RawJudgement[] =>
  db
    .prepare<[string], RawJudgement>(
      `SELECT s.id AS suggestionId, s.document_id AS documentId, s.context, s.gap_start AS gapStart, s.gap_end AS gapEnd,
              (SELECT json_group_array(json_extract(o.value, '$.word')) FROM json_each(s.offered) o) AS offered,
              (SELECT json_group_array(json_object('at', f.at, 'kind', f.kind, 'word', f.word, 'weight', f.weight)
                                       ORDER BY f.at, f.rowid)
               FROM feedback f WHERE f.suggestion_id = s.id) AS given
       FROM json_each(?) wanted CROSS JOIN suggestions s ON s.id = wanted.value ORDER BY wanted.key`,
    )
    .all(JSON.stringify(suggestionIds));

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
