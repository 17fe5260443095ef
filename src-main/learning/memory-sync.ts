import { must } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Engine } from '../engine/api.ts';
import type { MemoryEntry } from '../fillmask/recall.ts';
import { collectRemembered } from '../learn/samples/collect.ts';
import { checkAhead } from '../learn/samples/judged.ts';
import type { TrainingSample } from '../learn/types.ts';
import { weightsHash } from '../models/manifest.ts';
import { keyedSamples, memoryKeysOf, putMemoryKeys, removeMemoryKeys } from '../store/memory-keys.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { listTerms } from '../store/terms.ts';
import { learnedWords } from '../store/version-samples.ts';

export interface MemorySyncOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  /** @returns the folder of the model in use; null where there is none */
  readonly modelDir: () => string | null;
  /** @returns the versions that may answer */
  readonly versions: () => readonly string[];
}

/** The entries that the engine has for one model. */
interface Sent {
  readonly dir: string;
  readonly baseHash: string;
  /** Word and weight of each entry, by sample. */
  readonly entries: Map<string, string>;
}

/** Keys that are computed in one request to the engine. Answers for the writer come between two requests. */
const batch = 16;

/** The writer gave the word; a confirmation only agreed with an offer. */
const isOwn = ({ source }: TrainingSample) => source === 'correction' || source === 'glossary';

const signature = (sample: TrainingSample) =>
  [sample.answer, sample.weight.toFixed(2), isOwn(sample), ...sample.rejected].join(' ');

/** Brings the engine's memory of corrections and its words in line with the store. */
export class MemorySync {
  readonly #options: MemorySyncOptions;
  #sent: Sent | null = null;

  constructor(options: MemorySyncOptions) {
    this.#options = options;
  }

  /** @returns the folder of the model that was synchronised; null where there is none */
  async run(): Promise<string | null> {
    const { store, engine, clock, modelDir, versions } = this.#options;
    const dir = modelDir();
    if (dir === null) return null;
    // A folder without a manifest is hashed, which reads 400 MB: once for each model.
    if (this.#sent?.dir !== dir) this.#sent = { dir, baseHash: await weightsHash(dir), entries: new Map() };
    const sent = this.#sent;
    engine.setTerms({
      glossary: listTerms(store.read).map(({ term }) => term),
      learned: learnedWords(store.read, versions()),
    });
    await checkAhead(store.read);
    const { memory } = getSettings(store.read);
    const remembered = memory ? collectRemembered(store.read, clock.now()) : [];
    const samples = new Map(remembered.map((sample) => [sample.id, sample]));
    // While the memory is switched off its keys stay in the store.
    if (memory)
      removeMemoryKeys(
        store.write,
        [...keyedSamples(store.read, sent.baseHash)].filter((id) => !samples.has(id)),
      );
    // Removals take effect before the missing keys are computed.
    this.#send(sent, samples);
    await this.#makeKeys(sent, remembered);
    if (modelDir() === dir) this.#send(sent, samples);
    return dir;
  }

  /** Computes the missing keys. Each batch is stored, so that no key is computed twice. */
  async #makeKeys({ dir, baseHash }: Sent, samples: readonly TrainingSample[]): Promise<void> {
    const { store, engine, modelDir } = this.#options;
    const known = keyedSamples(store.read, baseHash);
    const missing = samples.filter(({ id }) => !known.has(id));
    for (let from = 0; from < missing.length && modelDir() === dir; from += batch) {
      const part = missing.slice(from, from + batch);
      const keys = await engine.embed(
        part.map(({ text, answer }) => ({ text, length: Array.from(answer).length })),
      );
      putMemoryKeys(
        store.write,
        baseHash,
        part.flatMap(({ id, answer, weight }, i) => {
          const key = keys[i];
          return key ? [{ id, word: answer, weight, key }] : [];
        }),
      );
    }
  }

  /** Sends the engine the entries that were added, changed or removed since the last time. */
  #send({ baseHash, entries }: Sent, samples: ReadonlyMap<string, TrainingSample>): void {
    const { store, engine } = this.#options;
    const remove = [...entries.keys()].filter((id) => !samples.has(id));
    for (const id of remove) entries.delete(id);
    const ids = [...samples.values()]
      .filter((sample) => entries.get(sample.id) !== signature(sample))
      .map(({ id }) => id);
    const add: MemoryEntry[] = [];
    for (const { id, key } of ids.length > 0 ? memoryKeysOf(store.read, baseHash, ids) : []) {
      const sample = must(samples.get(id), 'only the keys that were asked for are returned');
      entries.set(id, signature(sample));
      const { answer: word, weight, rejected: refused } = sample;
      add.push({ id, key, word, weight, own: isOwn(sample), refused });
    }
    if (add.length > 0 || remove.length > 0) engine.remember({ add, remove });
  }
}
