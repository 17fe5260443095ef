import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../base/durable.ts';
import { publicKeyOf } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import { sha256Of } from '../base/sha256.ts';
import { message } from '../texts/message.ts';
import { folderSource } from './folder-source.ts';
import {
  type Item,
  type Kind,
  Manifest,
  manifestName,
  mostManifestBytes,
  mostSignatureBytes,
  objectFolder,
  objectPath,
  readManifest,
  signatureName,
  writeManifest,
} from './manifest.ts';
import { hasSignature, signManifest } from './trust.ts';

/** Writes a team's list and its contents into a folder of the administrator's. */

export interface NewObject {
  readonly kind: Kind;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the base model's weights, of a patch. */
  readonly base?: string;
}

export interface PublishWish {
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** Name of the team; needed for its first list, and then the same. */
  readonly team?: string | undefined;
  /** Added, or put in place of the content of the same kind and name. */
  readonly objects: readonly NewObject[];
  /** Names of contents that go, whatever their kind. */
  readonly remove: readonly string[];
  /** Days until nothing is taken from the list any more. */
  readonly days: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Desktops of other users read these files. */
const readable = 0o644;

/**
 * The list in a folder; null if there is none.
 * @throws CodedError `team-wrong-signature` if this key did not sign it, `team-invalid`
 */
async function presentList(folder: string, key: string): Promise<Manifest | null> {
  const source = folderSource(folder);
  const bytes = await source.read(manifestName, mostManifestBytes);
  const signature = await source.read(signatureName, mostSignatureBytes);
  if (!bytes) return null;
  if (!signature || !hasSignature(bytes, signature, key))
    throw new CodedError('team-wrong-signature', message('team.other-key'));
  const read = readManifest(bytes);
  if (read.kind === 'manifest') return read.manifest;
  throw new CodedError('team-invalid', message('team.invalid'));
}

const itemOf = ({ kind, name, bytes, base }: NewObject): Item => ({
  kind,
  name,
  sha256: sha256Of(bytes),
  bytes: bytes.length,
  ...(base === undefined ? {} : { base }),
});

const isReplaced = (old: Item, { remove, objects }: PublishWish): boolean =>
  remove.includes(old.name) || objects.some(({ kind, name }) => kind === old.kind && name === old.name);

/** @throws CodedError `bad-input` if a name to remove is not in the list, or the new list is not a valid one */
function nextList(present: Manifest | null, wish: PublishWish): Manifest {
  const { team = present?.team, objects, remove, now, days } = wish;
  if (team === undefined) throw new CodedError('bad-input', message('team.needs-name'));
  const old = present?.items ?? [];
  const unknown = remove.find((name) => !old.some((item) => item.name === name));
  if (unknown !== undefined)
    throw new CodedError('bad-input', message('team.not-in-list', { name: unknown }));
  const next = Manifest.safeParse({
    format: 'bumo-team',
    formatVersion: 1,
    team,
    sequence: (present?.sequence ?? 0) + 1,
    at: now,
    until: now + days * 24 * 60 * 60 * 1000,
    items: [...old.filter((item) => !isReplaced(item, wish)), ...objects.map(itemOf)],
  });
  if (next.success) return next.data;
  const where = next.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new CodedError('bad-input', message('team.list-refused', {}, where));
}

/**
 * Writes the contents, then the list and its signature. Until both are there, desktops go on with the list before.
 * Contents that no list names any more stay: a desktop may be reading them.
 * @returns the new list
 * @throws CodedError `bad-input`, `team-wrong-signature`, `team-invalid`, `team-other`
 */
export async function publish(folder: string, wish: PublishWish): Promise<Manifest> {
  await mkdir(join(folder, objectFolder), { recursive: true });
  const present = await presentList(folder, publicKeyOf(wish.privateKey));
  if (present && wish.team !== undefined && wish.team !== present.team) {
    const values = { team: present.team, found: wish.team };
    throw new CodedError('team-other', message('team.other', values));
  }
  const next = nextList(present, wish);
  const put = (path: string, bytes: Uint8Array) => replaceFile(join(folder, path), [bytes], readable);
  for (const { bytes } of wish.objects) await put(objectPath(sha256Of(bytes)), bytes);
  const bytes = writeManifest(next);
  await put(manifestName, bytes);
  await put(signatureName, Buffer.from(signManifest(bytes, wish.privateKey)));
  return next;
}
