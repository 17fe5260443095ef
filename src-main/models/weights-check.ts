import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { weightsFile } from './checkpoint.ts';
import { readManifest } from './manifest.ts';

/** Bytes that are hashed at once: under a millisecond. */
const piece = 1024 * 1024;

/**
 * Hashes a model's weights piece by piece.
 * @param pause awaited between pieces
 * @returns whether they are as installed; true where no manifest lists them
 */
export async function areAsInstalled(dir: string, pause: () => Promise<void>): Promise<boolean> {
  const listed = (await readManifest(dir))?.files.find(({ name }) => name === weightsFile);
  if (!listed) return true;
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(join(dir, weightsFile), { highWaterMark: piece })) {
    hash.update(bytes as Uint8Array);
    await pause();
  }
  return hash.digest('hex') === listed.sha256;
}
