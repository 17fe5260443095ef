/**
 * Whether an address names a file of another computer: `\\host\share`, `//host/share` or a `file:` URL. Following such a
 * link sends the user's credentials to that computer (Windows signs in to a share by itself).
 */
export function isShareAddress(address: string): boolean {
  // Browsers drop these characters before they read an address.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it drops.
  const read = address.replace(/[\u0000-\u0020]/g, '');
  return /^[\\/]{2}/.test(read) || /^file:/i.test(read);
}
