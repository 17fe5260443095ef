import { CodedError } from '../base/error.ts';
import { storeImport } from '../learn/samples/import.ts';
import type { Prepared } from '../learn/samples/prepare.ts';
import { scrub } from '../privacy/scrub.ts';
import { inTransaction, type ReadDb, type WriteDb } from '../store/db.ts';
import {
  addTeamItem,
  listTeamItems,
  readMembership,
  removeTeamItem,
  restoreDecided,
  saveTakenList,
  type TeamItem,
} from '../store/team.ts';
import { message } from '../texts/message.ts';
import { type ContentOptions, type ReadContent, readContent } from './content.ts';
import { type Item, mostBytes, objectPath } from './manifest.ts';
import type { TeamSource } from './source.ts';
import { type Trusted, wantObject } from './trust.ts';

/** Takes a list that was checked: reads everything first, then stores it in one transaction. */

const isSame = (item: Item, held: TeamItem): boolean =>
  item.sha256 === held.sha256 && item.kind === held.kind && item.name === held.name;

/** The items of a list that the store does not have. */
const newItems = (db: ReadDb, items: readonly Item[]): Item[] => {
  const held = listTeamItems(db);
  return items.filter((item) => !held.some((one) => isSame(item, one)));
};

/**
 * Reads a content and compares it with the list.
 * @throws CodedError `team-object`, `team-unreachable`
 */
export async function readObject(source: TeamSource, item: Item, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = await source.read(objectPath(item.sha256), mostBytes[item.kind], signal);
  if (!bytes) throw new CodedError('team-object', message('team.object-missing', { name: item.name }));
  wantObject(bytes, item);
  return bytes;
}

/** The contents of the items that are new, by hash. Those of patches are read later, one by one. */
export type Contents = ReadonlyMap<string, ReadContent>;

/** @throws CodedError `team-object`, `team-unreachable`; AbortError */
export async function readContents(
  db: ReadDb,
  source: TeamSource,
  { manifest }: Trusted,
  options: ContentOptions,
): Promise<Contents> {
  const contents = new Map<string, ReadContent>();
  for (const item of newItems(db, manifest.items)) {
    if (item.kind === 'patch') continue;
    const bytes = await readObject(source, item, options.signal);
    contents.set(item.sha256, await readContent(bytes, item, options));
  }
  return contents;
}

export interface TakeOptions {
  readonly now: number;
  readonly newId: () => string;
}

function addItem(db: WriteDb, item: Item, read: ReadContent | undefined, { now, newId }: TakeOptions): void {
  const { sha256, kind, name, bytes, base = null } = item;
  const phrases = read?.content.kind === 'phrasebook' ? read.content.entries : null;
  const { taken = 0, leftOut = 0 } = read ?? {};
  addTeamItem(db, { sha256, kind, name, bytes, base, taken, leftOut, phrases });
  if (read?.content.kind !== 'samples') return;
  const prepared: Prepared = read.content.prepared;
  storeImport(db, prepared, { id: newId(), at: now, fileName: scrub(name).text, team: sha256, newId });
}

/**
 * Stores a list and its contents, all or nothing.
 * @returns false if the writer left the team, or another process took a list, while this one was read
 */
export function takeList(
  db: WriteDb,
  { manifest, sha256 }: Trusted,
  contents: Contents,
  options: TakeOptions,
) {
  const { team: name, sequence, at: publishedAt, until, items } = manifest;
  return inTransaction(db, () => {
    const member = readMembership(db);
    if (!member || (member.list?.sequence ?? 0) >= sequence) return false;
    const added = newItems(db, items);
    if (added.some((item) => item.kind !== 'patch' && !contents.has(item.sha256))) return false;
    const gone = listTeamItems(db).filter((held) => !items.some((item) => isSame(item, held)));
    const decided = gone.flatMap((held) => removeTeamItem(db, held.sha256));
    for (const item of added) addItem(db, item, contents.get(item.sha256), options);
    restoreDecided(db, decided);
    saveTakenList(db, { name, sequence, manifest: sha256, publishedAt, until }, options.now);
    return true;
  });
}
