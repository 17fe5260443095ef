import { constants } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import { sha256Of, sha256OfFile } from '../../base/sha256.ts';
import { diskFull, isDiskFull } from '../../models/errors.ts';
import { message } from '../../texts/message.ts';
import type { Entry } from './plan.ts';

/** Writes the files of a package into an empty folder, and the list of their hashes last. */

export const sumsFile = 'SHA256SUMS';

/** The file-system functions that a full disk fails; tests pass ones that fail. */
export type PackageFiles = Pick<typeof nodeFiles, 'link' | 'copyFile' | 'writeFile' | 'statfs'>;

/** Bytes that stay free. */
const spared = 20e6;

const missing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @returns whether the folder is there. @throws CodedError `bad-input` where it holds something */
async function checkEmpty(dir: string): Promise<boolean> {
  const names = await nodeFiles.readdir(dir).catch((error: unknown) => {
    if (missing(error)) return null;
    const why = causeOf(error);
    throw new CodedError('folder-unreadable', message('cli.unwritable', { file: dir, why }, why.detail));
  });
  if (names && names.length > 0)
    throw new CodedError('bad-input', message('cli.serving-folder-taken', { dir }));
  return names !== null;
}

/** Bytes that the entries take; a file that can be linked takes none. */
async function bytesOf(entries: readonly Entry[], disk: number): Promise<number> {
  let bytes = 0;
  for (const entry of entries) {
    if ('content' in entry) {
      bytes += Buffer.byteLength(entry.content);
      continue;
    }
    const { dev, size } = await nodeFiles.stat(entry.from);
    if (!entry.linked || dev !== disk) bytes += size;
  }
  return bytes;
}

type FileEntry = Extract<Entry, { readonly from: string }>;

async function place({ from: named, linked }: FileEntry, to: string, files: PackageFiles): Promise<void> {
  // A link to a symbolic link would lead out of the package.
  const from = await nodeFiles.realpath(named);
  const copy = () => files.copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await (linked ? files.link(from, to).catch(copy) : copy());
}

async function writeEntries(dir: string, entries: readonly Entry[], files: PackageFiles): Promise<void> {
  const hashes = new Map<string, string>();
  const sums: string[] = [];
  for (const entry of entries) {
    const file = join(dir, entry.path);
    await nodeFiles.mkdir(dirname(file), { recursive: true });
    let hash: string;
    if ('content' in entry) {
      await files.writeFile(file, entry.content, { flag: 'wx' });
      hash = sha256Of(entry.content);
    } else {
      await place(entry, file, files);
      hash = hashes.get(entry.from) ?? (await sha256OfFile(file));
      hashes.set(entry.from, hash);
    }
    sums.push(`${hash}  ${entry.path}\n`);
  }
  await files.writeFile(join(dir, sumsFile), sums.join(''), { flag: 'wx' });
}

/**
 * Writes a package. After an error the folder is as it was.
 * @param entries in the order of the list of hashes
 * @throws CodedError `bad-input` for a folder that holds something, `disk-full`, `folder-unreadable`
 */
export async function writePackage(
  dir: string,
  entries: readonly Entry[],
  files: PackageFiles = nodeFiles,
): Promise<void> {
  const existed = await checkEmpty(dir);
  let needed = 0;
  try {
    await nodeFiles.mkdir(dir, { recursive: true });
    needed = spared + (await bytesOf(entries, (await nodeFiles.stat(dir)).dev));
    const { bavail, bsize } = await files.statfs(dir);
    if (bavail * bsize < needed) throw diskFull(needed);
    await writeEntries(dir, entries, files);
  } catch (error) {
    for (const name of await nodeFiles.readdir(dir).catch(() => []))
      await nodeFiles.rm(join(dir, name), { recursive: true, force: true });
    if (!existed) await nodeFiles.rm(dir, { recursive: true, force: true });
    if (error instanceof CodedError) throw error;
    if (isDiskFull(error)) throw diskFull(needed, error);
    const why = causeOf(error);
    const text = message('cli.unwritable', { file: dir, why }, why.detail);
    throw new CodedError('folder-unreadable', text, { cause: error });
  }
}
