import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Paths } from '../base/paths.ts';
import type { StoredFile, StoredText } from '../contract/index.ts';
import type { ReadDb } from '../store/db.ts';
import { sourcesInDrafts } from '../store/draft-sources.ts';

/** The files of the data folder: what they hold, and which of them a removal removes. */

/** The first pattern that fits tells. A file that none fits counts as raw text. */
const kinds: readonly (readonly [RegExp, StoredText])[] = [
  [/^models\/[^/]+\/expanded(?:\/|$)/, 'scrubbed'],
  [/^models\//, 'none'],
  [/^(?:patches|crashes)\//, 'scrubbed'],
  [
    /^(?:providers|window|browser|gateway|gateway-own)\.json$|^open\.html$|^(?:learning\/pace|contacts)\.json$|^in-use\.lock|^bumo\.db\.sound$/,
    'none',
  ],
];

const textOf = (path: string): StoredText => kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'raw';

async function filesUnder(dir: string, prefix: string): Promise<StoredFile[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry): Promise<StoredFile[]> => {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) return filesUnder(join(dir, entry.name), `${path}/`);
      const known = await stat(join(dir, entry.name)).catch(() => null);
      return known ? [{ path, text: textOf(path), bytes: known.size }] : [];
    }),
  );
  return found.flat();
}

/** Every file of the data folder, and of the folder of models where that is another one. */
export async function storedFiles({ home, models }: Paths): Promise<StoredFile[]> {
  const inside = await filesUnder(home, '');
  const isInside = models.startsWith(join(home, '/'));
  return [...inside, ...(isInside ? [] : await filesUnder(models, 'models/'))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

const isDamagedStore = (path: string) => /^bumo\.db\.(?:bad-|restoring)/.test(path);
const isRunOfLearning = (path: string) => /^learning\/run\./.test(path);
const hasText = /^(?:backups|crashes|sources|phrases|patches)\/|^models\/[^/]+\/expanded\//;

const isUnusedSource = (path: string, used: ReadonlySet<string>) =>
  path.startsWith('sources/') && !used.has(path.slice('sources/'.length));

const isOfVersion = (path: string, versions: readonly string[]) =>
  /^(?:patches\/|models\/[^/]+\/expanded\/)/.test(path) && versions.some((id) => basename(path).includes(id));

export interface Removed {
  /** Whether everything is removed. */
  readonly all: boolean;
  /** Ids of the versions whose patches go. */
  readonly versions: readonly string[];
}

/** The files that a removal removes besides the rows. Backups stay in a removal by age: the rows leave them. */
export function removableFiles(
  db: ReadDb,
  files: readonly StoredFile[],
  { all, versions }: Removed,
): StoredFile[] {
  const used = all ? new Set<string>() : sourcesInDrafts(db);
  return files.filter(
    ({ path }) =>
      isDamagedStore(path) ||
      isRunOfLearning(path) ||
      isOfVersion(path, versions) ||
      (all && hasText.test(path)) ||
      isUnusedSource(path, used),
  );
}

export async function removeFiles({ home, models }: Paths, files: readonly StoredFile[]): Promise<void> {
  for (const { path } of files) {
    const file = path.startsWith('models/') ? join(models, path.slice('models/'.length)) : join(home, path);
    await rm(file, { force: true });
  }
}
