import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeList } from '../../src-main/updates/checksum-list.ts';
import { isSigned, publicKeyOf, signList } from '../../src-main/updates/signature.ts';
import { readSigned } from '../../src-main/updates/verify.ts';
import { newKey, sha256 } from '../support/release.ts';

const key = newKey();
const publicKey = publicKeyOf(key);
const names = ['Bumo-0.2.0-win-x64.exe', 'Bumo-0.2.0-linux-x64.tar.gz', 'Bumo-0.2.0-mac-arm64.dmg'];
const list = Buffer.from(writeList(names.map((name) => ({ name, sha256: sha256(name) }))));
const signature = Buffer.from(signList(list, key));

/** Changes of bytes: each replaces, inserts or removes one. */
const edits = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'insert', 'remove'),
    at: fc.nat(),
    byte: fc.oneof(
      fc.nat(255),
      fc.constantFrom(...'\n\r =-_Aa09').map((one) => one.charCodeAt(0)),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function changed(bytes: Uint8Array, by: typeof edits extends fc.Arbitrary<infer E> ? E : never): Buffer {
  const values = [...bytes];
  for (const { kind, at, byte } of by) {
    const place = at % (values.length + 1);
    if (kind === 'insert') values.splice(place, 0, byte);
    else if (kind === 'remove') values.splice(place, 1);
    else if (place < values.length) values[place] = byte;
  }
  return Buffer.from(values);
}

test('the list of a release is accepted as it was signed', () => {
  expect(readSigned({ list, signature }, publicKey).map(({ name }) => name)).toEqual(names);
});

// fast-check prints the seed of a failure.
test('of lists and signatures with changed bytes none is accepted', () => {
  fc.assert(
    fc.property(edits, fc.boolean(), (by, inList) => {
      const bytes = inList ? list : signature;
      const other = changed(bytes, by);
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
  expect(() => signList(list, pem)).toThrow(/not ed25519/);
  expect(() => publicKeyOf(pem)).toThrow(/not ed25519/);
  const otherPem = other.export({ type: 'spki', format: 'pem' }).toString();
  expect(() => isSigned(list, signature.toString(), otherPem)).toThrow(/not ed25519/);
});
