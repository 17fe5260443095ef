import { Effect } from '../contract/exam.ts';
import type { SampleItem } from '../contract/learning.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { readJson } from './json.ts';

/** A sample that a version was made with. */

export interface VersionSample {
  /** Hash of text and answer. */
  readonly id: string;
  /** Scrubbed. */
  readonly text: string;
  readonly answer: string;
  readonly source: SampleItem['source'];
  /** When the writer gave it, milliseconds since the epoch. */
  readonly at: number;
  /** Not trained on, but asked in the exam. */
  readonly heldOut: boolean;
}

/** Replaces the samples of a version. Called in a transaction. */
export function putSamples(db: WriteDb, version: string, samples: readonly VersionSample[]): void {
  db.prepare('DELETE FROM version_samples WHERE version = ?').run(version);
  const put = db.prepare(
    `INSERT INTO version_samples (version, sample_id, text, answer, source, at, held_out) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (version, sample_id) DO NOTHING`,
  );
  for (const { id, text, answer, source, at, heldOut } of samples)
    put.run(version, id, text, answer, source, Math.round(at), heldOut ? 1 : 0);
}

/** The rank of a correction's word in an exam, before and after. */
export interface Found extends Effect {
  readonly text: string;
  readonly answer: string;
}

export function putEffects(db: WriteDb, version: string, found: readonly Found[]): void {
  const put = db.prepare(
    'UPDATE version_samples SET effect = ? WHERE version = ? AND text = ? AND answer = ?',
  );
  for (const { text, answer, before, after } of found)
    put.run(JSON.stringify({ before, after }), version, text, answer);
}

/** A version that has a sample, and the sample's ranks in its exam. */
export interface Holding {
  readonly version: string;
  readonly createdAt: number;
  readonly heldOut: boolean;
  /** Null if the exam did not ask the sample. */
  readonly effect: Effect | null;
}

interface HoldingRow {
  readonly version: string;
  readonly createdAt: number;
  readonly heldOut: number;
  readonly effect: string | null;
}

/** The versions with a patch that have a sample, newest first. */
export const holdingsOf = (db: ReadDb, sampleId: string): Holding[] =>
  db
    .prepare<[string], HoldingRow>(
      `SELECT s.version, v.created_at AS createdAt, s.held_out AS heldOut, s.effect
       FROM version_samples s JOIN versions v ON v.id = s.version
       WHERE s.sample_id = ? AND v.removed_at IS NULL ORDER BY v.created_at DESC, v.rowid DESC`,
    )
    .all(sampleId)
    .map(({ heldOut, effect, ...row }) => ({
      ...row,
      heldOut: heldOut === 1,
      effect: effect === null ? null : readJson(Effect, effect),
    }));

/** A sample of versions. Text and answer are null after the writer forgot it. */
export interface HeldSample {
  readonly id: string;
  readonly text: string | null;
  readonly answer: string | null;
  readonly source: SampleItem['source'];
  readonly at: number;
}

/** The samples of all versions with a patch, each once. */
export const heldSamples = (db: ReadDb): HeldSample[] =>
  db
    .prepare<[], HeldSample>(
      `SELECT s.sample_id AS id, s.text, s.answer, s.source, max(s.at) AS at
       FROM version_samples s JOIN versions v ON v.id = s.version
       WHERE v.removed_at IS NULL GROUP BY s.sample_id`,
    )
    .all();

/**
 * Removes the text and answer of a sample; its id stays in the record of versions.
 * @returns the text and answer, null if no version has the sample
 */
export function forgetHeld(
  db: WriteDb,
  sampleId: string,
): { readonly text: string; readonly answer: string } | null {
  const known = db
    .prepare<[string], { text: string; answer: string }>(
      'SELECT text, answer FROM version_samples WHERE sample_id = ? AND text IS NOT NULL',
    )
    .get(sampleId);
  db.prepare('UPDATE version_samples SET text = NULL, answer = NULL WHERE sample_id = ?').run(sampleId);
  return known ?? null;
}

/** The answers that versions were trained on, each once. */
export const learnedWords = (db: ReadDb, versions: readonly string[]): string[] =>
  db
    .prepare<[string], { answer: string }>(
      `SELECT DISTINCT answer FROM version_samples
       WHERE version IN (SELECT value FROM json_each(?)) AND answer IS NOT NULL AND NOT held_out ORDER BY answer`,
    )
    .all(JSON.stringify(versions))
    .map(({ answer }) => answer);

/** Ids of the samples that any of these versions was trained on. */
export const trainedSamples = (db: ReadDb, versions: readonly string[]): ReadonlySet<string> =>
  new Set(
    db
      .prepare<[string], { id: string }>(
        `SELECT DISTINCT sample_id AS id FROM version_samples
         WHERE version IN (SELECT value FROM json_each(?)) AND NOT held_out`,
      )
      .all(JSON.stringify(versions))
      .map(({ id }) => id),
  );
