import { isSigned } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { type ListedPackage, listName, readList, signatureName } from './checksum-list.ts';
import { type Machine, machineName } from './machine.ts';
import { type PackageName, readPackageName } from './package-name.ts';
import { compareVersions } from './version-order.ts';

/** The rules that a package must pass, in the order of this file. Pure: files are read elsewhere. */

/** The installed app. */
export interface Installed {
  readonly version: string;
  readonly machine: Machine;
}

/** @throws CodedError `update-no-key` */
export function wantKey(key: string | null): string {
  if (key !== null) return key;
  throw new CodedError('update-no-key', message('update.no-key'));
}

/** What lies beside the package; null for a file that is not there. */
export interface Beside {
  readonly list: Uint8Array | null;
  readonly signature: Uint8Array | null;
}

/** @throws CodedError `update-incomplete` if a file is missing, `update-wrong-signature` */
export function readSigned({ list, signature }: Beside, key: string): readonly ListedPackage[] {
  const missing = [...(list ? [] : [listName]), ...(signature ? [] : [signatureName])];
  if (!list || !signature)
    throw new CodedError('update-incomplete', message('update.incomplete', { files: missing.join(', ') }));
  const text = Buffer.from(signature).toString('latin1');
  if (!isSigned(list, text, key))
    throw new CodedError('update-wrong-signature', message('update.wrong-signature', { list: listName }));
  return readList(Buffer.from(list).toString('utf8'));
}

/** @returns the package's hash in the list. @throws CodedError `update-not-listed` */
export function wantListed(packages: readonly ListedPackage[], name: string): string {
  const found = packages.find((one) => one.name === name);
  if (found) return found.sha256;
  throw new CodedError('update-not-listed', message('update.not-listed', { name, list: listName }));
}

/** @throws CodedError `update-changed` */
export function wantHash(name: string, sha256: string, listed: string): void {
  if (sha256 === listed) return;
  throw new CodedError('update-changed', message('update.changed', { name, list: listName }));
}

/**
 * Whether a package of this name replaces the installed app.
 * @param older whether it may be of the same or an older version
 * @throws CodedError `update-other-system`, `update-not-newer`
 */
export function wantFor(name: string, installed: Installed, older: boolean): PackageName {
  const read = readPackageName(name);
  const machine = machineName(installed.machine);
  if (!read || machineName(read.machine) !== machine)
    throw new CodedError('update-other-system', message('update.other-system', { name, machine }));
  if (!older && compareVersions(read.version, installed.version) <= 0) {
    const values = { version: read.version, current: installed.version };
    throw new CodedError('update-not-newer', message('update.not-newer', values));
  }
  return read;
}
