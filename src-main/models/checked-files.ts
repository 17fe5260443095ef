import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../base/durable.ts';
import { sha256OfFile } from '../base/sha256.ts';
import { readJsonFile } from './json-file.ts';

/** Which files of a model were read in full and found as they should be, stored in the model's folder. */

const Checked = z.object({
  size: z.number(),
  /** Milliseconds since the epoch, of the file's last change. */
  changed: z.number(),
  inode: z.number(),
  sha256: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
const File = z.record(z.string(), Checked);
type Checked = z.infer<typeof Checked>;

const fileOf = (dir: string) => join(dir, 'checked.json');

/** A file that looks unchanged is read again after this time, milliseconds: disks lose bits without a trace. */
const validFor = 24 * 60 * 60 * 1000;
export interface CheckOptions {
  /** Awaited between pieces. */
  readonly pause: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const isSame = (a: Checked, b: Checked) =>
  a.size === b.size && a.changed === b.changed && a.inode === b.inode && a.sha256 === b.sha256;

/**
 * Hashes a file of a model piece by piece, unless that was done within a day and the file looks the same since.
 * @param name path in the model's folder
 * @returns whether its SHA-256 is `sha256`
 * @throws where the file cannot be read
 */
export async function hasHash(
  dir: string,
  name: string,
  sha256: string,
  { pause, now }: CheckOptions,
): Promise<boolean> {
  const path = join(dir, name);
  const { size, mtimeMs: changed, ino: inode } = await stat(path);
  const found = { size, changed, inode, sha256, at: now() };
  const before = (await readJsonFile(File, fileOf(dir)))?.[name];
  const age = before ? found.at - before.at : validFor;
  if (before && isSame(before, found) && age >= 0 && age < validFor) return true;
  if ((await sha256OfFile(path, pause)) !== sha256) return false;
  const others = await readJsonFile(File, fileOf(dir));
  // Without the record the file is read again at the next start.
  await replaceFile(fileOf(dir), `${JSON.stringify({ ...others, [name]: found })}\n`).catch(() => undefined);
  return true;
}
