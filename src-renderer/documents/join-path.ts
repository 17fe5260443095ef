/** Paths as a writer types them. The shell resolves `~` and what is left relative. */

const isWhole = (path: string): boolean => /^(?:[\\/~]|[A-Za-z]:[\\/])/.test(path);

/** What was typed in a folder, with the separator that the folder's own path has. */
export function joinPath(folder: string, typed: string): string {
  if (isWhole(typed) || folder === '') return typed;
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + typed : folder + separator + typed;
}
