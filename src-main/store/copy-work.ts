import { statSync } from 'node:fs';
import { askChild, type ForkChild } from '../base/child.ts';
import { CodedError, type ErrorMessage, reasonOf } from '../base/error.ts';
import { childEntry } from '../base/paths.ts';
import { DamagedCopy, finishBackup } from './backup.ts';
import { meansCorrupt } from './inspect.ts';
import { purgeBackup } from './purge-backup.ts';

/**
 * Work on copies of the store, which reads and writes them in full. That of a large store takes seconds, in which the
 * app would not answer, so that a process of its own does it.
 */

export type CopyJob =
  | { readonly kind: 'finish'; readonly temp: string }
  | { readonly kind: 'purge'; readonly file: string; readonly present: string };

/** @throws DamagedCopy; CodedError `store-newer`; the system's error */
export type CopyWork = (job: CopyJob) => Promise<void>;

export function carryOut(job: CopyJob): void {
  if (job.kind === 'finish') finishBackup(job.temp);
  else purgeBackup(job.file, job.present);
}

export const workHere: CopyWork = async (job) => carryOut(job);

/** How a job ended, as the process reports it. */
export type CopyReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'damaged' | 'failed'; readonly reason: string; readonly code: string | null }
  | { readonly kind: 'coded'; readonly error: ErrorMessage };

/** The reply that says how a job failed. */
export function replyOf(error: unknown): CopyReply {
  if (error instanceof CodedError) return { kind: 'coded', error: { code: error.code, text: error.text } };
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const isDamaged = error instanceof DamagedCopy || meansCorrupt(error);
  return { kind: isDamaged ? 'damaged' : 'failed', reason: reasonOf(error), code };
}

/** @returns the error that a reply reports; null for none */
function errorOf(reply: CopyReply): Error | null {
  if (reply.kind === 'done') return null;
  if (reply.kind === 'coded') return new CodedError(reply.error.code, reply.error.text);
  if (reply.kind === 'damaged') return new DamagedCopy(reply.reason);
  return Object.assign(new Error(reply.reason), reply.code === null ? {} : { code: reply.code });
}

function inProcess(fork: ForkChild, job: CopyJob): Promise<void> {
  return askChild<void>(fork(childEntry('store/copy-process')), job, {
    hear(message, { resolve, reject }) {
      const error = errorOf(message as CopyReply);
      if (error) reject(error);
      else resolve();
    },
    ended: (code, signal) => new Error(`the process of the backup ended: ${signal ?? code}`),
  });
}

/** Bytes up to which the work takes a moment, less than the start of a process. */
const smallest = 16 * 2 ** 20;

/** @param here largest copy in bytes that is worked on in this process */
export const copyWork =
  (fork: ForkChild, here: number = smallest): CopyWork =>
  async (job) => {
    const { size } = statSync(job.kind === 'finish' ? job.temp : job.file);
    if (size <= here) carryOut(job);
    else await inProcess(fork, job);
  };
