import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { causeOf } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFile, ownerOnlyFolder } from '../base/owner-only.ts';
import { sha256Of } from '../base/sha256.ts';
import { storageFaultOf } from '../base/storage-fault.ts';
import { message } from '../texts/message.ts';
import { systemCode } from './files/file-error.ts';
import { replaceBy, type TemporaryFile, temporarySuffix } from './files/write-file.ts';

/**
 * Stores the bytes that documents were opened from by their SHA-256. Saving patches them, even if the file changed
 * since. One file for each source in `<home>/sources`, readable by the user's account only.
 */
export interface Sources {
  /** @returns the hash, in hexadecimal. @throws CodedError `disk-full`, `store-unwritable` */
  keep(bytes: Uint8Array): Promise<string>;
  /** @throws CodedError `source-missing` */
  read(hash: string): Promise<Uint8Array>;
  /**
   * Removes sources that no document uses any more and that were last kept over a day ago.
   * @returns how many
   */
  prune(stillUsed: ReadonlySet<string>): Promise<number>;
}

/** The part of the file system that sources need; tests pass one that fails. */
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

function unkept(cause: unknown): CodedError {
  const code = systemCode(cause) ?? 'unknown';
  if (storageFaultOf(cause)?.fault === 'full')
    return new CodedError('disk-full', message('source.diskFull'), { cause });
  const text = message('source.unwritable', { cause: causeOf(cause) }, code);
  return new CodedError('store-unwritable', text, { cause });
}

const missing = (cause: unknown): CodedError =>
  new CodedError('source-missing', message('source.missing'), { cause });

/** One file for each source in a folder, named by the hash of its bytes. */
class SourceFolder implements Sources {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #files: SourceFiles;

  constructor({ home, clock, files = nodeFiles }: SourcesOptions) {
    this.#folder = join(home, 'sources');
    this.#clock = clock;
    this.#files = files;
  }

  async keep(bytes: Uint8Array): Promise<string> {
    const hash = sha256Of(bytes);
    if (await this.#renewed(hash)) return hash;
    try {
      await this.#write(hash, bytes);
    } catch (error) {
      throw unkept(error);
    }
    return hash;
  }

  async read(hash: string): Promise<Uint8Array> {
    try {
      return await this.#intact(hash);
    } catch (error) {
      throw missing(error);
    }
  }

  async prune(stillUsed: ReadonlySet<string>): Promise<number> {
    const names = await this.#files.readdir(this.#folder).catch(() => []);
    let removed = 0;
    for (const name of names) {
      const isUnused = unfinishedName.test(name) || (hashName.test(name) && !stillUsed.has(name));
      if (!isUnused || !(await this.#isOld(name))) continue;
      await this.#files.rm(this.#pathOf(name), { force: true });
      removed++;
    }
    return removed;
  }

  #pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** The bytes of a source. @throws Error where they are missing or others than the name says */
  async #intact(hash: string): Promise<Uint8Array> {
    if (!hashName.test(hash)) throw new Error(`${hash} is no hash`);
    const bytes = new Uint8Array(await this.#files.readFile(this.#pathOf(hash)));
    if (sha256Of(bytes) !== hash) throw new Error('its bytes are others than its name says');
    return bytes;
  }

  /** Whether the source is stored and intact; if so, its time becomes now. */
  async #renewed(hash: string): Promise<boolean> {
    try {
      await this.#intact(hash);
      const seconds = this.#clock.now() / 1000;
      await this.#files.utimes(this.#pathOf(hash), seconds, seconds);
      return true;
    } catch {
      return false;
    }
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    await this.#files.mkdir(this.#folder, { recursive: true, mode: ownerOnlyFolder });
    const temporary: TemporaryFile = {
      path: this.#pathOf(`.${hash}-${temporarySuffix()}.tmp`),
      mode: ownerOnlyFile,
      fill: async (handle) => {
        await handle.writeFile(bytes);
        const seconds = this.#clock.now() / 1000;
        await handle.utimes(seconds, seconds);
      },
    };
    await replaceBy(this.#pathOf(hash), temporary, this.#files);
  }

  async #isOld(name: string): Promise<boolean> {
    const found = await this.#files.stat(this.#pathOf(name)).catch(() => null);
    return found !== null && this.#clock.now() - found.mtimeMs > dayMs;
  }
}

export const createSources = (options: SourcesOptions): Sources => new SourceFolder(options);
