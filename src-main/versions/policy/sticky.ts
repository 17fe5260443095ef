/** 32 bits of a string's UTF-16 code units: FNV-1a, then MurmurHash3's finalizer to spread near strings. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Where a gap stands in [0, 1). The same gap of the same document always gets the same place within
 * one roll-out, so that answers never flicker; another roll-out (`salt`) tries other gaps first.
 */
export const standing = (salt: string, document: string, gap: string): number =>
  // The lengths keep ('ab', 'c') and ('a', 'bc') apart.
  hash32(`${salt.length}:${salt}${document.length}:${document}${gap}`) / 0x1_0000_0000;

/** Whether the new version answers. A higher share only ever moves gaps from the old to the new one. */
export const answersNew = (salt: string, document: string, gap: string, share: number): boolean =>
  standing(salt, document, gap) < share;
