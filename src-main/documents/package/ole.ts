import { beginsWith, viewOf } from '../bytes.ts';

/**
 * Reads the names in the root of an OLE compound file ([MS-CFB]), the container of old Office files and of encrypted
 * new ones.
 */

const magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const none = 0xffffffff;
/** Special values of the allocation table begin here. */
const special = 0xfffffffa;
const entryBytes = 128;

export const isOle = (bytes: Uint8Array): boolean => beginsWith(bytes, magic);

interface Entry {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly child: number;
}

/** The sectors of the directory in order. The first 109 sectors of the allocation table cover at least 6.8 MB. */
function directorySectors(view: DataView, sectorBytes: number): number[] {
  const next = (sector: number): number => {
    const perSector = sectorBytes / 4;
    const table = Math.floor(sector / perSector);
    if (table >= 109) return none;
    const at = (view.getUint32(76 + table * 4, true) + 1) * sectorBytes + (sector % perSector) * 4;
    return at + 4 <= view.byteLength ? view.getUint32(at, true) : none;
  };
  const seen = new Set<number>();
  for (let one = view.getUint32(48, true); one < special && !seen.has(one); one = next(one)) {
    if ((one + 1) * sectorBytes >= view.byteLength) break;
    seen.add(one);
  }
  return [...seen];
}

function readEntry(view: DataView, at: number): Entry {
  const units = Math.min(32, Math.max(0, view.getUint16(at + 64, true) / 2 - 1));
  let name = '';
  for (let i = 0; i < units; i++) name += String.fromCharCode(view.getUint16(at + i * 2, true));
  const field = (offset: number) => view.getUint32(at + offset, true);
  return { name, left: field(68), right: field(72), child: field(76) };
}

/** Names of streams and storages directly below the root; empty for a damaged file. */
export function oleNames(bytes: Uint8Array): string[] {
  if (!isOle(bytes) || bytes.length < 1024) return [];
  const view = viewOf(bytes);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return [];
  const sectorBytes = 1 << shift;
  const entries = directorySectors(view, sectorBytes).flatMap((sector) => {
    const from = (sector + 1) * sectorBytes;
    const count = Math.floor(Math.min(sectorBytes, bytes.length - from) / entryBytes);
    return Array.from({ length: count }, (_, i) => readEntry(view, from + i * entryBytes));
  });
  const names: string[] = [];
  const seen = new Set<number>();
  const waiting = [entries[0]?.child ?? none];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const entry = entries[id];
    if (!entry || seen.has(id)) continue;
    seen.add(id);
    names.push(entry.name);
    waiting.push(entry.left, entry.right);
  }
  return names;
}
