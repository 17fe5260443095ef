import { X509Certificate } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { fingerprintOf } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import type { Contacting } from '../models/contacts.ts';
import type { Membership } from '../store/team.ts';
import { message } from '../texts/message.ts';
import { folderSource } from './folder-source.ts';
import { httpsSource } from './https-source.ts';
import { parseAddress, type TeamSource } from './source.ts';
import type { Pinned } from './trust.ts';

/** What a writer gives once: the address, the administrator's key, and certificates. */

/**
 * @returns the key's SHA-256 in groups of four digits, to be compared with what the administrator reads out
 * @throws CodedError `team-key` if the text is no public ed25519 key
 */
export function shownFingerprint(key: string): string {
  try {
    return fingerprintOf(key).replace(/(.{4})(?!$)/g, '$1 ');
  } catch (cause) {
    throw new CodedError('team-key', message('team.bad-key'), { cause });
  }
}

/** @throws CodedError `team-key` if the text holds no certificate in PEM, or one that cannot be read */
export function wantCertificates(ca: string): void {
  const blocks = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new Error('no certificate');
    for (const block of blocks) new X509Certificate(block);
  } catch (cause) {
    throw new CodedError('team-key', message('team.bad-certificate'), { cause });
  }
}

export const pinnedOf = ({ key, list }: Pick<Membership, 'key' | 'list'>): Pinned => ({
  key,
  team: list?.name ?? null,
  sequence: list?.sequence ?? 0,
  manifest: list?.manifest ?? null,
});

export interface OpenOptions {
  readonly clock: Clock;
  readonly contact: Pick<Contacting, 'on'>;
}

/** @throws CodedError `bad-input` for an address of another kind */
export function openSource(
  { address, ca }: Pick<Membership, 'address' | 'ca'>,
  { clock, contact }: OpenOptions,
): TeamSource {
  const parsed = parseAddress(address, isAbsolute);
  if (parsed.kind === 'folder') return folderSource(parsed.path);
  return httpsSource({ url: parsed.url, ca, clock, onContact: contact.on });
}
