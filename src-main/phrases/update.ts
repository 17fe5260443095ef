import { rmSync } from 'node:fs';
import { CodedError } from '../base/error.ts';
import type { OwnDocument } from '../contract/phrases.ts';
import type { WriteDb } from '../store/db.ts';
import {
  allDocuments,
  documentAt,
  failDocument,
  folderPaths,
  type KnownDocument,
  loseSegment,
  noteFile,
  placeMoved,
  placeRead,
  type ReadFile,
  removeDocuments,
} from '../store/own-documents.ts';
import { changesIn, isStale } from './changes.ts';
import type { Indexer } from './indexer.ts';
import { mergePlan } from './merge-plan.ts';
import type { Shelf } from './shelf.ts';
import { type FoundFile, isRead, titleOf } from './walk.ts';

/** Updates the index in steps. After each step the index and the store agree. */

export interface Update {
  readonly db: WriteDb;
  readonly shelf: Shelf;
  readonly indexer: Indexer;
  /** Bumo's own folder, which is not indexed. */
  readonly home: string;
  newName(): string;
  onProgress(done: number, of: number): void;
}

/** A file to read, and its folder; null for a file that was opened on its own. */
interface Wanted {
  readonly file: FoundFile;
  readonly folderId: number | null;
}

/** Texts are written to a segment when they reach one of these limits. */
const batch = { characters: 1_000_000, documents: 200 };

const knownByPath = (db: WriteDb): Map<string, KnownDocument> =>
  new Map(allDocuments(db).map((one) => [one.path, one]));

/** Scans all folders. @returns files to read */
export async function scanFolders({ db, indexer, home, shelf }: Update): Promise<Wanted[]> {
  const wanted = new Map<string, Wanted>();
  for (const { id, path } of folderPaths(db)) {
    const walked = await indexer.walk(path, home);
    const { stale, gone } = changesIn(id, walked, knownByPath(db));
    // The writer may have removed the folder during the scan.
    if (!folderPaths(db).some((one) => one.id === id)) continue;
    for (const file of stale) if (!wanted.has(file.path)) wanted.set(file.path, { file, folderId: id });
    if (gone.length === 0) continue;
    removeDocuments(db, gone);
    shelf.reload();
  }
  return [...wanted.values()];
}

/** Paths of documents that were opened or saved in Bumo and are in no indexed folder. */
export const openedPaths = (db: WriteDb): string[] =>
  allDocuments(db)
    .filter(({ folderId, keptOut }) => folderId === null && keptOut === 0)
    .map(({ path }) => path);

/** Checks single files. @returns those to read */
export async function lookAtFiles(
  { db, indexer, shelf }: Update,
  paths: readonly string[],
): Promise<Wanted[]> {
  const found = await indexer.look(paths);
  const known = knownByPath(db);
  const wanted: Wanted[] = [];
  for (const [i, path] of paths.entries()) {
    const file = found[i] ?? null;
    const one = known.get(path);
    if (file === null) {
      if (one && one.keptOut === 0) failDocument(db, one.number, 'gone');
    } else if (isStale(one, file)) wanted.push({ file, folderId: one?.folderId ?? null });
  }
  if (found.includes(null)) shelf.reload();
  return wanted;
}

function failureOf(error: CodedError): NonNullable<OwnDocument['failure']> {
  if (error.code === 'file-gone') return 'gone';
  if (error.code === 'unsupported') return 'unsupported';
  return error.code === 'document-too-large' || error.code === 'document-too-complex'
    ? 'too-large'
    : 'unreadable';
}

/** Texts that are read but not yet in the index. */
class Staged {
  readonly files: ReadFile[] = [];
  readonly paths: string[] = [];

  get isFull(): boolean {
    const characters = this.files.reduce((sum, one) => sum + one.characters, 0);
    return characters >= batch.characters || this.files.length >= batch.documents;
  }
}

async function place({ db, shelf, indexer, newName }: Update, { files, paths }: Staged): Promise<void> {
  if (files.length === 0) return;
  const name = newName();
  const from = paths.map((file, i) => ({ file, numbers: [files[i]?.number ?? 0] }));
  const written = new Set(await indexer.merge({ from, out: shelf.fileOf(name) }));
  placeRead(
    db,
    name,
    files.filter(({ number }) => written.has(number)),
  );
  for (const file of paths) rmSync(file, { force: true });
  shelf.reload();
}

async function readOne(update: Update, { file, folderId }: Wanted, staged: Staged): Promise<void> {
  const { db, shelf, indexer, newName } = update;
  const number = noteFile(db, file, titleOf(file.path), folderId);
  if (!isRead(file.path)) {
    failDocument(db, number, 'unsupported', file);
    return;
  }
  const out = shelf.fileOf(newName());
  try {
    const characters = await indexer.read({ path: file.path, number, out });
    staged.files.push({ ...file, number, characters });
    staged.paths.push(out);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'aborted') throw error;
    failDocument(db, number, failureOf(error), file);
  }
}

/** Whether neither the file nor its folder was removed meanwhile. */
const isStillWanted = (db: WriteDb, { file, folderId }: Wanted): boolean =>
  (folderId === null || folderPaths(db).some(({ id }) => id === folderId)) &&
  documentAt(db, file.path)?.keptOut !== 1;

/** Reads files and adds their texts to the index. A file that fails does not stop the others. */
export async function readFiles(update: Update, wanted: readonly Wanted[]): Promise<void> {
  let staged = new Staged();
  for (const [i, one] of wanted.entries()) {
    update.onProgress(i, wanted.length);
    if (isStillWanted(update.db, one)) await readOne(update, one, staged);
    if (!staged.isFull) continue;
    await place(update, staged);
    staged = new Staged();
  }
  await place(update, staged);
}

/** Merges segments as `mergePlan` says. Afterwards no removed text is on the disk. */
export async function tidy({ db, shelf, indexer, newName }: Update): Promise<void> {
  for (let names = mergePlan(shelf.sizes()); names.length > 0; names = mergePlan(shelf.sizes())) {
    const name = newName();
    const from = names.map((one) => ({ file: shelf.fileOf(one), numbers: shelf.numbersIn(one) }));
    placeMoved(db, name, await indexer.merge({ from, out: shelf.fileOf(name) }));
    for (const one of names) loseSegment(db, one);
    shelf.reload();
  }
}
