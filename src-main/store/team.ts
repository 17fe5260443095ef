import { z } from 'zod';
import { Message } from '../contract/text.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { readJson } from './json.ts';

/** The team whose shared files this desktop takes, and what it took. */

export interface NewMembership {
  /** A folder, or an address of HTTPS. */
  readonly address: string;
  /** The administrator's public key, PEM. */
  readonly key: string;
  /** Certificates that alone are trusted for the address, PEM; null for the system's. */
  readonly ca: string | null;
  readonly joinedAt: number;
}

/** The last list that was taken. */
export interface TakenList {
  readonly name: string;
  readonly sequence: number;
  /** SHA-256 of the list. */
  readonly manifest: string;
  readonly publishedAt: number;
  readonly until: number;
}

export interface Membership extends NewMembership {
  /** Null before the first list. */
  readonly list: TakenList | null;
  readonly takenAt: number | null;
  /** When the address was last asked. */
  readonly checkedAt: number | null;
  /** Why the last attempt took nothing; null if it did, or there was nothing new. */
  readonly problem: Message | null;
}

interface Row extends NewMembership {
  readonly name: string | null;
  readonly sequence: number;
  readonly manifest: string | null;
  readonly publishedAt: number | null;
  readonly until: number | null;
  readonly takenAt: number | null;
  readonly checkedAt: number | null;
  readonly problem: string | null;
}

function listOf({ name, sequence, manifest, publishedAt, until }: Row): TakenList | null {
  if (name === null || manifest === null || publishedAt === null || until === null) return null;
  return { name, sequence, manifest, publishedAt, until };
}

/** Null if this desktop takes nothing of a team. */
export function readMembership(db: ReadDb): Membership | null {
  const row = db
    .prepare<[], Row>(
      `SELECT address, key, ca, joined_at AS joinedAt, name, sequence, manifest, published_at AS publishedAt, until,
              taken_at AS takenAt, checked_at AS checkedAt, problem FROM team`,
    )
    .get();
  if (!row) return null;
  const { address, key, ca, joinedAt, takenAt, checkedAt } = row;
  const problem = row.problem === null ? null : readJson(Message, row.problem);
  return { address, key, ca, joinedAt, list: listOf(row), takenAt, checkedAt, problem };
}

export const addMembership = (db: WriteDb, { address, key, ca, joinedAt }: NewMembership): void =>
  void db
    .prepare('INSERT INTO team (only, address, key, ca, joined_at) VALUES (1, ?, ?, ?, ?)')
    .run(address, key, ca, Math.round(joinedAt));

/** Records an attempt. @param problem why it took nothing; null if it did, or there was nothing new */
export const noteChecked = (db: WriteDb, at: number, problem: Message | null): void =>
  void db
    .prepare('UPDATE team SET checked_at = ?, problem = ?')
    .run(Math.round(at), problem && JSON.stringify(problem));

export const saveTakenList = (db: WriteDb, list: TakenList, at: number): void =>
  void db
    .prepare(
      'UPDATE team SET name = ?, sequence = ?, manifest = ?, published_at = ?, until = ?, taken_at = ?, problem = NULL',
    )
    .run(list.name, list.sequence, list.manifest, list.publishedAt, list.until, Math.round(at));

export interface TeamItem {
  readonly sha256: string;
  readonly kind: 'glossary' | 'style' | 'phrasebook' | 'patch';
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the base model's weights, of a patch; otherwise null. */
  readonly base: string | null;
  /** Rows or entries that were taken, and that were left out. */
  readonly taken: number;
  readonly leftOut: number;
  /** What became of a patch; null otherwise, or if nothing has yet. */
  readonly note: Message | null;
}

/** A phrase document, after `slotted`. */
const Phrases = z.array(z.object({ title: z.string(), text: z.string() }));
export type TeamPhrases = z.infer<typeof Phrases>;

export interface NewTeamItem extends Omit<TeamItem, 'note'> {
  readonly phrases: readonly { readonly title: string; readonly text: string }[] | null;
}

const itemColumns = 'sha256, kind, name, bytes, base, taken, left_out AS leftOut, note';

/** In the order of kinds and names. */
export const listTeamItems = (db: ReadDb): TeamItem[] =>
  db
    .prepare<[], Omit<TeamItem, 'note'> & { readonly note: string | null }>(
      `SELECT ${itemColumns} FROM team_items ORDER BY kind, name`,
    )
    .all()
    .map((row) => ({ ...row, note: row.note === null ? null : readJson(Message, row.note) }));

/** The phrases that the team shares. */
export const teamPhrases = (db: ReadDb): TeamPhrases =>
  (
    db
      .prepare('SELECT phrases FROM team_items WHERE phrases IS NOT NULL ORDER BY name')
      .pluck()
      .all() as string[]
  ).flatMap((json) => readJson(Phrases, json) ?? []);

export const addTeamItem = (db: WriteDb, item: NewTeamItem): void =>
  void db
    .prepare(
      'INSERT INTO team_items (sha256, kind, name, bytes, base, taken, left_out, phrases) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      item.sha256,
      item.kind,
      item.name,
      item.bytes,
      item.base,
      item.taken,
      item.leftOut,
      item.phrases && JSON.stringify(item.phrases),
    );

export const noteTeamItem = (db: WriteDb, sha256: string, note: Message | null): void =>
  void db
    .prepare('UPDATE team_items SET note = ? WHERE sha256 = ?')
    .run(note && JSON.stringify(note), sha256);

const ofTeam = 'SELECT id FROM imports WHERE team = @sha256';

/** What the writer decided about samples of a content. */
export type Decided = readonly { readonly id: string; readonly status: 'approved' | 'rejected' }[];

/**
 * Removes a content and all that came from it. What the writer imported too stays.
 * @returns the writer's decisions about its samples, for a later edition of it
 */
export function removeTeamItem(db: WriteDb, sha256: string): Decided {
  const decided = db
    .prepare<[{ sha256: string }], Decided[number]>(
      `SELECT id, status FROM samples WHERE import_id IN (${ofTeam}) AND status <> 'pending'`,
    )
    .all({ sha256 });
  for (const table of ['samples', 'glossary_terms', 'style_pairs'])
    db.prepare(`DELETE FROM ${table} WHERE import_id IN (${ofTeam})`).run({ sha256 });
  db.prepare('DELETE FROM imports WHERE team = @sha256').run({ sha256 });
  db.prepare('DELETE FROM team_items WHERE sha256 = @sha256').run({ sha256 });
  return decided;
}

/** Restores decisions about samples that the team shares again. */
export function restoreDecided(db: WriteDb, decided: Decided): void {
  const set = db.prepare(
    'UPDATE samples SET status = ? WHERE id = ? AND import_id IN (SELECT id FROM imports WHERE team IS NOT NULL)',
  );
  for (const { id, status } of decided) set.run(status, id);
}

/** Removes the membership and everything that was taken, in one transaction. Versions are removed elsewhere. */
export function removeMembership(db: WriteDb): void {
  inTransaction(db, () => {
    for (const { sha256 } of listTeamItems(db)) removeTeamItem(db, sha256);
    db.prepare('DELETE FROM team').run();
  });
}

export interface Orphan {
  readonly id: string;
  /** Whether the list has another version for the same weights, which may take its place. */
  readonly replaced: boolean;
}

/** Shared versions whose patch is here, and that no list names any more. */
export const orphanVersions = (db: ReadDb): Orphan[] =>
  db
    .prepare<[], { readonly id: string; readonly replaced: 0 | 1 }>(
      `SELECT id, EXISTS (SELECT 1 FROM team_items i WHERE i.base = v.base) AS replaced
       FROM versions v WHERE team IS NOT NULL AND removed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM team_items i WHERE substr(i.sha256, 1, 16) = v.id)`,
    )
    .all()
    .map(({ id, replaced }) => ({ id, replaced: replaced === 1 }));
