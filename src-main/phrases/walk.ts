import { lstat, readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { formatOf } from '../documents/files/read-file.ts';

/** A file of a folder that may hold a document. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  /** Whether all of the folder could be looked at: a file that is missing here is gone. */
  readonly complete: boolean;
}

export interface WalkLimits {
  readonly files: number;
  readonly depth: number;
}

const usualLimits: WalkLimits = { files: 20_000, depth: 24 };

/** Documents that no reader here opens; they are shown so that nobody wonders. */
const unreadEndings = new Set(['.doc', '.wps', '.pdf', '.rtf', '.odt']);

/** What an office program writes beside an open file, what is hidden, what the system keeps. */
const isHidden = (name: string): boolean => /^(?:[.$]|~\$)/.test(name) || name === 'node_modules';

/** Whether a reader here opens a file of that name. */
export const isRead = (path: string): boolean => formatOf(path) !== null;

const isDocument = (name: string): boolean => isRead(name) || unreadEndings.has(extname(name).toLowerCase());

export const titleOf = (path: string): string => basename(path, extname(path));

/** A file as it is now; null where there is none. */
export async function lookAt(path: string): Promise<FoundFile | null> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() ? { path, bytes: found.size, changedAt: Math.round(found.mtimeMs) } : null;
}

/**
 * The documents of a folder and its folders. Links are not followed, so that no circle has no end and nothing outside
 * is read.
 * @param skip a folder that is left out
 */
export async function walk(folder: string, skip: string, limits = usualLimits): Promise<Walked> {
  const files: FoundFile[] = [];
  let complete = true;
  const waiting = [{ path: folder, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, depth } = next;
    const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
    if (!entries || depth > limits.depth) {
      complete = false;
      continue;
    }
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (isHidden(entry.name) || inside === skip) continue;
      if (entry.isDirectory()) waiting.push({ path: inside, depth: depth + 1 });
      if (!entry.isFile() || !isDocument(entry.name)) continue;
      if (files.length >= limits.files) return { files, complete: false };
      const found = await lookAt(inside);
      if (found) files.push(found);
    }
  }
  return { files, complete };
}
