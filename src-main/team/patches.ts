import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renameDurably, replaceFile } from '../base/durable.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import type { ExamReport } from '../contract/exam.ts';
import type { Message } from '../contract/text.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { patchFile, readPatch } from '../models/patch.ts';
import type { ReadDb, WriteDb } from '../store/db.ts';
import { listTeamItems, noteTeamItem, type TeamItem } from '../store/team.ts';
import { findVersion, saveVersion } from '../store/versions.ts';
import { clause, message } from '../texts/message.ts';
import type { Item } from './manifest.ts';
import type { TeamSource } from './source.ts';
import { readObject } from './take.ts';

/**
 * Shared versions: the patch is fetched, checked, examined against the version that answers, and offered to the slot
 * unless it does worse. It then goes through the same stages as one that was trained here.
 */

export interface PatchPorts {
  readonly write: WriteDb;
  /** Folder of the patches. */
  readonly patches: string;
  readonly now: () => number;
  /** @returns the model in use */
  readonly model: () => { readonly id: string; readonly dir: string; readonly base: string } | null;
  /** Examines a recorded version against the one that answers. @throws CodedError `learn-busy`, and why it failed */
  readonly examine: (version: string) => Promise<ExamReport>;
  /** Offers a version for use. @returns whether it was accepted */
  readonly offer: (version: string) => boolean;
}

type Shared = TeamItem & { readonly base: string };

/** The name of a patch: the beginning of its hash. */
export const versionOf = (sha256: string): string => sha256.slice(0, 16);

const sharedPatches = (db: ReadDb): Shared[] =>
  listTeamItems(db).filter((item): item is Shared => item.kind === 'patch' && item.base !== null);

/** Writes the patch under its name only after it was checked. @throws CodedError `patch-corrupt`, `patch-foreign` */
async function store(
  ports: PatchPorts,
  item: Shared,
  bytes: Uint8Array,
  model: { readonly id: string; readonly dir: string },
): Promise<void> {
  const { patches, write, now } = ports;
  const version = versionOf(item.sha256);
  const part = join(patches, 'team-part');
  await mkdir(part, { recursive: true, mode: ownerOnlyFolder });
  try {
    const file = patchFile(part, version);
    await replaceFile(file, [bytes]);
    const { config } = await openCheckpoint(model.dir);
    const { metadata } = await readPatch(file, { config, baseHash: item.base });
    await renameDurably(file, patchFile(patches, version));
    saveVersion(write, {
      id: version,
      base: item.base,
      modelId: model.id,
      mode: metadata.mode,
      createdAt: now(),
      patchFile: `${version}.safetensors`,
      patchBytes: item.bytes,
      // Settings and figures of another machine's run; its samples' names mean nothing here.
      recipe: {},
      seed: Number.isSafeInteger(metadata.seed) ? metadata.seed : 0,
      metrics: {},
      samples: [],
      team: item.name,
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** What stands of a shared version that need not, or cannot, be fetched and examined; null for another. */
function settled(db: ReadDb, item: Shared, base: string | undefined): Message | null {
  const known = findVersion(db, versionOf(item.sha256));
  if (base !== item.base) return (known && item.note) ?? message('team.patch-other-model');
  if (!known) return null;
  if (known.team === null) return message('team.patch-own');
  if (known.removedAt !== null) return item.note && message('team.patch-removed');
  return known.verdict === null ? null : item.note;
}

async function takeOne(
  source: TeamSource,
  item: Shared,
  ports: PatchPorts,
  signal: AbortSignal,
): Promise<Message> {
  const model = ports.model();
  const done = settled(ports.write, item, model?.base);
  if (done || !model) return done ?? message('team.patch-other-model');
  const version = versionOf(item.sha256);
  const known = findVersion(ports.write, version);
  if (!known || known.removedAt !== null) {
    const listed: Item = { ...item, kind: 'patch' };
    await store(ports, item, await readObject(source, listed, signal), model);
  }
  signal.throwIfAborted();
  const { verdict, reason } = await ports.examine(version);
  if (verdict === 'worse') return message('team.patch-worse', { reason: clause(reason) });
  return ports.offer(version)
    ? message('team.patch-offered', { reason: clause(reason) })
    : message('team.patch-waits', { version });
}

/**
 * Fetches, examines and offers the shared versions of the model in use. A failure is noted with the version, and tried
 * again at the next call.
 * @throws AbortError
 */
export async function takePatches(source: TeamSource, ports: PatchPorts, signal: AbortSignal): Promise<void> {
  for (const item of sharedPatches(ports.write)) {
    const note = await takeOne(source, item, ports, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (error instanceof CodedError) return message('team.patch-failed', { why: clause(error.text) });
      return message('team.patch-failed', { why: message('cause.unknown') }, reasonOf(error));
    });
    signal.throwIfAborted();
    noteTeamItem(ports.write, item.sha256, note);
  }
}
