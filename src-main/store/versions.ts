import { z } from 'zod';
import type { Verdict } from '../contract/exam.ts';
import type { SampleItem } from '../contract/learning.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { readJson } from './json.ts';
import type { Scrubbed } from './scrubbed.ts';
import { putSamples, type VersionSample } from './version-samples.ts';

/** Versions that were trained. The base model is none of them. */

export interface NewVersion {
  /** Names the patch: first 16 hex digits of its SHA-256. */
  readonly id: string;
  /** SHA-256 of the base model's weights file. */
  readonly base: string;
  /** Of the catalog. */
  readonly modelId: string;
  readonly mode: 'patch' | 'lora';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Name of the file among the patches. */
  readonly patchFile: string;
  readonly patchBytes: number;
  /** What decided what the run made of its samples; plain data. */
  readonly recipe: object;
  readonly seed: number;
  /** What training measured, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly samples: readonly VersionSample[];
}

export interface StoredVersion extends Omit<NewVersion, 'samples' | 'recipe' | 'metrics'> {
  /** Null where the stored one is damaged. */
  readonly recipe: Record<string, unknown> | null;
  readonly metrics: Record<string, number> | null;
  /** Divides the scores before they become probabilities. */
  readonly temperature: number;
  /** Null until it is examined. */
  readonly verdict: Verdict | null;
  readonly removedAt: number | null;
  /** Samples that it learned, and how many of each source. */
  readonly samples: number;
  readonly sources: Partial<Record<SampleItem['source'], number>>;
  /** Samples that were kept out of training for its exam. */
  readonly heldOut: number;
}

/** Puts a version on record. One that was removed and came out the same again is there again. */
export function saveVersion(db: WriteDb, version: NewVersion): void {
  inTransaction(db, () => {
    db.prepare(
      `INSERT INTO versions (id, base, model_id, mode, created_at, patch_file, patch_bytes, recipe, seed, metrics)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
         model_id = excluded.model_id, patch_file = excluded.patch_file, removed_at = NULL`,
    ).run(
      version.id,
      version.base,
      version.modelId,
      version.mode,
      Math.round(version.createdAt),
      version.patchFile,
      version.patchBytes,
      JSON.stringify(version.recipe),
      version.seed,
      JSON.stringify(version.metrics),
    );
    putSamples(db, version.id, version.samples);
  });
}

interface Row extends Omit<StoredVersion, 'recipe' | 'metrics' | 'sources'> {
  readonly recipe: string;
  readonly metrics: string;
  readonly sources: string;
}

const columns = `
  v.id, v.base, v.model_id AS modelId, v.mode, v.created_at AS createdAt, v.patch_file AS patchFile,
  v.patch_bytes AS patchBytes, v.recipe, v.seed, v.metrics, v.temperature, v.verdict, v.removed_at AS removedAt,
  (SELECT count(*) FROM version_samples s WHERE s.version = v.id AND NOT s.held_out) AS samples,
  (SELECT count(*) FROM version_samples s WHERE s.version = v.id AND s.held_out) AS heldOut,
  (SELECT json_group_object(source, n) FROM
     (SELECT s.source, count(*) AS n FROM version_samples s WHERE s.version = v.id AND NOT s.held_out GROUP BY s.source)
  ) AS sources
  FROM versions v`;

const versionOf = (row: Row): StoredVersion => ({
  ...row,
  recipe: readJson(z.record(z.string(), z.unknown()), row.recipe),
  metrics: readJson(z.record(z.string(), z.number()), row.metrics),
  sources: JSON.parse(row.sources) as StoredVersion['sources'],
});

/** Newest first, removed ones among them. */
export const listVersions = (db: ReadDb): StoredVersion[] =>
  db.prepare<[], Row>(`SELECT ${columns} ORDER BY v.created_at DESC, v.rowid DESC`).all().map(versionOf);

export function findVersion(db: ReadDb, id: string): StoredVersion | null {
  const row = db.prepare<[string], Row>(`SELECT ${columns} WHERE v.id = ?`).get(id);
  return row ? versionOf(row) : null;
}

/** Says that a version's patch is gone. @returns whether it was there until now */
export const markRemoved = (db: WriteDb, id: string, at: number): boolean =>
  db.prepare('UPDATE versions SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(Math.round(at), id)
    .changes > 0;

/** Takes `markRemoved` back. */
export const markPresent = (db: WriteDb, id: string): void =>
  void db.prepare('UPDATE versions SET removed_at = NULL WHERE id = ?').run(id);

export interface Note {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

/** Signs a note of the writer's off; it is not changed afterwards. @returns its id */
export function addNote(db: WriteDb, version: string, text: Scrubbed, at: number): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO version_notes (version, at, text) VALUES (?, ?, ?)')
    .run(version, Math.round(at), text);
  return Number(lastInsertRowid);
}

/** Oldest first. */
export const notesOf = (db: ReadDb, version: string): Note[] =>
  db
    .prepare<[string], Note>('SELECT id, at, text FROM version_notes WHERE version = ? ORDER BY at, id')
    .all(version);
