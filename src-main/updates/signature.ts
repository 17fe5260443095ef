import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Ed25519 signatures (RFC 8032) of a list of packages, written as base64. */

/** @throws Error if the text is no ed25519 key */
function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`a key of the type ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

/** @param privateKey PEM, PKCS#8. @throws Error if it is no ed25519 key */
export const publicKeyOf = (privateKey: string): string =>
  createPublicKey(ed25519(createPrivateKey(privateKey)))
    .export({ type: 'spki', format: 'pem' })
    .toString();

/** @param privateKey PEM, PKCS#8. @throws Error if it is no ed25519 key */
export const signList = (list: Uint8Array, privateKey: string): string =>
  sign(null, list, ed25519(createPrivateKey(privateKey))).toString('base64');

/**
 * Whether the signature is one of exactly these bytes. Node's decoder passes over foreign letters and spare bits, so
 * the signature must also be written as `signList` writes it.
 * @param publicKey PEM. @throws Error if it is no ed25519 key
 */
export function isSigned(list: Uint8Array, signature: string, publicKey: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return verify(null, list, ed25519(createPublicKey(publicKey)), bytes);
}
