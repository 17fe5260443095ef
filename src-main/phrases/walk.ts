import { lstat, readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { formatOf } from '../documents/files/read-file.ts';

/** A file in a folder that may be a document. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  /** Whether the whole folder could be read. Only then is a known document that is not found gone. */
  readonly complete: boolean;
}

export interface WalkLimits {
  readonly files: number;
  readonly depth: number;
}

const usualLimits: WalkLimits = { files: 20_000, depth: 24 };

/** Formats of documents that Bumo cannot read; they are listed with the reason. */
const unreadEndings = new Set(['.doc', '.wps', '.rtf', '.odt']);

/** Hidden files, lock files of office programs, system files, and node_modules. */
const isHidden = (name: string): boolean => /^(?:[.$]|~\$)/.test(name) || name === 'node_modules';

export const isPdf = (path: string): boolean => extname(path).toLowerCase() === '.pdf';

/** Whether the text of a file with this name can be read: what Bumo opens, and PDF. */
export const isRead = (path: string): boolean => formatOf(path) !== null || isPdf(path);

const isDocument = (name: string): boolean => isRead(name) || unreadEndings.has(extname(name).toLowerCase());

export const titleOf = (path: string): string => basename(path, extname(path));

/** The present state of a file; null if there is none. */
export async function lookAt(path: string): Promise<FoundFile | null> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() ? { path, bytes: found.size, changedAt: Math.round(found.mtimeMs) } : null;
}

/**
 * Finds the documents in a folder and its subfolders. Links are not followed, so that the walk ends and stays
 * inside.
 * @param skip a folder to leave out
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
