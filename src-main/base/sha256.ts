import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 as the project writes it: hexadecimal, small letters. */

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Bytes that are hashed at once: under a millisecond. */
const piece = 1024 * 1024;

/** @param pause awaited between pieces, where the thread has other work. @throws where the file cannot be read */
export async function sha256OfFile(
  file: string,
  pause: () => Promise<void> = async () => undefined,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: piece })) {
    hash.update(bytes as Uint8Array);
    await pause();
  }
  return hash.digest('hex');
}
