import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256OfFile } from '../base/sha256.ts';
import { SourceName } from '../contract/schemas.ts';
import { Message } from '../contract/text.ts';
import { modelFiles, weightsFile } from './checkpoint.ts';
import { wrongHash } from './errors.ts';
import { readJsonFile } from './json-file.ts';

/** The record of an installation, stored in the model's folder: its source, and the hash of each file. */

export const Manifest = z.object({
  id: z.string(),
  name: Message,
  licence: z.string().nullable(),
  source: SourceName,
  /** Milliseconds since the epoch. */
  installedAt: z.number(),
  files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

export const manifestFile = 'manifest.json';

/** @returns null where the manifest is missing or damaged, as in a folder that the writer copied by hand */
export const readManifest = (dir: string): Promise<Manifest | null> =>
  readJsonFile(Manifest, join(dir, manifestFile));

async function describeFiles(dir: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = [];
  for (const name of modelFiles) {
    const path = join(dir, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    );
    if (size !== null) files.push({ name, size, sha256: await sha256OfFile(path) });
  }
  return files;
}

export async function writeManifest(dir: string, about: Omit<Manifest, 'files'>): Promise<Manifest> {
  const manifest = { ...about, files: await describeFiles(dir) };
  await writeFile(join(dir, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Hashes every file again. @throws CodedError `model-wrong-hash` naming the file that changed */
export async function verifyManifest(dir: string, manifest: Manifest): Promise<void> {
  for (const { name, sha256 } of manifest.files) {
    if ((await sha256OfFile(join(dir, name)).catch(() => '')) !== sha256) throw wrongHash(name);
  }
}

/** Hashes of weights that no manifest lists, by path, inode, size and time: 400 MB are read once a process. */
const hashed = new Map<string, Promise<string>>();

/** SHA-256 of a model's weights, which identifies the base model of a patch. Read from the manifest where it is listed. */
export async function weightsHash(dir: string): Promise<string> {
  const listed = (await readManifest(dir))?.files.find(({ name }) => name === weightsFile);
  if (listed) return listed.sha256;
  const file = join(dir, weightsFile);
  const { ino, size, mtimeMs } = await stat(file);
  const key = `${file} ${ino} ${size} ${mtimeMs}`;
  const hash = hashed.get(key) ?? sha256OfFile(file);
  hashed.set(key, hash);
  // A failed read is tried again at the next call.
  hash.catch(() => hashed.delete(key));
  return hash;
}
