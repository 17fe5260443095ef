import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readSigningKeys, type SigningKeys, writeChecksums } from '../../src-main/packing/checksums.ts';
import { listName, signatureName, writeList } from '../../src-main/updates/checksum-list.ts';
import { readSigned } from '../../src-main/updates/verify.ts';
import { newKey, sha256 } from '../support/release.ts';
import { tempDir } from '../support/temp.ts';

/** The list that `npm run dist` writes beside the packages, and its signature. */

let dir: string;
let keys: SigningKeys;
const at = (name: string) => join(dir, name);
const read = (name: string) => readFileSync(at(name));

async function keysOf(pem: string): Promise<SigningKeys> {
  writeFileSync(at('key.pem'), pem);
  const found = await readSigningKeys({ BUMO_SIGNING_KEY: at('key.pem') });
  if (!found) throw new Error('no keys');
  return found;
}

/** A package as `pack` makes it. */
function made(name: string, content = name) {
  writeFileSync(at(name), content);
  return { file: at(name), sha256: sha256(content) };
}

const signed = (by = keys) =>
  readSigned({ list: read(listName), signature: read(signatureName) }, by.publicKey).map(({ name }) => name);

beforeEach(async () => {
  dir = tempDir();
  keys = await keysOf(newKey());
});

test('without a key the list is written, and a signature of an earlier list goes', async () => {
  expect(await readSigningKeys({})).toBeNull();
  await writeChecksums(dir, [made('a.exe')], keys);
  await writeChecksums(dir, [made('b.exe')], null);
  expect(read(listName).toString()).toBe(`${sha256('a.exe')}  a.exe\n${sha256('b.exe')}  b.exe\n`);
  expect(existsSync(at(signatureName))).toBe(false);
});

test('a second run signs what the first one made, without packages that are gone or made anew', async () => {
  await writeChecksums(dir, [made('a.exe'), made('b.exe'), made('gone.exe')], keys);
  rmSync(at('gone.exe'));
  await writeChecksums(dir, [made('b.exe', 'anew'), made('c.zip')], keys);
  expect(signed()).toEqual(['a.exe', 'b.exe', 'c.zip']);
  expect(read(listName).toString()).toContain(`${sha256('anew')}  b.exe`);
});

test('a list that was not signed with the key is not signed now', async () => {
  made('strange.exe');
  writeFileSync(at(listName), writeList([{ name: 'strange.exe', sha256: sha256('strange.exe') }]));
  await writeChecksums(dir, [made('a.exe')], keys);
  expect(signed()).toEqual(['a.exe']);
  const others = await keysOf(newKey());
  await writeChecksums(dir, [made('b.exe')], others);
  expect(signed(others)).toEqual(['b.exe']);
});

test('a key that is not there, is no key or is of another kind is refused', async () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const refused = expect.objectContaining({ code: 'bad-input' });
  await expect(readSigningKeys({ BUMO_SIGNING_KEY: at('none.pem') })).rejects.toEqual(refused);
  await expect(keysOf('no key')).rejects.toEqual(refused);
  await expect(keysOf(ec.export({ type: 'pkcs8', format: 'pem' }).toString())).rejects.toEqual(refused);
});
