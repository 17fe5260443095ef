import { must } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import { message } from '../../texts/message.ts';
import type { MaskedRow, RowModel } from '../types.ts';
import {
  type BertOptions,
  createTop,
  createTrunk,
  type Encoded,
  meanRow,
  type RowOutput,
  type Top,
  type Trunk,
} from './model.ts';
import { createRowCache, type RowCache, rowName } from './row-cache.ts';

/** Keys that are stored: those of the last rows that the base version ran. */
const storedKeys = 64;

/** The version that is the base model itself. */
export const baseVersion = 'base';

export interface VersionModel extends RowModel {
  /** Milliseconds that this version's top has run so far. */
  spent(): number;
}

export interface ModelUse {
  /** Stores the trunk's output of the rows; by default the cache that all requests share. */
  readonly cache?: RowCache;
  /** Its reason is thrown where the trunk or the top would run next: it fires while the thread is lent before a run. */
  readonly signal?: AbortSignal | undefined;
}

/** The versions of one base model: one trunk, and a top for each version that is loaded. */
export interface Versions {
  has(id: string): boolean;
  /** @throws CodedError `version-not-loaded` */
  model(id: string, use?: ModelUse): VersionModel;
  /** A cache of the trunk's output, for rows that are run again and again. @param batches how many it stores */
  cache(batches: number): RowCache;
  /** @param checkpoint the base model with the version's patch applied */
  load(id: string, checkpoint: Checkpoint): Promise<void>;
  /** Does nothing for the base version. */
  unload(id: string): Promise<void>;
  release(): Promise<void>;
}

const notLoaded = (id: string) =>
  new CodedError('version-not-loaded', message('engine.version-not-loaded', { id }));

export interface VersionsOptions extends BertOptions {
  readonly clock: Clock;
  /** Awaited before each run; a run blocks the thread. */
  readonly step: () => Promise<void>;
  /** Encoder layers of the trunk, which no version that is loaded changes; by default all that none may change. */
  readonly layersBelow?: number;
  /** Makes the cache that all requests share; by default it stores the last few batches. */
  readonly cacheOf?: (trunk: Pick<Trunk, 'encode'>) => Promise<RowCache>;
}

interface Parts extends Pick<VersionsOptions, 'clock' | 'step'> {
  readonly checkpoint: Checkpoint;
  readonly trunk: Trunk;
  readonly cache: RowCache;
  readonly openTop: (checkpoint: Checkpoint) => Promise<Top>;
}

type Use = Pick<ModelUse, 'signal'> & { readonly cache: RowCache };

interface LoadedTop {
  readonly top: Top;
  milliseconds: number;
}

class LoadedVersions implements Versions {
  readonly #parts: Parts;
  readonly #tops = new Map<string, LoadedTop>();
  /** Keys of the memory of corrections, by row. */
  readonly #keys = new Map<string, Float32Array>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  has(id: string): boolean {
    return this.#tops.has(id);
  }

  model(id: string, { cache = this.#parts.cache, signal }: ModelUse = {}): VersionModel {
    this.#loaded(id);
    const use = { cache, signal };
    return {
      logits: async (rows) =>
        rows.length === 0 ? [] : (await this.#run(id, rows, use)).map(({ logits }) => logits),
      states: async (rows) =>
        rows.length === 0 ? [] : this.#timed(id, rows, use, (top, encoded) => top.states(encoded, rows)),
      key: (row) => this.#key(row, use),
      spent: () => this.#tops.get(id)?.milliseconds ?? 0,
    };
  }

  cache(batches: number): RowCache {
    return createRowCache(this.#parts.trunk, batches);
  }

  async load(id: string, checkpoint: Checkpoint): Promise<void> {
    if (this.has(id)) return;
    const top = await this.#parts.openTop(checkpoint);
    // Another load of the same version may have ended first.
    if (this.has(id)) await top.release();
    else this.#tops.set(id, { top, milliseconds: 0 });
  }

  async unload(id: string): Promise<void> {
    const version = this.#tops.get(id);
    if (!version || id === baseVersion) return;
    this.#tops.delete(id);
    await version.top.release();
  }

  async release(): Promise<void> {
    await Promise.all([
      this.#parts.trunk.release(),
      ...[...this.#tops.values()].map(({ top }) => top.release()),
    ]);
    this.#tops.clear();
  }

  #loaded(id: string): LoadedTop {
    const found = this.#tops.get(id);
    if (!found) throw notLoaded(id);
    return found;
  }

  async #run(id: string, rows: readonly MaskedRow[], use: Use): Promise<readonly RowOutput[]> {
    const outputs = await this.#timed(id, rows, use, (top, encoded) => top.run(encoded, rows));
    if (id === baseVersion) this.#storeKeys(rows, outputs);
    return outputs;
  }

  /** Runs rows through the trunk, then the version's top, and counts the time of the top. */
  async #timed<T>(
    id: string,
    rows: readonly MaskedRow[],
    { cache, signal }: Use,
    work: (top: Top, encoded: Encoded) => Promise<T>,
  ): Promise<T> {
    const { clock, step } = this.#parts;
    await step();
    signal?.throwIfAborted();
    const encoded = await cache.encode(rows);
    await step();
    signal?.throwIfAborted();
    const version = this.#loaded(id);
    const began = clock.monotonic();
    const outputs = await work(version.top, encoded);
    version.milliseconds += clock.monotonic() - began;
    return outputs;
  }

  #storeKeys(rows: readonly MaskedRow[], outputs: readonly RowOutput[]): void {
    const { hiddenSize } = this.#parts.checkpoint.config;
    for (const [i, row] of rows.entries()) {
      if (row.masked.length === 0) continue;
      this.#keys.set(rowName(row), meanRow(must(outputs[i], 'one output a row').last, hiddenSize));
    }
    for (const name of this.#keys.keys()) if (this.#keys.size > storedKeys) this.#keys.delete(name);
  }

  async #key(row: MaskedRow, use: Use): Promise<Float32Array> {
    const name = rowName(row);
    if (!this.#keys.has(name)) await this.#run(baseVersion, [row], use);
    return must(this.#keys.get(name), 'a key that was just stored');
  }
}

/** Opens a base model. The base version stays loaded: it is the last resort, and the memory's keys come from it. */
export async function createVersions(
  checkpoint: Checkpoint,
  runner: Runner,
  { clock, step, layersBelow, cacheOf = async (trunk) => createRowCache(trunk), ...options }: VersionsOptions,
): Promise<Versions> {
  const trunk = await createTrunk(checkpoint, runner, options, layersBelow);
  const versions = new LoadedVersions({
    checkpoint,
    trunk,
    cache: await cacheOf(trunk),
    openTop: (of) => createTop(of, runner, options, layersBelow),
    clock,
    step,
  });
  await versions.load(baseVersion, checkpoint);
  return versions;
}
