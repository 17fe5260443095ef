/** A compound file ([MS-CFB]) with empty streams of these names, those of `inside` in a storage `ObjectPool`. */
export function buildOle(
  names: readonly string[],
  inside: readonly string[] = [],
  sectorShift: 9 | 12 = 9,
): Uint8Array {
  const sector = 1 << sectorShift;
  const none = 0xffffffff;
  const entries = ['Root Entry', ...names, ...(inside.length > 0 ? ['ObjectPool', ...inside] : [])];
  const perSector = sector / 128;
  const directorySectors = Math.ceil(entries.length / perSector);
  const bytes = Buffer.alloc(sector * (2 + directorySectors));
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(sectorShift, 30);
  bytes.writeUInt32LE(1, 44);
  // Sector 0 is the allocation table, the directory follows.
  bytes.writeUInt32LE(1, 48);
  bytes.fill(0xff, 76, 512);
  bytes.writeUInt32LE(0, 76);
  bytes.fill(0xff, sector, 2 * sector);
  bytes.writeUInt32LE(0xfffffffd, sector);
  for (let i = 1; i <= directorySectors; i++)
    bytes.writeUInt32LE(i === directorySectors ? 0xfffffffe : i + 1, sector + i * 4);
  /** Siblings as a list to the right: trees of any shape are legal to read. */
  const chain = (from: number, to: number, id: number) => (id >= from && id < to ? id + 1 : none);
  const pool = inside.length > 0 ? 1 + names.length : 0;
  for (const [id, name] of entries.entries()) {
    const at = 2 * sector + id * 128;
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE((name.length + 1) * 2, at + 64);
    const lastInRoot = pool === 0 ? names.length : pool;
    const right =
      id === 0 ? none : id <= lastInRoot ? chain(1, lastInRoot, id) : chain(pool + 1, entries.length - 1, id);
    bytes.writeUInt32LE(none, at + 68);
    bytes.writeUInt32LE(right, at + 72);
    bytes.writeUInt32LE(id === 0 ? 1 : id === pool && pool > 0 ? pool + 1 : none, at + 76);
  }
  return new Uint8Array(bytes);
}
