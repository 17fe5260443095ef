import { z } from 'zod';
import { Incident, RolloutEntry } from '../contract/rollouts.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { type Read, readAll, readJson } from './json.ts';

/** The log of rollouts, and the incidents among its entries. */

type Content<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;

/** The incident that an entry reports; null if it reports none. */
function incidentOf(entry: RolloutEntry): Content<Incident> | null {
  const { version } = entry;
  switch (entry.kind) {
    case 'opened':
      return { kind: 'breaker', version, opening: entry.opening, evidence: entry.evidence };
    case 'failed':
      return { kind: 'failure', version, failure: entry.failure, wasMain: entry.wasMain };
    case 'ended':
      return entry.how === 'rolled-back'
        ? { kind: 'rolled-back', version, to: null, evidence: entry.evidence }
        : null;
    case 'back-to':
      return { kind: 'rolled-back', version: entry.from, to: version, evidence: null };
    case 'phase':
      return null;
  }
}

/**
 * Adds an entry of the router and its incident. A known entry changes nothing.
 * @returns whether the entry is new
 */
export function addRolloutEntry(db: WriteDb, entry: RolloutEntry): boolean {
  const { id, at, version, kind, ...content } = entry;
  const rounded = Math.round(at);
  return inTransaction(db, () => {
    const { changes } = db
      .prepare(
        `INSERT INTO rollouts (id, at, version, kind, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(id, rounded, version, kind, JSON.stringify(content));
    if (changes === 0) return false;
    const incident = incidentOf(entry);
    if (incident) {
      const { version: whose, kind: what, ...rest } = { ...incident, where: entry.where };
      db.prepare('INSERT INTO incidents (at, version, kind, content) VALUES (?, ?, ?, ?)').run(
        rounded,
        whose,
        what,
        JSON.stringify(rest),
      );
    }
    return true;
  });
}

interface Row {
  readonly id: number;
  readonly at: number;
  readonly version: string;
  readonly kind: string;
  readonly content: string;
}

const readRows = <T extends z.ZodType>(schema: T, rows: readonly Row[]): Read<z.output<T>> =>
  readAll(rows, ({ content, ...row }) => {
    const fields = readJson(z.record(z.string(), z.unknown()), content);
    return schema.safeParse({ ...fields, ...row }).data ?? null;
  });

const columns = 'SELECT id, at, version, kind, content FROM';

/** The entries about a version, oldest first: its own, and those that took it out of service. */
export function rolloutOf(db: ReadDb, version: string): Read<RolloutEntry> {
  const rows = db.prepare<[string, string], Row>(
    `${columns} rollouts WHERE version = ? OR (kind = 'back-to' AND content ->> '$.from' = ?) ORDER BY at, id`,
  );
  return readRows(RolloutEntry, rows.all(version, version));
}

/** The incidents of a version, oldest first. */
export function incidentsOf(db: ReadDb, version: string): Read<Incident> {
  const rows = db.prepare<[string], Row>(`${columns} incidents WHERE version = ? ORDER BY at, id`);
  return readRows(Incident, rows.all(version));
}
