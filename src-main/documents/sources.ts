import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { causeOf } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { renameDurably } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { hashOf } from './files/stamp.ts';

/**
 * The bytes that documents were opened from, by their SHA-256: saving patches them, whatever became of the file since.
 * One file a source in `<home>/sources`, readable by the writer's account alone.
 */
export interface Sources {
  /** @returns the hash, in hexadecimal. @throws CodedError `disk-full`, `store-unwritable` */
  keep(bytes: Uint8Array): Promise<string>;
  /** @throws CodedError `source-missing` */
  read(hash: string): Promise<Uint8Array>;
  /**
   * Removes sources that are in use no longer and were last kept over a day ago.
   * @returns how many
   */
  prune(stillUsed: ReadonlySet<string>): Promise<number>;
}

/** The part of the file system that sources need; tests hand in one that fails. */
export type SourceFiles = Pick<
  typeof nodeFiles,
  'mkdir' | 'open' | 'rename' | 'rm' | 'stat' | 'readFile' | 'readdir' | 'utimes'
>;

export interface SourcesOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly files?: SourceFiles;
}

const dayMs = 24 * 60 * 60 * 1000;
const hashName = /^[0-9a-f]{64}$/;
const unfinishedName = /^\.[0-9a-f]{64}-[0-9a-f]+\.tmp$/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

function unkept(cause: unknown): CodedError {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new CodedError(
      'disk-full',
      {
        zh: '磁盘已满，文件的底稿存不下，没有打开。请腾出一些空间再打开。',
        en: 'The disk is full: the file’s original could not be kept, so it was not opened. Free some space first.',
      },
      { cause },
    );
  return new CodedError(
    'store-unwritable',
    {
      zh: `补墨的数据文件夹写不进去：${causeOf(cause).zh}；文件没有打开。请检查该文件夹的权限。`,
      en: `Bumo’s data folder cannot be written: ${causeOf(cause).en}; the file was not opened. Check the folder’s permissions.`,
      detail: code,
    },
    { cause },
  );
}

const missing = (cause: unknown): CodedError =>
  new CodedError(
    'source-missing',
    {
      zh: '这份文档的底稿不在了，不能照原样保存。文字还在：请重新打开原文件，或另存为新文件。',
      en: 'The original of this document is gone, so it cannot be saved as it was. The text is kept: open the file again, or save it as a new one.',
    },
    { cause },
  );

export function createSources({ home, clock, files = nodeFiles }: SourcesOptions): Sources {
  const folder = join(home, 'sources');
  const pathOf = (hash: string) => join(folder, hash);

  /** Whether the source is there, whole; then it counts as kept now. */
  async function isKept(hash: string): Promise<boolean> {
    try {
      if (hashOf(await files.readFile(pathOf(hash))) !== hash) return false;
      const seconds = clock.now() / 1000;
      await files.utimes(pathOf(hash), seconds, seconds);
      return true;
    } catch {
      return false;
    }
  }

  /** Beside it first, to the disk, then in its place in one step: a name never stands for other bytes. */
  async function write(hash: string, bytes: Uint8Array): Promise<void> {
    await files.mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = join(folder, `.${hash}-${randomBytes(6).toString('hex')}.tmp`);
    try {
      const handle = await files.open(beside, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
        const seconds = clock.now() / 1000;
        await handle.utimes(seconds, seconds);
      } finally {
        await handle.close();
      }
      await renameDurably(beside, pathOf(hash), files);
    } catch (error) {
      await files.rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async function isOld(path: string): Promise<boolean> {
    const found = await files.stat(path).catch(() => null);
    return found !== null && clock.now() - found.mtimeMs > dayMs;
  }

  return {
    async keep(bytes) {
      const hash = hashOf(bytes);
      if (await isKept(hash)) return hash;
      try {
        await write(hash, bytes);
      } catch (error) {
        throw unkept(error);
      }
      return hash;
    },
    async read(hash) {
      if (!hashName.test(hash)) throw missing(new Error(`${hash} is no hash`));
      let bytes: Uint8Array;
      try {
        bytes = new Uint8Array(await files.readFile(pathOf(hash)));
      } catch (error) {
        throw missing(error);
      }
      if (hashOf(bytes) !== hash) throw missing(new Error('its bytes are others than its name says'));
      return bytes;
    },
    async prune(stillUsed) {
      const names = await files.readdir(folder).catch(() => []);
      let removed = 0;
      for (const name of names) {
        const isUnused = unfinishedName.test(name) || (hashName.test(name) && !stillUsed.has(name));
        if (!isUnused || !(await isOld(pathOf(name)))) continue;
        await files.rm(pathOf(name), { force: true });
        removed++;
      }
      return removed;
    },
  };
}
