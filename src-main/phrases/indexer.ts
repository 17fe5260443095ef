import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { childEntry } from '../base/paths.ts';
import { createParser, type Parser } from '../documents/parser.ts';
import type { FoundFile, Walked } from './walk.ts';

export interface ReadJob {
  readonly path: string;
  /** Number of the document in the index. */
  readonly number: number;
  /** Path of the segment to write, for this document alone. */
  readonly out: string;
}

export interface MergeJob {
  readonly from: readonly { readonly file: string; readonly numbers: readonly number[] }[];
  readonly out: string;
}

/** Reads and sorts documents in a process of low priority. Calls throw `aborted` after `close`. */
export interface Indexer {
  /** The documents of a folder. @param skip a folder to leave out */
  walk(folder: string, skip: string): Promise<Walked>;
  /** The present state of files; null for missing ones. */
  look(paths: readonly string[]): Promise<(FoundFile | null)[]>;
  /** @returns UTF-16 units of the text @throws CodedError with the reason if the text cannot be used */
  read(job: ReadJob): Promise<number>;
  /** Merges documents of segments into a new segment. @returns the numbers of the documents found */
  merge(job: MergeJob): Promise<number[]>;
  close(): void;
}

/** A file that exceeds the limits ends the process and is not read again until it changes. */
const readLimits = { milliseconds: 30_000, heapMegabytes: 1024, atOnce: 1, idleMilliseconds: 5_000 };
/** For slow disks, and millions of characters at low priority. */
const longLimits = { milliseconds: 30 * 60_000, heapMegabytes: 1024, atOnce: 1, idleMilliseconds: 5_000 };

export function createIndexer(options: { readonly fork: ForkChild; readonly clock: Clock }): Indexer {
  const entry = childEntry('phrases/indexer-process');
  const reading: Parser = createParser({ ...options, entry, limits: readLimits });
  const long: Parser = createParser({ ...options, entry, limits: longLimits });
  return {
    walk: (folder, skip) => long.run('walk', { folder, skip }),
    look: (paths) => long.run('look', { paths }),
    read: (job) => reading.run('read', job),
    merge: (job) => long.run('merge', job),
    close() {
      reading.close();
      long.close();
    },
  };
}
