import type { KnownDocument } from '../store/own-documents.ts';
import type { FoundFile, Walked } from './walk.ts';

/** Compares a folder with its known documents: which files to read, and which documents are gone. */

/** Failures that stay until the file changes. Others may have been caused by another program and are tried again. */
const lasting = new Set<KnownDocument['failure']>(['unsupported', 'too-large']);

/** Whether to read a file's text. */
export function isStale(known: KnownDocument | undefined, { bytes, changedAt }: FoundFile): boolean {
  if (!known) return true;
  if (known.keptOut === 1) return false;
  if (known.bytes !== bytes || known.changedAt !== changedAt) return true;
  return known.segment === null && !lasting.has(known.failure);
}

export interface FolderChanges {
  readonly stale: readonly FoundFile[];
  /** Numbers of documents whose files are gone. */
  readonly gone: readonly number[];
}

/** A document belongs to the first folder that contained it, or to none if it was opened on its own. */
export function changesIn(
  folderId: number,
  { files, complete }: Walked,
  known: ReadonlyMap<string, KnownDocument>,
): FolderChanges {
  const there = new Set(files.map(({ path }) => path));
  const mine = ({ path }: FoundFile) => {
    const owner = known.get(path)?.folderId;
    return owner === undefined || owner === null || owner === folderId;
  };
  const gone = [...known.values()].filter(
    (one) => complete && one.folderId === folderId && one.keptOut === 0 && !there.has(one.path),
  );
  return {
    stale: files.filter((file) => mine(file) && isStale(known.get(file.path), file)),
    gone: gone.map(({ number }) => number),
  };
}
