/** The list of packages with their hashes, in the format of `sha256sum`. */

/** Name of the list's file, beside the packages. */
export const listName = 'SHA256SUMS';
/** Name of the file with the signature of the list's bytes. */
export const signatureName = 'SHA256SUMS.sig';

export interface ListedPackage {
  readonly name: string;
  /** Hexadecimal, small letters. */
  readonly sha256: string;
}

export const writeList = (packages: readonly ListedPackage[]): string =>
  packages.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

/** Lines of another form are left out. */
export function readList(text: string): ListedPackage[] {
  return text.split('\n').flatMap((line) => {
    const [, sha256, name] = /^([\da-f]{64}) [ *]([^/\\]+)$/.exec(line) ?? [];
    return sha256 && name ? [{ name, sha256 }] : [];
  });
}
