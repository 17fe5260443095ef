import { CodedError } from '../base/error.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { expandPatch } from '../models/expand.ts';
import { patchFile, readPatch } from '../models/patch.ts';
import type { Checkpoint } from '../models/types.ts';
import { exportServing } from '../serving/export/export.ts';
import type { Engine, ServedVersion } from '../serving/export/plan.ts';
import { getSettings } from '../store/settings.ts';
import { findVersion } from '../store/versions.ts';
import { message } from '../texts/message.ts';
import { patchesDir } from '../versions/live/slots.ts';
import { type Session, withStore } from './session.ts';

export interface ExportServingArguments {
  readonly for: Engine;
  /** The version that serves now. */
  readonly beside: string;
}

interface Base {
  readonly checkpoint: Checkpoint;
  readonly hash: string;
}

/** @throws CodedError `not-found`, and `patch-foreign` for a version of another base model */
async function servedVersion(
  session: Session,
  { checkpoint, hash }: Base,
  id: string,
): Promise<ServedVersion> {
  if (id === baseVersion) return { id, checkpoint, temperature: 1 };
  const { paths, clock } = session;
  const version = await withStore(session, ({ read }) => findVersion(read, id));
  if (!version || version.removedAt !== null)
    throw new CodedError('not-found', message('cli.no-version', { version: id }));
  const file = patchFile(patchesDir(paths.home), id);
  const patch = await readPatch(file, { config: checkpoint.config, baseHash: hash });
  return { id, checkpoint: await expandPatch(patch, checkpoint, clock), temperature: version.temperature };
}

/**
 * Writes a folder that a serving engine serves: a version, and beside it the one that serves now.
 * @throws CodedError `not-found`, `no-model`, `bad-input` for a folder that holds something, `disk-full`
 */
export async function exportForServing(
  session: Session,
  id: string,
  dir: string,
  { for: engine, beside }: ExportServingArguments,
): Promise<void> {
  const { core, output, paths } = session;
  const settings = await withStore(session, ({ read }) => getSettings(read));
  const model = await core.locate(settings);
  if (!model) throw new CodedError('no-model', message('cli.no-model'));
  const base = { checkpoint: await openCheckpoint(model.dir), hash: model.base };
  const stable = await servedVersion(session, base, beside);
  const canary = id === stable.id ? null : await servedVersion(session, base, id);
  await exportServing(
    {
      base: base.checkpoint,
      baseHash: base.hash,
      versions: canary ? [stable, canary] : [stable],
      resources: paths.resources,
    },
    engine,
    dir,
  );
  output.done({ dir, id, engine }, message('cli.serving-exported', { dir }));
}
