import type { DataPart, StoredText } from '../contract/stored-data.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { forgetInExams } from './exams.ts';

/** What each table holds, and which of its rows a removal removes. */

export interface About {
  readonly part: DataPart;
  readonly text: StoredText;
  /** Condition of the rows older than `@before`; absent if they go with rows of another table, or have no age. */
  readonly old?: string;
  /** Condition of the rows that a removal of everything removes; absent: all. */
  readonly all?: string;
}

const atBefore = 'at < @before';
/** What a team shares goes when the writer leaves it, not by age. */
const ownBefore =
  'at < @before AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.id = import_id AND i.team IS NOT NULL)';

/** The draft that lists the open documents. */
const openList = `(SELECT content FROM drafts AS list WHERE list.id = 'tabs')`;

export const about = {
  drafts: {
    part: 'drafts',
    text: 'raw',
    // Open documents stay on the screen, so their drafts stay too.
    old: `updated_at < @before AND id <> 'tabs' AND ifnull(instr(${openList}, '"' || id || '"'), 0) = 0`,
  },
  draft_journal: { part: 'drafts', text: 'raw' },
  suggestions: {
    part: 'feedback',
    text: 'scrubbed',
    old: `at < @before AND NOT EXISTS
      (SELECT 1 FROM feedback f WHERE f.suggestion_id = suggestions.id AND f.at >= @before)`,
  },
  feedback: { part: 'feedback', text: 'scrubbed', old: atBefore },
  unlearnable: { part: 'feedback', text: 'none' },
  samples: { part: 'samples', text: 'scrubbed', old: ownBefore },
  glossary_terms: { part: 'samples', text: 'scrubbed', old: ownBefore },
  style_pairs: { part: 'samples', text: 'scrubbed', old: ownBefore },
  style_words: { part: 'samples', text: 'scrubbed' },
  imports: { part: 'samples', text: 'scrubbed', old: 'at < @before AND team IS NULL' },
  // Keys of the samples that remain are computed again.
  memory_keys: { part: 'samples', text: 'scrubbed', old: '1' },
  never_rules: { part: 'rules', text: 'scrubbed', old: atBefore },
  version_notes: { part: 'versions', text: 'scrubbed', old: atBefore },
  exams: { part: 'versions', text: 'scrubbed', old: atBefore },
  exam_marks: { part: 'versions', text: 'none', old: atBefore },
  rollouts: { part: 'versions', text: 'none', old: atBefore },
  incidents: { part: 'versions', text: 'none', old: atBefore },
  versions: { part: 'versions', text: 'none' },
  version_samples: { part: 'versions', text: 'scrubbed', old: 'at < @before AND text IS NOT NULL' },
  slot_states: { part: 'versions', text: 'none' },
  // Their rows stay, so that the files are not read again; the index is written anew (`phrases/own-phrases.ts`).
  own_documents: { part: 'documents', text: 'raw', old: 'changed_at < @before AND kept_out = 0' },
  own_folders: { part: 'documents', text: 'raw' },
  own_consent: { part: 'documents', text: 'none' },
  team: { part: 'settings', text: 'raw' },
  team_items: { part: 'samples', text: 'scrubbed' },
  recent_files: { part: 'recent', text: 'raw', old: atBefore },
  settings: {
    part: 'settings',
    text: 'raw',
    all: `name IN ('writerName', 'memorySkips', 'documentsOffered')`,
  },
  offers: { part: 'counts', text: 'none', old: atBefore },
  expired_suggestions: { part: 'counts', text: 'none' },
  row_counts: { part: 'counts', text: 'none', all: '0' },
  chores: { part: 'counts', text: 'none', all: '0' },
  removals: { part: 'counts', text: 'none', all: '0' },
} satisfies Readonly<Record<string, About>>;

type Table = keyof typeof about;
const tables = Object.entries(about) as [Table, About][];

export interface RemovableRows {
  readonly name: string;
  readonly part: DataPart;
  readonly rows: number;
}

const conditionOf = ({ old, all }: About, before: number | null): string | null =>
  before === null ? (all ?? '1') : (old ?? null);

/** @param before milliseconds since the epoch; null: everything */
export function removableRows(db: ReadDb, before: number | null): RemovableRows[] {
  return tables.flatMap(([name, one]) => {
    const condition = conditionOf(one, before);
    if (condition === null) return [];
    const count = db.prepare(`SELECT count(*) FROM ${name} WHERE ${condition}`).pluck();
    const rows = Number(
      before === null ? count.get() : condition.includes('@') ? count.get({ before }) : count.get(),
    );
    return rows > 0 ? [{ name, part: one.part, rows }] : [];
  });
}

/** The texts of old samples leave the records of versions and the reports of their exams; their rows stay. */
function forgetOldSamples(db: WriteDb, before: number): void {
  const gone = db
    .prepare<[number], { text: string; answer: string }>(
      'SELECT DISTINCT text, answer FROM version_samples WHERE at < ? AND text IS NOT NULL',
    )
    .all(before);
  const reports = (db.prepare('SELECT report FROM exams').pluck().all() as string[]).join('\n');
  for (const { text, answer } of gone)
    if (reports.includes(JSON.stringify(text).slice(1, -1))) forgetInExams(db, text, answer);
  db.prepare('UPDATE version_samples SET text = NULL, answer = NULL WHERE at < ?').run(before);
}

/** Tables of which a removal by age changes rows and removes none. */
const rowsStay: ReadonlySet<Table> = new Set<Table>(['version_samples', 'own_documents']);

/** Removes rows in one transaction. @param before as for `removableRows` */
export function removeRows(db: WriteDb, before: number | null): void {
  inTransaction(db, () => {
    for (const [name, one] of tables) {
      const condition = conditionOf(one, before);
      if (condition === null || (before !== null && rowsStay.has(name))) continue;
      const remove = db.prepare(`DELETE FROM ${name} WHERE ${condition}`);
      if (condition.includes('@')) remove.run({ before });
      else remove.run();
    }
    if (before !== null) forgetOldSamples(db, before);
    db.exec('UPDATE removals SET count = count + 1');
  });
}
