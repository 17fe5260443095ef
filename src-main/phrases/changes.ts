import type { KnownDocument } from '../store/own-documents.ts';
import type { FoundFile, Walked } from './walk.ts';

/** What of a folder is to be read, or is gone, by what is known of it. */

/** Failures that stay until the file changes; others may have been another program's doing. */
const lasting = new Set<KnownDocument['failure']>(['unsupported', 'too-large']);

/** Whether a file's text must be read. */
export function isStale(known: KnownDocument | undefined, { bytes, changedAt }: FoundFile): boolean {
  if (!known) return true;
  if (known.keptOut === 1) return false;
  if (known.bytes !== bytes || known.changedAt !== changedAt) return true;
  return known.segment === null && !lasting.has(known.failure);
}

export interface FolderChanges {
  readonly stale: readonly FoundFile[];
  /** Numbers of documents that are there no more. */
  readonly gone: readonly number[];
}

/** A document belongs to one folder, the first that had it, or to none where it was opened before. */
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
