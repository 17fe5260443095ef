import { must } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import { isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/api.ts';
import type { MemoryEntry } from '../fillmask/recall.ts';
import { backgroundTexts } from '../learn/memory/background-texts.ts';
import { collectRemembered } from '../learn/samples/collect.ts';
import type { TrainingSample } from '../learn/types.ts';
import { weightsHash } from '../models/manifest.ts';
import { keyedSamples, memoryKeysOf, putMemoryKeys, removeMemoryKeys } from '../store/memory-keys.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { listTerms } from '../store/terms.ts';
import { learnedWords } from '../store/version-samples.ts';

/**
 * Keeps what the engine was taught beside the model in line with the store: the memory's places, their keys made
 * between requests, and the glossary's words.
 */
export interface Teaching {
  /** What was taught has changed, or the engine has another model. */
  refresh(): void;
  /** Settles when what was taught within the last moment is in the engine, or after `ms`. */
  settled(ms: number): Promise<void>;
  /** Stops to measure the background of the model in use until the app is started again. */
  measureLater(): void;
}

export interface TeachingOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the sentences that a background is measured on. */
  readonly replay: string;
  /** Folder of the model in use; null where there is none. */
  readonly modelDir: () => string | null;
  /** Versions that may answer. */
  readonly versions: () => readonly string[];
  /** How far a background is that is being measured, in places. */
  readonly onMeasuring?: (done: number, of: number) => void;
}

/** Milliseconds within which what was taught is waited for. */
const justNow = 1_000;
/** Keys made in one go; requests come between them. */
const batch = 16;
export function createTeaching(options: TeachingOptions): Teaching {
  const { store, engine, clock, log, onMeasuring = () => undefined } = options;
  /** What the engine has been told, by sample, for one model's folder, and the hash that names that model. */
  let told: { readonly dir: string; readonly base: string; readonly words: Map<string, string> } | null =
    null;
  let current: Promise<void> = Promise.resolve();
  let wanted = false;
  let refreshedAt = -Infinity;
  let measuring: { readonly dir: string; readonly abort: AbortController } | null = null;
  /** Folders of models whose background is known, or not wanted before the next start. */
  const measured = new Set<string>();

  const signature = (word: string, weight: number) => `${word} ${weight.toFixed(2)}`;

  /** Makes the keys that are missing; each batch is kept, so that nothing is made twice. */
  async function makeKeys(base: string, samples: readonly TrainingSample[], dir: string): Promise<void> {
    const known = keyedSamples(store.read, base);
    const missing = samples.filter(({ id }) => !known.has(id));
    for (let from = 0; from < missing.length && options.modelDir() === dir; from += batch) {
      const part = missing.slice(from, from + batch);
      const keys = await engine.embed(
        part.map(({ text, answer }) => ({ text, length: Array.from(answer).length })),
      );
      putMemoryKeys(
        store.write,
        base,
        part.flatMap(({ id, answer, weight }, i) => {
          const key = keys[i];
          return key ? [{ id, word: answer, weight, key }] : [];
        }),
      );
    }
  }

  /** Tells the engine what changed since it was last told. */
  function tell(
    base: string,
    samples: ReadonlyMap<string, TrainingSample>,
    words: Map<string, string>,
  ): void {
    const remove = [...words.keys()].filter((id) => !samples.has(id));
    for (const id of remove) words.delete(id);
    const changed = [...samples.values()].filter(
      ({ id, answer, weight }) => words.get(id) !== signature(answer, weight),
    );
    const ids = changed.map(({ id }) => id);
    const add: MemoryEntry[] = [];
    for (const { id, key } of ids.length > 0 ? memoryKeysOf(store.read, base, ids) : []) {
      const { answer, weight } = must(samples.get(id), 'only what was asked for is given');
      words.set(id, signature(answer, weight));
      add.push({ id, key, word: answer, weight });
    }
    if (add.length > 0 || remove.length > 0) engine.remember({ add, remove });
  }

  /**
   * Measures the background of a model that was not measured when it was installed. A process that begins anew goes
   * on where the last one was cut off, and one that has its background does nothing.
   */
  async function measure(dir: string): Promise<void> {
    if (measuring?.dir === dir || measured.has(dir)) return;
    measuring?.abort.abort();
    const mine = { dir, abort: new AbortController() };
    measuring = mine;
    try {
      const texts = await backgroundTexts(options.replay);
      await engine.prepare(texts, { signal: mine.abort.signal, onProgress: onMeasuring });
      measured.add(dir);
    } catch (error) {
      log.info(`the memory's background is not complete: ${reasonOf(error)}`);
    } finally {
      if (measuring === mine) measuring = null;
    }
  }

  async function bringInLine(): Promise<void> {
    const dir = options.modelDir();
    if (dir === null) return;
    // A folder without a manifest is hashed for it, 400 MB: once a model, not once a correction.
    if (told?.dir !== dir) told = { dir, base: await weightsHash(dir), words: new Map() };
    const { base, words } = told;
    engine.setTerms({
      glossary: listTerms(store.read).map(({ term }) => term),
      learned: learnedWords(store.read, options.versions()),
    });
    const remembered = getSettings(store.read).memory ? collectRemembered(store.read, clock.now()) : [];
    const samples = new Map(remembered.map((sample) => [sample.id, sample]));
    const stale = [...keyedSamples(store.read, base)].filter((id) => !samples.has(id));
    if (getSettings(store.read).memory) removeMemoryKeys(store.write, stale);
    // What is to be forgotten goes at once, before anything is made.
    tell(base, samples, words);
    await makeKeys(base, remembered, dir);
    if (options.modelDir() === dir) tell(base, samples, words);
    // What is taught meanwhile must not wait for it.
    void measure(dir);
  }

  async function run(): Promise<void> {
    while (wanted) {
      wanted = false;
      await bringInLine().catch((error: unknown) => {
        if (!isAbort(error)) log.warn(`the memory is not up to date: ${reasonOf(error)}`);
      });
    }
  }

  return {
    refresh() {
      refreshedAt = clock.monotonic();
      if (wanted) return;
      wanted = true;
      current = current.then(run);
    },
    measureLater() {
      if (measuring) measured.add(measuring.dir);
      measuring?.abort.abort();
    },
    settled(ms) {
      // Hundreds of keys that are made in the background are nothing to wait for.
      if (clock.monotonic() - refreshedAt > justNow) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = clock.after(ms, resolve);
        void current.then(() => {
          cancel();
          resolve();
        });
      });
    },
  };
}
