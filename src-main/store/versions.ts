import { z } from 'zod';
import type { Verdict } from '../contract/exam.ts';
import type { SampleItem } from '../contract/learning.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { readJson } from './json.ts';
import type { Scrubbed } from './scrubbed.ts';
import { putSamples, type VersionSample } from './version-samples.ts';

/** Trained versions, without the base model. */

export interface NewVersion {
  /** First 16 hex digits of the patch's SHA-256. */
  readonly id: string;
  /** SHA-256 of the base model's weights file. */
  readonly base: string;
  /** Id in the catalog. */
  readonly modelId: string;
  readonly mode: 'patch' | 'lora';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** File name in the folder of patches. */
  readonly patchFile: string;
  readonly patchBytes: number;
  /** Settings of the training run, plain data. */
  readonly recipe: object;
  readonly seed: number;
  /** Measurements of the training run, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly samples: readonly VersionSample[];
  /** Name in the list of the team that shares it; absent for one that was trained here. */
  readonly team?: string;
}

export interface StoredVersion extends Omit<NewVersion, 'samples' | 'recipe' | 'metrics' | 'team'> {
  /** Null for one that was trained here. */
  readonly team: string | null;
  /** Null if the stored one is damaged. */
  readonly recipe: Record<string, unknown> | null;
  readonly metrics: Record<string, number> | null;
  /** Divides the logits before the softmax. */
  readonly temperature: number;
  /** Null before its exam. */
  readonly verdict: Verdict | null;
  readonly removedAt: number | null;
  /** Number of samples it was trained on, in all and by source. */
  readonly samples: number;
  readonly sources: Partial<Record<SampleItem['source'], number>>;
  /** Number of samples held out for its exam. */
  readonly heldOut: number;
}

/** Records a version. A removed version with the same id is present again; one that was trained here stays so. */
export function saveVersion(db: WriteDb, version: NewVersion): void {
  inTransaction(db, () => {
    db.prepare(
      `INSERT INTO versions (id, base, model_id, mode, created_at, patch_file, patch_bytes, recipe, seed, metrics, team)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
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
      version.team ?? null,
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
  v.patch_bytes AS patchBytes, v.recipe, v.seed, v.metrics, v.temperature, v.verdict, v.removed_at AS removedAt, v.team,
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

/** Newest first, with removed versions. */
export const listVersions = (db: ReadDb): StoredVersion[] =>
  db.prepare<[], Row>(`SELECT ${columns} ORDER BY v.created_at DESC, v.rowid DESC`).all().map(versionOf);

export function findVersion(db: ReadDb, id: string): StoredVersion | null {
  const row = db.prepare<[string], Row>(`SELECT ${columns} WHERE v.id = ?`).get(id);
  return row ? versionOf(row) : null;
}

/** Records that a version's patch was removed. @returns false if it was removed before */
export const markRemoved = (db: WriteDb, id: string, at: number): boolean =>
  db.prepare('UPDATE versions SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(Math.round(at), id)
    .changes > 0;

/** The versions with a patch that were made before a time. */
export const versionsBefore = (db: ReadDb, before: number): string[] =>
  db
    .prepare('SELECT id FROM versions WHERE created_at < ? AND removed_at IS NULL')
    .pluck()
    .all(before) as string[];

/** Reverts `markRemoved`. */
export const markPresent = (db: WriteDb, id: string): void =>
  void db.prepare('UPDATE versions SET removed_at = NULL WHERE id = ?').run(id);

export interface Note {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

/** Adds a note of the writer, which cannot be changed. @returns its id */
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
