import type { StoredFile } from '../../src-main/contract/index.ts';

/** Folders with many files of one kind, by the part of the path that names them. */
const folder = /^(?:models\/[^/]+\/(?:expanded\/)?|sources\/|phrases\/|patches\/)/;

/** Files of a model, and those named by their content only, as one entry for their folder. */
export function foldersOf(files: readonly StoredFile[]): StoredFile[] {
  const found = new Map<string, StoredFile>();
  for (const file of files) {
    const path = folder.exec(file.path)?.[0] ?? file.path;
    const bytes = (found.get(path)?.bytes ?? 0) + file.bytes;
    found.set(path, { path, text: file.text, bytes });
  }
  return [...found.values()];
}
