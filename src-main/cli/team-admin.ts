import { chmod, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { newPrivateKey, publicKeyOf } from '../base/ed25519.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFile } from '../base/owner-only.ts';
import { loadTermKinds } from '../learn/samples/templates.ts';
import { patchFile } from '../models/patch.ts';
import { findVersion } from '../store/versions.ts';
import { readContent } from '../team/content.ts';
import { folderSource } from '../team/folder-source.ts';
import type { Item, Manifest } from '../team/manifest.ts';
import { shownFingerprint } from '../team/pinned.ts';
import { nameOf, objectOf, readGiven, unreadableFile } from '../team/prepare-object.ts';
import { type NewObject, publish } from '../team/publish.ts';
import { readTrusted } from '../team/read-list.ts';
import { readObject } from '../team/take.ts';
import { message } from '../texts/message.ts';
import { patchesDir } from '../versions/live/slots.ts';
import { type Session, withParser, withStore } from './session.ts';

/** What the administrator of a team does: a key, a list, and a look at what desktops will take. */

const readKey = async (file: string): Promise<string> =>
  Buffer.from(await readGiven(file, 10_000)).toString('utf8');

/** @throws CodedError `team-key` if the file holds no private ed25519 key */
async function readPrivateKey(file: string): Promise<string> {
  const text = await readKey(file);
  try {
    publicKeyOf(text);
    return text;
  } catch (cause) {
    throw new CodedError('team-key', message('team.bad-private-key'), { cause });
  }
}

/** Never replaces a file: an overwritten key would lock every desktop out. */
async function writeNew(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode });
    await chmod(file, mode);
  } catch (cause) {
    throw unreadableFile(file, cause);
  }
}

/** Makes the team's key: FILE, which stays with the administrator, and FILE.pub, which desktops get. */
export async function makeKey({ output }: Session, file: string): Promise<void> {
  const key = newPrivateKey();
  const open = publicKeyOf(key);
  await writeNew(file, key, ownerOnlyFile);
  await writeNew(`${file}.pub`, open, 0o644);
  const fingerprint = shownFingerprint(open);
  output.result({ file, publicKey: `${file}.pub`, fingerprint }, [
    output.pick(message('team.key-made', { file, open: `${file}.pub` })),
    `fingerprint\t${fingerprint}`,
  ]);
}

export interface PublishArguments {
  readonly key: string;
  readonly team?: string;
  readonly glossary: readonly string[];
  readonly style: readonly string[];
  readonly phrasebook: readonly string[];
  readonly patch: readonly string[];
  readonly remove: readonly string[];
  readonly days: number;
}

/** The patch of a version of this machine, under the name of its model: a later one replaces it. */
async function patchOf(session: Session, id: string): Promise<NewObject> {
  const version = await withStore(session, ({ read }) => findVersion(read, id));
  if (!version || version.removedAt !== null)
    throw new CodedError('not-found', message('team.no-such-version', { id }));
  const bytes = await readGiven(patchFile(patchesDir(session.paths.home), id));
  return { kind: 'patch', name: nameOf(version.modelId), bytes, base: version.base };
}

async function objectsOf(session: Session, given: PublishArguments): Promise<NewObject[]> {
  const objects: NewObject[] = [];
  await withParser(session, async ({ sheets }) => {
    for (const kind of ['glossary', 'style', 'phrasebook'] as const)
      for (const file of given[kind])
        objects.push({ kind, name: nameOf(file), bytes: await objectOf(file, kind, sheets) });
  });
  for (const id of given.patch) objects.push(await patchOf(session, id));
  return objects;
}

const lineOf = (item: Item, taken: number | null, leftOut: number): string =>
  [item.kind, item.name, `${item.bytes} bytes`, ...(taken === null ? [] : [`+${taken}`, `-${leftOut}`])].join(
    '\t',
  );

interface CheckedItem extends Item {
  /** Rows or entries; null for a patch. */
  readonly taken: number | null;
  readonly leftOut: number;
}

/** Reads every content as desktops do. @throws CodedError `team-object` */
async function checkedItems(session: Session, folder: string, { items }: Manifest): Promise<CheckedItem[]> {
  const kinds = await loadTermKinds(session.paths.resources);
  const source = folderSource(folder);
  const checked: CheckedItem[] = [];
  for (const item of items) {
    const bytes = await readObject(source, item);
    if (item.kind === 'patch') checked.push({ ...item, taken: null, leftOut: 0 });
    else {
      const { taken, leftOut } = await readContent(bytes, item, { kinds });
      checked.push({ ...item, taken, leftOut });
    }
  }
  return checked;
}

async function wantUsable(session: Session, objects: readonly NewObject[]): Promise<void> {
  const kinds = await loadTermKinds(session.paths.resources);
  for (const object of objects)
    if (object.kind !== 'patch') await readContent(object.bytes, object, { kinds });
}

/**
 * Publishes a list: what is given is added or replaces what has its name.
 * @throws CodedError `team-object` if nothing in a file can be used: nothing is written then
 */
export async function publishTeam(session: Session, dir: string, given: PublishArguments): Promise<void> {
  const { output, clock } = session;
  const privateKey = await readPrivateKey(given.key);
  const objects = await objectsOf(session, given);
  await wantUsable(session, objects);
  const folder = resolve(dir);
  const { team, remove, days } = given;
  const list = await publish(folder, { privateKey, team, objects, remove, days, now: clock.now() });
  const items = await checkedItems(session, folder, list);
  const fingerprint = shownFingerprint(publicKeyOf(privateKey));
  output.result({ ...list, items, fingerprint }, [
    output.pick(message('team.published', { team: list.team, sequence: list.sequence })),
    ...items.map((item) => lineOf(item, item.taken, item.leftOut)),
  ]);
}

/** Checks a published folder as a desktop that joins now would. @throws CodedError of the first rule that fails */
export async function checkTeam(
  session: Session,
  dir: string,
  { key }: { readonly key: string },
): Promise<void> {
  const { output, clock } = session;
  const pinned = { key: await readKey(key), team: null, sequence: 0, manifest: null };
  const fingerprint = shownFingerprint(pinned.key);
  const folder = resolve(dir);
  const { manifest } = await readTrusted(folderSource(folder), { pinned, clock });
  const items = await checkedItems(session, folder, manifest);
  output.result({ ...manifest, items, fingerprint, folder: join(folder) }, [
    output.pick(message('team.checked', { team: manifest.team, sequence: manifest.sequence })),
    `fingerprint\t${fingerprint}`,
    ...items.map((item) => lineOf(item, item.taken, item.leftOut)),
  ]);
}
