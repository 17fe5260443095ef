import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyOf, signBytes } from '../../src-main/base/ed25519.ts';
import { keyName } from '../../src-main/updates/check-package.ts';
import { listName, signatureName, writeList } from '../../src-main/updates/checksum-list.ts';

/** A release of packages made for a test, signed with a key of its own. */

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** @returns an ed25519 private key: PEM, PKCS#8 */
export const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The version that is installed. */
export const currentVersion = '0.1.0';

const endings: Partial<Record<NodeJS.Platform, string>> = { win32: 'exe', darwin: 'dmg' };
const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'win', darwin: 'mac' };

/** The name of a package for the machine that runs the test. */
export const packageName = (version: string): string =>
  `Bumo-${version}-${systems[process.platform] ?? 'linux'}-${process.arch}.${endings[process.platform] ?? 'tar.gz'}`;

export interface Release {
  /** Holds packages, list and signature. */
  readonly folder: string;
  /** Holds the public key. */
  readonly resources: string;
  readonly list: string;
  readonly signature: string;
}

/** @param packages name → content */
export function writeRelease(
  dir: string,
  packages: Readonly<Record<string, string>>,
  privateKey = newKey(),
): Release {
  const [folder, resources] = [join(dir, 'release'), join(dir, 'resources')];
  mkdirSync(folder, { recursive: true });
  mkdirSync(resources, { recursive: true });
  const list = writeList(
    Object.entries(packages).map(([name, content]) => ({ name, sha256: sha256(content) })),
  );
  const signature = signBytes(Buffer.from(list), privateKey);
  for (const [name, content] of Object.entries(packages)) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, listName), list);
  writeFileSync(join(folder, signatureName), signature);
  writeFileSync(join(resources, keyName), publicKeyOf(privateKey));
  return { folder, resources, list, signature };
}
