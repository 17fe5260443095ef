import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSigned, publicKeyOf, signBytes } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import {
  type ListedPackage,
  listName,
  readList,
  signatureName,
  writeList,
} from '../updates/checksum-list.ts';
import type { Artifact } from './pack.ts';

/** The list of packages with their hashes, and its signature. */

/** Names a file with an ed25519 private key: PEM, PKCS#8. */
export const keyVariable = 'BUMO_SIGNING_KEY';

/** PEM. */
export interface SigningKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** @returns null where the variable is not set. @throws CodedError `bad-input` if it names no such key */
export async function readSigningKeys(environment: NodeJS.ProcessEnv): Promise<SigningKeys | null> {
  const file = environment[keyVariable];
  if (!file) return null;
  try {
    const privateKey = await readFile(file, 'utf8');
    return { privateKey, publicKey: publicKeyOf(privateKey) };
  } catch (cause) {
    const text = message('update.bad-key', { variable: keyVariable, file });
    throw new CodedError('bad-input', text, { cause });
  }
}

/** What an earlier run listed and is still there. With keys, a list that they did not sign counts as none. */
async function listedBefore(folder: string, keys: SigningKeys | null): Promise<ListedPackage[]> {
  const list = await readFile(join(folder, listName)).catch(() => null);
  const signature = await readFile(join(folder, signatureName), 'latin1').catch(() => '');
  if (!list || (keys && !isSigned(list, signature, keys.publicKey))) return [];
  return readList(list.toString()).filter(({ name }) => existsSync(join(folder, name)));
}

/**
 * Writes the list of all packages in a folder; signs it if there are keys, otherwise removes an earlier signature.
 * @param artifacts what was made now
 */
export async function writeChecksums(
  folder: string,
  artifacts: readonly Artifact[],
  keys: SigningKeys | null,
): Promise<void> {
  const made = artifacts.map(({ file, sha256 }) => ({ name: basename(file), sha256 }));
  const before = await listedBefore(folder, keys);
  const kept = before.filter((one) => !made.some(({ name }) => name === one.name));
  const list = Buffer.from(writeList([...kept, ...made]));
  await writeFile(join(folder, listName), list);
  if (keys) await writeFile(join(folder, signatureName), signBytes(list, keys.privateKey));
  else await rm(join(folder, signatureName), { force: true });
}
