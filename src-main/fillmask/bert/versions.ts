import { must } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import type { MaskedLm, MaskedRow } from '../types.ts';
import {
  type BertOptions,
  createTop,
  createTrunk,
  meanRow,
  type RowOutput,
  type Top,
  type Trunk,
} from './model.ts';
import { createRowCache, type RowCache, rowName } from './row-cache.ts';

/** Keys of the last rows that the untaught top has run. */
const keysKept = 64;

/** The untaught model's version. */
export const baseVersion = 'base';

export interface VersionModel extends MaskedLm {
  /** Milliseconds that this version's top has run so far. */
  spent(): number;
}

/** One trunk, and a top for each version that is loaded. */
export interface Versions {
  has(id: string): boolean;
  /** @throws CodedError `version-not-loaded` */
  model(id: string): VersionModel;
  /** @param checkpoint the base as the version changes it */
  load(id: string, checkpoint: Checkpoint): Promise<void>;
  unload(id: string): Promise<void>;
  release(): Promise<void>;
}

const notLoaded = (id: string) =>
  new CodedError('version-not-loaded', {
    zh: `版本 ${id} 没有加载。请稍后重试，或切回上一个版本。`,
    en: `The version ${id} is not loaded. Try again in a moment, or go back to the version before.`,
  });

export interface VersionsOptions extends BertOptions {
  readonly clock: Clock;
  /** Called before each run; a run blocks the thread. */
  readonly step: () => Promise<void>;
  /** Remembers what the trunk said of rows; the last few batches where none is given. */
  readonly cacheOf?: (trunk: Pick<Trunk, 'encode'>) => Promise<RowCache>;
}

/**
 * Opens a base model. Its own top stays loaded: it is the last resort, and the memory's keys are its own.
 */
export async function createVersions(
  checkpoint: Checkpoint,
  runner: Runner,
  { clock, step, cacheOf = async (trunk) => createRowCache(trunk), ...options }: VersionsOptions,
): Promise<Versions> {
  const trunk = await createTrunk(checkpoint, runner, options);
  const tops = new Map<string, { top: Top; milliseconds: number }>();
  const cache = await cacheOf(trunk);
  const keys = new Map<string, Float32Array>();
  const { hiddenSize } = checkpoint.config;
  tops.set(baseVersion, { top: await createTop(checkpoint, runner, options), milliseconds: 0 });

  const loaded = (id: string) => {
    const found = tops.get(id);
    if (!found) throw notLoaded(id);
    return found;
  };

  async function run(id: string, rows: readonly MaskedRow[]) {
    await step();
    const encoded = await cache.encode(rows);
    const version = loaded(id);
    const began = clock.monotonic();
    const outputs = await version.top.run(encoded, rows);
    version.milliseconds += clock.monotonic() - began;
    if (id === baseVersion) rememberKeys(rows, outputs);
    return outputs;
  }

  function rememberKeys(rows: readonly MaskedRow[], outputs: readonly RowOutput[]) {
    for (const [i, row] of rows.entries()) {
      if (row.masked.length === 0) continue;
      keys.set(rowName(row), meanRow(must(outputs[i], 'one output a row').last, hiddenSize));
    }
    for (const name of keys.keys()) if (keys.size > keysKept) keys.delete(name);
  }

  async function key(row: MaskedRow): Promise<Float32Array> {
    if (!keys.has(rowName(row))) await run(baseVersion, [row]);
    return must(keys.get(rowName(row)), 'a key that was just made');
  }

  return {
    has: (id) => tops.has(id),
    model(id) {
      loaded(id);
      return {
        vocabSize: checkpoint.config.vocabSize,
        maxTokens: checkpoint.config.maxPositions,
        async logits(rows) {
          return rows.length === 0 ? [] : (await run(id, rows)).map(({ logits }) => logits);
        },
        key,
        spent: () => tops.get(id)?.milliseconds ?? 0,
        release: async () => undefined,
      };
    },
    async load(id, changed) {
      if (tops.has(id)) return;
      const top = await createTop(changed, runner, options);
      // Loaded twice at once: one of them is enough.
      if (tops.has(id)) await top.release();
      else tops.set(id, { top, milliseconds: 0 });
    },
    async unload(id) {
      const version = tops.get(id);
      if (!version || id === baseVersion) return;
      tops.delete(id);
      await version.top.release();
    },
    async release() {
      await Promise.all([trunk.release(), ...[...tops.values()].map(({ top }) => top.release())]);
      tops.clear();
    },
  };
}
