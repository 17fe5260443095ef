import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError } from './file-error.ts';
import { formatOf } from './read-file.ts';

export interface Listed {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly modifiedAt: number;
}

const most = 2000;
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Lists the folders and the files that can be opened, by name. Hidden and unreadable entries are left out. */
export async function browse(
  folder: string,
): Promise<{ folder: string; parent: string | null; entries: Listed[] }> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch (error) {
    throw fileError(error, folder, 'reading');
  }
  const looked = await Promise.all(
    names.slice(0, most).map(async (name): Promise<Listed | null> => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (!found) return null;
      const kind = found.isDirectory() ? 'folder' : 'file';
      if (kind === 'file' && (!found.isFile() || formatOf(name) === null)) return null;
      return { name, path, kind, modifiedAt: found.mtimeMs };
    }),
  );
  const entries = looked.filter((one) => one !== null);
  entries.sort((a, b) =>
    a.kind === b.kind ? collator.compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1,
  );
  const parent = dirname(folder);
  return { folder, parent: parent === folder ? null : parent, entries };
}
