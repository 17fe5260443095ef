/** Joins paths that a writer types. The shell resolves `~` and relative paths. */

const isWhole = (path: string): boolean => /^(?:[\\/~]|[A-Za-z]:[\\/])/.test(path);

/** A typed path inside a folder, with the folder's own separator. */
export function joinPath(folder: string, typed: string): string {
  if (isWhole(typed) || folder === '') return typed;
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + typed : folder + separator + typed;
}
