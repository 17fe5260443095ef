import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { manifestName, mostManifestBytes, mostSignatureBytes, signatureName } from './manifest.ts';
import type { TeamSource } from './source.ts';
import { type Pinned, type Trusted, trust } from './trust.ts';

/** Reads a team's list and checks it. */

/** Milliseconds before list and signature are read again: while they are exchanged, one may be of the list before. */
const exchangeTakes = 2_000;

export interface ReadListOptions {
  readonly pinned: Pinned;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

async function readOnce(source: TeamSource, { pinned, clock, signal }: ReadListOptions): Promise<Trusted> {
  const manifest = await source.read(manifestName, mostManifestBytes, signal);
  const signature = await source.read(signatureName, mostSignatureBytes, signal);
  const missing = [...(manifest ? [] : [manifestName]), ...(signature ? [] : [signatureName])];
  if (!manifest || !signature)
    throw new CodedError('team-incomplete', message('team.incomplete', { files: missing.join(', ') }));
  return trust(manifest, signature, pinned, clock.now());
}

const mayBeExchanged = (error: unknown): boolean =>
  error instanceof CodedError && ['team-incomplete', 'team-wrong-signature'].includes(error.code);

/** @throws CodedError `team-incomplete`, `team-unreachable`, `team-object`, and those of `trust` */
export async function readTrusted(source: TeamSource, options: ReadListOptions): Promise<Trusted> {
  try {
    return await readOnce(source, options);
  } catch (error) {
    if (!mayBeExchanged(error)) throw error;
    await new Promise<void>((resolve) => options.clock.after(exchangeTakes, resolve));
    options.signal?.throwIfAborted();
    return readOnce(source, options);
  }
}
