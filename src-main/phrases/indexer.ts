import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { childEntry } from '../base/paths.ts';
import { createParser, type Parser } from '../documents/parser.ts';
import type { FoundFile, Walked } from './walk.ts';

export interface ReadJob {
  readonly path: string;
  /** Of the document in the index. */
  readonly number: number;
  /** A segment of it alone. */
  readonly out: string;
}

export interface MergeJob {
  readonly from: readonly { readonly file: string; readonly numbers: readonly number[] }[];
  readonly out: string;
}

/** Reading and sorting in a process of low priority. All may throw `aborted` after `close`. */
export interface Indexer {
  /** Documents in a folder. @param skip a folder that is left out */
  walk(folder: string, skip: string): Promise<Walked>;
  /** Files as they are now; null for those that are not there. */
  look(paths: readonly string[]): Promise<(FoundFile | null)[]>;
  /** @returns UTF-16 units of the text. @throws CodedError why the file has none that can be used */
  read(job: ReadJob): Promise<number>;
  /** Writes the named documents of some segments as one. @returns those that were there */
  merge(job: MergeJob): Promise<number[]>;
  close(): void;
}

/** A file that takes longer costs its process, and is not asked for again until it changes. */
const readLimits = { milliseconds: 30_000, heapMegabytes: 1024, atOnce: 1, idleMilliseconds: 5_000 };
/** Slow disks, and millions of characters at a low priority. */
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
