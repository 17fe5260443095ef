import type { StoredTable } from '../contract/stored-data.ts';
import type { ReadDb } from './db.ts';
import { type About, about } from './stored-tables.ts';

/** The rows and sizes of all tables. Nothing reads a table that grows with use. */

interface Counted {
  readonly rows: number;
  /** Of its texts. */
  readonly bytes: number;
}

/** The tables that triggers count. */
const countedTables = (db: ReadDb): Map<string, Counted> =>
  new Map(
    db
      .prepare<[], Counted & { name: string }>('SELECT name, rows, bytes FROM row_counts')
      .all()
      .map(({ name, ...counted }) => [name, counted]),
  );

/** The bytes of each table's pages with its indexes', without those of some tables. */
function pagesOf(db: ReadDb, without: ReadonlySet<string>): Map<string, number> {
  const trees = db
    .prepare<[], { tree: string; name: string }>(
      'SELECT name AS tree, tbl_name AS name FROM sqlite_schema WHERE rootpage > 0',
    )
    .all();
  const bytes = db.prepare<[string]>('SELECT pgsize FROM dbstat WHERE name = ? AND aggregate = TRUE').pluck();
  const found = new Map<string, number>();
  for (const { tree, name } of trees)
    if (!without.has(name)) found.set(name, (found.get(name) ?? 0) + Number(bytes.get(tree) ?? 0));
  return found;
}

/** Rows up to which the pages of the counted tables are read too. */
const fewRows = 20_000;
/** Bytes of a row with its entries in the indexes, without its texts. */
const rowBytes: Readonly<Record<string, number>> = { suggestions: 330, feedback: 310 };

/** Divides the pages that no other table has among the counted tables, by the estimated sizes of these. */
function dividePages(db: ReadDb, counted: ReadonlyMap<string, Counted>, found: Map<string, number>): void {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  const whole = (number('page_count') - number('freelist_count')) * number('page_size');
  const rest = whole - [...found.values()].reduce((sum, one) => sum + one, 0);
  const shares = [...counted].map(
    ([name, { rows, bytes }]) => [name, rows * (rowBytes[name] ?? 0) + bytes] as const,
  );
  const all = shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of shares) found.set(name, all > 0 ? Math.round((rest * share) / all) : 0);
}

/**
 * Every table with its rows and size, as the file has them. A table that is not known counts as raw text. In a large
 * store the sizes of `suggestions` and `feedback` are estimates, whose sum is exact.
 */
export function storedTables(db: ReadDb): StoredTable[] {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  const counted = countedTables(db);
  const isLarge = [...counted.values()].some(({ rows }) => rows > fewRows);
  const bytes = pagesOf(db, new Set(isLarge ? counted.keys() : []));
  if (isLarge) dividePages(db, counted, bytes);
  const known: Readonly<Record<string, About>> = about;
  const order = Object.keys(about);
  return names
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name) => ({
      name,
      part: known[name]?.part ?? 'counts',
      text: known[name]?.text ?? 'raw',
      rows: counted.get(name)?.rows ?? Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()),
      bytes: bytes.get(name) ?? 0,
    }));
}
