import { randomBytes } from 'node:crypto';

/**
 * A new id that sorts by its time (UUID version 7, RFC 9562). Rows of one time are neighbours in an index over such
 * ids, so that reading the newest rows of a large table reads few pages.
 * @param now milliseconds since the epoch
 */
export function orderedId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.max(0, Math.floor(now)), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((from, i, all) => hex.slice(from, all[i + 1])).join('-');
}
