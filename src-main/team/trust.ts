import { isSigned, signBytes } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import { sha256Of } from '../base/sha256.ts';
import { message } from '../texts/message.ts';
import { type Manifest, mostManifestBytes, mostSignatureBytes, readManifest } from './manifest.ts';

/** The rules that a list of a team must pass, in the order of this file. Pure: files are read elsewhere. */

/** Set before the signed bytes, so that no signature of this key over something else is one of a list. */
const domain = Buffer.from('bumo-team-manifest-v1\0');

const signedBytes = (manifest: Uint8Array): Uint8Array => Buffer.concat([domain, manifest]);

/** @param privateKey PEM. @throws Error if it is no ed25519 key */
export const signManifest = (manifest: Uint8Array, privateKey: string): string =>
  signBytes(signedBytes(manifest), privateKey);

/** What a desktop knows of a team. */
export interface Pinned {
  /** PEM, given to the writer by the administrator. */
  readonly key: string;
  /** Name of the team; null before its first list. */
  readonly team: string | null;
  /** Number of the last list that was taken, 0 before. */
  readonly sequence: number;
  /** SHA-256 of that list; null before. */
  readonly manifest: string | null;
}

export interface Trusted {
  readonly manifest: Manifest;
  readonly sha256: string;
}

/** Milliseconds by which a list may be ahead of this machine's clock. */
const clocksDiffer = 24 * 60 * 60 * 1000;

/** Whether the signature is one of these bytes by the pinned key. */
export function hasSignature(manifest: Uint8Array, signature: Uint8Array, key: string): boolean {
  if (manifest.length > mostManifestBytes || signature.length > mostSignatureBytes) return false;
  return isSigned(signedBytes(manifest), Buffer.from(signature).toString('latin1'), key);
}

function wantSigned(manifest: Uint8Array, signature: Uint8Array, key: string): void {
  if (hasSignature(manifest, signature, key)) return;
  throw new CodedError('team-wrong-signature', message('team.wrong-signature'));
}

function wantReadable(bytes: Uint8Array): Manifest {
  const read = readManifest(bytes);
  if (read.kind === 'manifest') return read.manifest;
  if (read.kind === 'newer') throw new CodedError('team-invalid', message('team.newer'));
  throw new CodedError('team-invalid', message('team.invalid'));
}

function wantTeam({ team }: Manifest, pinned: Pinned): void {
  if (pinned.team === null || pinned.team === team) return;
  throw new CodedError('team-other', message('team.other', { team: pinned.team, found: team }));
}

/** A list with a lower number is an old one; another list with the same number means two that claim to be the last. */
function wantForward({ sequence }: Manifest, sha256: string, pinned: Pinned): void {
  if (sequence > pinned.sequence) return;
  if (sequence === pinned.sequence && sha256 === pinned.manifest) return;
  const values = { found: sequence, known: pinned.sequence };
  throw new CodedError('team-rolled-back', message('team.rolled-back', values));
}

function wantCurrent({ at, until }: Manifest, now: number): void {
  if (at > now + clocksDiffer) throw new CodedError('team-expired', message('team.from-future'));
  if (until > now) return;
  throw new CodedError('team-expired', message('team.expired', { days: daysSince(at, now) }));
}

/** Whole days from a time to another. */
export const daysSince = (at: number, now: number): number =>
  Math.max(0, Math.floor((now - at) / (24 * 60 * 60 * 1000)));

/**
 * Checks a list.
 * @param now milliseconds since the epoch
 * @throws CodedError of the first rule that it does not pass: `team-wrong-signature`, `team-invalid`, `team-other`,
 *   `team-rolled-back`, `team-expired`
 */
export function trust(manifest: Uint8Array, signature: Uint8Array, pinned: Pinned, now: number): Trusted {
  wantSigned(manifest, signature, pinned.key);
  const read = wantReadable(manifest);
  const sha256 = sha256Of(manifest);
  wantTeam(read, pinned);
  wantForward(read, sha256, pinned);
  wantCurrent(read, now);
  return { manifest: read, sha256 };
}

/** @throws CodedError `team-object` if a content is not the one that the list names */
export function wantObject(bytes: Uint8Array, item: { name: string; sha256: string; bytes: number }): void {
  if (bytes.length === item.bytes && sha256Of(bytes) === item.sha256) return;
  throw new CodedError('team-object', message('team.object-differs', { name: item.name }));
}
