import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { sha256Of } from './sha256.ts';

/** Ed25519 signatures (RFC 8032) of bytes, written as base64. Keys are PEM. */

/** @throws Error if the text is no ed25519 key */
function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`a key of the type ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

/** @returns a new private key: PEM, PKCS#8 */
export const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** @param privateKey PEM, PKCS#8. @throws Error if it is no ed25519 key */
export const publicKeyOf = (privateKey: string): string =>
  createPublicKey(ed25519(createPrivateKey(privateKey)))
    .export({ type: 'spki', format: 'pem' })
    .toString();

/**
 * SHA-256 of a public key's DER bytes, hexadecimal: the same however its PEM text is broken into lines.
 * @throws Error if the text is no public ed25519 key
 */
export function fingerprintOf(publicKey: string): string {
  // `createPublicKey` derives a public key from a private one, which nobody must be asked to hand out.
  if (/PRIVATE/.test(publicKey)) throw new Error('a private key, not a public one');
  const der = ed25519(createPublicKey(publicKey)).export({ type: 'spki', format: 'der' });
  return sha256Of(der);
}

/** @param privateKey PEM, PKCS#8. @throws Error if it is no ed25519 key */
export const signBytes = (bytes: Uint8Array, privateKey: string): string =>
  sign(null, bytes, ed25519(createPrivateKey(privateKey))).toString('base64');

/**
 * Whether the signature is one of exactly these bytes. Node's decoder passes over foreign letters and spare bits, so
 * the signature must also be written as `signBytes` writes it.
 * @param publicKey PEM. @throws Error if it is no ed25519 key
 */
export function isSigned(signed: Uint8Array, signature: string, publicKey: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return verify(null, signed, ed25519(createPublicKey(publicKey)), bytes);
}
