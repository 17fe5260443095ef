import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { sha256OfFile } from '../base/sha256.ts';
import { message } from '../texts/message.ts';
import { listName, signatureName } from './checksum-list.ts';
import type { PackageKind } from './package-name.ts';
import { type Installed, readSigned, wantFor, wantHash, wantKey, wantListed } from './verify.ts';

/** Reads a package and what lies beside it. Installs nothing and asks no other machine. */

/** Name of the public key among the resources of a package: PEM. */
export const keyName = 'update-key.pem';

export interface CheckedPackage {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly kind: PackageKind;
  readonly sha256: string;
}

export interface CheckOptions {
  /** Folder of the app's resources, which may hold the key. */
  readonly resources: string;
  readonly installed: Installed;
  /** Whether the same or an older version passes. */
  readonly older?: boolean;
}

function unreadable(file: string, error: unknown): CodedError {
  const why = causeOf(error);
  const text = message('update.unreadable', { name: basename(file), why }, why.detail);
  return new CodedError('file-unreadable', text, { cause: error });
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @returns null if there is no such file. @throws CodedError `file-unreadable` */
async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw unreadable(file, error);
  }
}

/** Packages have hundreds of megabytes. @throws CodedError `file-unreadable` */
async function hashOf(file: string): Promise<string> {
  try {
    return await sha256OfFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * Checks a package by the signed list in its folder.
 * @throws CodedError of the first rule of `verify.ts` that it does not pass
 */
export async function checkPackage(file: string, options: CheckOptions): Promise<CheckedPackage> {
  const { resources, installed, older = false } = options;
  const name = basename(file);
  const key = wantKey((await readIfThere(join(resources, keyName)))?.toString() ?? null);
  const [list, signature] = await Promise.all(
    [listName, signatureName].map((one) => readIfThere(join(dirname(file), one))),
  );
  const listed = wantListed(readSigned({ list: list ?? null, signature: signature ?? null }, key), name);
  const sha256 = await hashOf(file);
  wantHash(name, sha256, listed);
  const { version, kind } = wantFor(name, installed, older);
  return { file, name, version, kind, sha256 };
}
