import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSigned, publicKeyOf, signBytes } from '../../src-main/base/ed25519.ts';
import { writeList } from '../../src-main/updates/checksum-list.ts';
import { readSigned } from '../../src-main/updates/verify.ts';
import { byteEdits, changedBytes } from '../support/changed-bytes.ts';
import { newKey, sha256 } from '../support/release.ts';

const key = newKey();
const publicKey = publicKeyOf(key);
const names = ['Bumo-0.2.0-win-x64.exe', 'Bumo-0.2.0-linux-x64.tar.gz', 'Bumo-0.2.0-mac-arm64.dmg'];
const list = Buffer.from(writeList(names.map((name) => ({ name, sha256: sha256(name) }))));
const signature = Buffer.from(signBytes(list, key));

test('the list of a release is accepted as it was signed', () => {
  expect(readSigned({ list, signature }, publicKey).map(({ name }) => name)).toEqual(names);
});

// fast-check prints the seed of a failure.
test('of lists and signatures with changed bytes none is accepted', () => {
  fc.assert(
    fc.property(byteEdits, fc.boolean(), (by, inList) => {
      const bytes = inList ? list : signature;
      const other = changedBytes(bytes, by);
      fc.pre(!other.equals(bytes));
      const beside = inList ? { list: other, signature } : { list, signature: other };
      expect(() => readSigned(beside, publicKey)).toThrow(
        expect.objectContaining({ code: 'update-wrong-signature' }),
      );
    }),
    { numRuns: 3_000 },
  );
});

test('another spelling of the same signature is refused: spare bits, the alphabet of addresses, white space', () => {
  const text = signature.toString();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const spare = `${text.slice(0, 85)}${alphabet[alphabet.indexOf(text[85] ?? '') + 1]}==`;
  expect(Buffer.from(spare, 'base64')).toEqual(Buffer.from(text, 'base64'));
  expect(isSigned(list, text, publicKey)).toBe(true);
  for (const other of [spare, `${text}\n`, ` ${text}`, text.slice(0, 86), `${text.slice(0, 86)}= `])
    expect(isSigned(list, other, publicKey)).toBe(false);
});

test('a key of another kind is refused, to sign with and to check with', () => {
  const { privateKey, publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(() => signBytes(list, pem)).toThrow(/not ed25519/);
  expect(() => publicKeyOf(pem)).toThrow(/not ed25519/);
  const otherPem = other.export({ type: 'spki', format: 'pem' }).toString();
  expect(() => isSigned(list, signature.toString(), otherPem)).toThrow(/not ed25519/);
});
