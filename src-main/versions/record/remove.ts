import { rm } from 'node:fs/promises';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import type { Message } from '../../contract/text.ts';
import type { VersionState } from '../../contract/versions.ts';
import type { WriteDb } from '../../store/db.ts';
import { markPresent, markRemoved } from '../../store/versions.ts';
import { message } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import { versionNamed } from './record.ts';
import { standingOf } from './standing.ts';

/** Deletes versions; their records stay. */

const used: Readonly<Partial<Record<VersionState, Message>>> = {
  live: message('archive.live'),
  'under-way': message('archive.under-way'),
  previous: message('archive.previous'),
};

function refuseUsed(id: string, state: VersionState): void {
  if (id === base) throw new CodedError('version-in-use', message('archive.base-stays'));
  const why = used[state];
  if (!why) return;
  throw new CodedError('version-in-use', message('archive.used', { why }));
}

/**
 * Deletes a version's files. Marked first: a crash in between leaves a file too many, never a version without one.
 * @param files of the version; those that are not there are no error
 * @param now milliseconds since the epoch
 * @throws CodedError `not-found`; `version-in-use`; `file-busy` where a file cannot be deleted
 */
export async function removeVersion(
  db: WriteDb,
  id: string,
  files: readonly string[],
  now: number,
): Promise<void> {
  const version = versionNamed(db, id);
  refuseUsed(id, standingOf(db, now).stateOf(id, false));
  if (!version || !markRemoved(db, id, now)) return;
  try {
    for (const file of files) await rm(file, { force: true });
  } catch (cause) {
    markPresent(db, id);
    const why = causeOf(cause);
    const text = message('archive.not-removed', { id, why }, why.detail);
    throw new CodedError('file-busy', text, { cause });
  }
}
