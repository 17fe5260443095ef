import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { publicKeyOf, signBytes } from '../../src-main/base/ed25519.ts';
import { checkPackage, keyName } from '../../src-main/updates/check-package.ts';
import { listName, signatureName, writeList } from '../../src-main/updates/checksum-list.ts';
import {
  currentVersion,
  newKey,
  packageName,
  type Release,
  sha256,
  writeRelease,
} from '../support/release.ts';
import { tempDir } from '../support/temp.ts';

/** A package in a folder with its signed list; every way in which that can be wrong. */

const { platform, arch } = process;
const installed = { version: currentVersion, machine: { platform, arch } };
const newer = packageName('0.2.0');
const older = packageName('0.0.9');
const same = packageName(currentVersion);
const foreign = arch === 'arm64' ? 'Bumo-0.2.0-win-x64.exe' : 'Bumo-0.2.0-mac-arm64.dmg';
/** Larger than a chunk of a stream. */
const content = '新版本'.repeat(50_000);

let release: Release;
let key: string;
const at = (name: string) => join(release.folder, name);
const check = (name = newer, more: { older?: boolean } = {}) =>
  checkPackage(at(name), { resources: release.resources, installed, ...more });
const coded = (code: string) => expect.objectContaining({ code });

beforeEach(() => {
  key = newKey();
  const packages = { [newer]: content, [older]: '旧', [same]: '同', [foreign]: '别的系统', 'README.txt': '' };
  release = writeRelease(tempDir(), packages, key);
});

test('a newer package for this machine passes, and its hash is told', async () => {
  expect(await check()).toMatchObject({ name: newer, version: '0.2.0', sha256: sha256(content) });
});

test('an app without a key checks nothing, even where files are missing', async () => {
  rmSync(join(release.resources, keyName));
  rmSync(at(listName));
  await expect(check()).rejects.toEqual(coded('update-no-key'));
});

test.each([
  [[listName], listName],
  [[signatureName], signatureName],
  [[listName, signatureName], `${listName}, ${signatureName}`],
])('what is missing beside the package is named: %s', async (removed, files) => {
  for (const name of removed) rmSync(at(name));
  await expect(check()).rejects.toMatchObject({ code: 'update-incomplete', text: { values: { files } } });
});

test('a list that another key signed is refused', async () => {
  writeFileSync(at(signatureName), signBytes(readFileSync(at(listName)), newKey()));
  await expect(check()).rejects.toEqual(coded('update-wrong-signature'));
  writeFileSync(at(signatureName), release.signature);
  writeFileSync(join(release.resources, keyName), publicKeyOf(newKey()));
  await expect(check()).rejects.toEqual(coded('update-wrong-signature'));
});

test('a list that was changed after it was signed is refused, also with the hash of the package', async () => {
  writeFileSync(at(newer), '假');
  writeFileSync(at(listName), writeList([{ name: newer, sha256: sha256('假') }]));
  await expect(check()).rejects.toEqual(coded('update-wrong-signature'));
});

test.each([0, 1, 44, 87])('a signature cut to %i letters is refused', async (letters) => {
  truncateSync(at(signatureName), letters);
  await expect(check()).rejects.toEqual(coded('update-wrong-signature'));
});

test('letters after the signature are refused', async () => {
  appendFileSync(at(signatureName), 'A');
  await expect(check()).rejects.toEqual(coded('update-wrong-signature'));
});

test('a package under another name than the list has is refused', async () => {
  const renamed = packageName('0.3.0');
  renameSync(at(newer), at(renamed));
  await expect(check(renamed)).rejects.toEqual(coded('update-not-listed'));
});

test('an older package under the name of a newer one is refused', async () => {
  renameSync(at(older), at(newer));
  await expect(check()).rejects.toEqual(coded('update-changed'));
});

test('a package with a changed byte and one that is cut short are refused', async () => {
  const bytes = readFileSync(at(newer));
  bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
  writeFileSync(at(newer), bytes);
  await expect(check()).rejects.toEqual(coded('update-changed'));
  writeFileSync(at(newer), content.slice(0, -1));
  await expect(check()).rejects.toEqual(coded('update-changed'));
});

test('a package that is listed but not there is named', async () => {
  rmSync(at(newer));
  await expect(check()).rejects.toMatchObject({
    code: 'file-unreadable',
    text: { values: { name: newer, why: { code: 'cause.absent' } } },
  });
});

test('a signed package for another system and a signed file that is no package are refused', async () => {
  await expect(check(foreign)).rejects.toEqual(coded('update-other-system'));
  await expect(check(foreign, { older: true })).rejects.toEqual(coded('update-other-system'));
  await expect(check('README.txt')).rejects.toEqual(coded('update-other-system'));
});

test('the same and an older version are refused, and pass where they are asked for', async () => {
  for (const name of [older, same]) {
    await expect(check(name)).rejects.toEqual(coded('update-not-newer'));
    expect(await check(name, { older: true })).toMatchObject({ name });
  }
});

test('asking for an older version passes over no other rule', async () => {
  writeFileSync(at(older), '旧的');
  await expect(check(older, { older: true })).rejects.toEqual(coded('update-changed'));
});
