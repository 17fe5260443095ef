import { rm } from 'node:fs/promises';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import type { VersionState } from '../../contract/versions.ts';
import type { WriteDb } from '../../store/db.ts';
import { markPresent, markRemoved } from '../../store/versions.ts';
import { base } from '../policy/version.ts';
import { versionNamed } from './record.ts';
import { standingOf } from './standing.ts';

/** Deletes versions; their records stay. */

const used: Readonly<Partial<Record<VersionState, { zh: string; en: string }>>> = {
  live: { zh: '这个版本正在使用', en: 'This version is in use' },
  'under-way': { zh: '这个版本正在上线', en: 'This version is on its way into service' },
  previous: {
    zh: '这个版本是上一版本，要留着供立即切回',
    en: 'This version is kept so that you can go back to it',
  },
};

function refuseUsed(id: string, state: VersionState): void {
  if (id === base)
    throw new CodedError('version-in-use', {
      zh: '基础模型是所有版本的根基，不能在这里删除。要删除模型，请到“模型”中操作。',
      en: 'The base model carries all versions and cannot be removed here. Remove models under Models.',
    });
  const why = used[state];
  if (!why) return;
  throw new CodedError('version-in-use', {
    zh: `${why.zh}，不能删除。请先换用另一个版本，再删除它。`,
    en: `${why.en} and cannot be removed. Use another version first, then remove this one.`,
  });
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
    const text = {
      zh: `删不掉版本 ${id} 的文件：${why.zh}。请关闭占用它的程序后再试。`,
      en: `The files of version ${id} cannot be deleted: ${why.en}. Close what holds them and try again.`,
      detail: why.detail,
    };
    throw new CodedError('file-busy', text, { cause });
  }
}
