import { stat } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import type { BertOptions } from '../fillmask/bert/model.ts';
import { createRowCache } from '../fillmask/bert/row-cache.ts';
import { baseVersion, createVersions } from '../fillmask/bert/versions.ts';
import { contextBudget, createFiller, gapsOf } from '../fillmask/filler.ts';
import { rowOf } from '../fillmask/infill/span.ts';
import { type Taught, untaught } from '../fillmask/infill/taught.ts';
import { windowOf } from '../fillmask/infill/window.ts';
import { bindTerms } from '../fillmask/infill/word-table.ts';
import type { Language } from '../fillmask/language.ts';
import { longestWord } from '../fillmask/lexicon.ts';
import type { MemoryChange, RecallIndex } from '../fillmask/recall.ts';
import { createTogether, type Together } from '../fillmask/together.ts';
import type { Filler, FillOptions, FillRequest } from '../fillmask/types.ts';
import { expandPatch } from '../models/expand.ts';
import { weightsHash } from '../models/manifest.ts';
import { type Patch, readPatch } from '../models/patch.ts';
import type { Checkpoint } from '../models/types.ts';
import type { Runner } from '../runtime/runner.ts';
import type { LoadChore, LoadReport, Place, Terms, Timed, VersionFile } from './protocol.ts';

/** What an engine process holds: a model, its versions and what the writer taught beside them. */
export interface Host {
  /** @throws CodedError `version-not-loaded`, `model-broken` and the filler's own */
  fill(version: string, request: FillRequest, options?: FillOptions): Promise<Timed>;
  /** Reads a patch, proves it sound and lays its weights out: slow the first time, and needs no turn. */
  verify(version: VersionFile): Promise<void>;
  /**
   * Loads a version and runs it on gaps, so that the first request meets a warm one.
   * @param pause awaited between steps
   * @throws CodedError `patch-corrupt`, `patch-foreign`, `model-broken`
   */
  load(chore: Omit<LoadChore, 'kind'>, pause: () => Promise<void>): Promise<LoadReport>;
  unload(id: string): Promise<void>;
  /** @returns for each place its key, float32 [H]. @throws CodedError `no-gap` */
  embed(places: readonly Place[], pause: () => Promise<void>): Promise<Float32Array[]>;
  /**
   * Measures what keys look like at places of no interest, once for a base model and length of word. What was
   * measured before it is cut short stays.
   */
  prepare(texts: readonly string[], pause: () => Promise<void>, onProgress?: OnProgress): Promise<void>;
  setTerms(terms: Terms): void;
  remember(change: MemoryChange): void;
}

/** Keys that were made, of so many. */
export type OnProgress = (done: number, of: number) => void;

export interface HostOptions extends BertOptions {
  readonly checkpoint: Checkpoint;
  readonly language: Language;
  readonly runner: Runner;
  readonly memory: RecallIndex;
  readonly clock: Clock;
  /** Awaited before each run of the model, which blocks the thread. */
  readonly step: () => Promise<void>;
}

/** Of the gaps that versions are warmed with, and of what is asked without any context. */
const warmUpBatches = 24;
/** Lengths of word in the order in which their backgrounds are measured: how common they are in Chinese. */
const measuredInOrder = [2, 4, 3, 1, 5, 6].filter((length) => length <= longestWord);
/** Gaps of a warm-up that run as one batch, for which a request may have to wait. */
const warmedTogether = 2;

export async function createHost({
  checkpoint,
  language,
  runner,
  memory,
  clock,
  step,
  ...options
}: HostOptions): Promise<Host> {
  /** Versions are warmed with the same gaps again and again: the trunk runs each once. */
  let warming = false;
  const versions = await createVersions(checkpoint, runner, {
    ...options,
    clock,
    step,
    async cacheOf(trunk) {
      const [recent, ofWarmUp] = [createRowCache(trunk), createRowCache(trunk, warmUpBatches)];
      return { encode: (rows) => (warming ? ofWarmUp : recent).encode(rows) };
    },
  });
  const fillers = new Map<string, { readonly filler: Filler; readonly together: Together }>();
  const { tokenizer, lexicon } = language;
  let terms = untaught.terms;
  /** Of the request that is being answered; one runs at a time. */
  let counts: NonNullable<FillRequest['taught']> = 'all';
  const taught = (): Taught =>
    counts === 'nothing' ? untaught : { terms, recall: counts === 'all' ? memory.recall : null };
  const temperatures = new Map<string, number>();
  async function fillerOf(id: string, pause = async () => {}) {
    const known = fillers.get(id);
    if (known) return known;
    const together = createTogether(versions.model(id));
    const temperature = temperatures.get(id) ?? 1;
    const made = {
      filler: await createFiller({ model: together.model, language, taught, temperature, pause }),
      together,
    };
    fillers.set(id, made);
    return made;
  }
  await fillerOf(baseVersion);

  async function fill(version: string, request: FillRequest, fillOptions: FillOptions = {}): Promise<Timed> {
    const model = versions.model(version);
    const [began, spent] = [clock.monotonic(), model.spent()];
    const { filler } = await fillerOf(version);
    counts = request.taught ?? 'all';
    const answer = await filler.fill(request, fillOptions);
    return {
      answer,
      milliseconds: clock.monotonic() - began,
      topMilliseconds: model.spent() - spent,
    };
  }

  let base: Promise<string> | undefined;
  /** Patches that were read and verified, by file; one that is replaced is another. */
  const verified = new Map<string, { readonly stamp: string; readonly patch: Patch }>();
  async function open({ file }: VersionFile): Promise<Checkpoint> {
    base ??= weightsHash(checkpoint.dir);
    const stamp = await stat(file).then(
      ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
      () => 'missing',
    );
    let known = verified.get(file);
    if (known?.stamp !== stamp) {
      const patch = await readPatch(file, { config: checkpoint.config, baseHash: await base });
      known = { stamp, patch };
      verified.set(file, known);
    }
    return expandPatch(known.patch, checkpoint, clock);
  }

  /** The key of the first gap of a text under a word of that length; all long words have one key. */
  function keyOf({ text, length }: Place): Promise<Float32Array> {
    const { special, encode } = tokenizer;
    const window = windowOf(text, gapsOf(text), 0, encode, contextBudget);
    const masks = new Array<number>(Math.min(length, longestWord)).fill(special.mask);
    return versions.model(baseVersion).key(rowOf(window, masks, () => [special.mask], special));
  }

  /** What is run for a version that is being warmed, the trunk keeps. */
  async function whileWarming<T>(work: () => Promise<T>): Promise<T> {
    warming = true;
    try {
      return await work();
    } finally {
      warming = false;
    }
  }

  /** As they were examined: without what was taught beside the version. @returns the first word of each */
  function warm(version: string, texts: readonly string[]): Promise<LoadReport['answers']> {
    return whileWarming(async () => {
      const { filler, together } = await fillerOf(version);
      counts = 'nothing';
      const answers = await together.all(
        texts.map((text) => () => filler.fill({ text, maxLength: 1, top: 1 })),
      );
      return answers.map(({ gaps }) => gaps[0]?.candidates[0] ?? null);
    });
  }

  return {
    fill,
    async verify(version) {
      if (!versions.has(version.id)) await open(version);
    },
    async load({ version, gaps }, pause) {
      const began = clock.monotonic();
      temperatures.set(version.id, version.temperature ?? 1);
      if (!versions.has(version.id)) {
        await pause();
        await versions.load(version.id, await open(version));
      }
      try {
        await pause();
        await whileWarming(() =>
          fillerOf(version.id, async () => {
            warming = false;
            await pause();
            warming = true;
          }),
        );
        const answers: LoadReport['answers'][number][] = [];
        for (let at = 0; at < gaps.length; at += warmedTogether) {
          await pause();
          answers.push(...(await warm(version.id, gaps.slice(at, at + warmedTogether))));
        }
        return { answers, milliseconds: clock.monotonic() - began };
      } catch (error) {
        fillers.delete(version.id);
        await versions.unload(version.id);
        throw error;
      }
    },
    async unload(id) {
      if (id === baseVersion) return;
      fillers.delete(id);
      temperatures.delete(id);
      await versions.unload(id);
    },
    async embed(places, pause) {
      const keys: Float32Array[] = [];
      for (const place of places) {
        await pause();
        keys.push(await keyOf(place));
      }
      return keys;
    },
    async prepare(texts, pause, onProgress = () => undefined) {
      const missing = measuredInOrder.filter((length) => !memory.isMeasured(length));
      const of = missing.length * texts.length;
      for (const [i, length] of missing.entries()) {
        const keys: Float32Array[] = [];
        for (const text of texts) {
          await pause();
          keys.push(await keyOf({ text, length }));
          onProgress(i * texts.length + keys.length, of);
        }
        await memory.measure(length, keys);
      }
    },
    setTerms({ glossary, learned }) {
      const known = new Set(glossary);
      const others = learned.filter((word) => !known.has(word));
      terms = [
        ...bindTerms(glossary, tokenizer, lexicon, longestWord, 'glossary'),
        ...bindTerms(others, tokenizer, lexicon, longestWord, 'learned'),
      ];
    },
    remember: (change) => memory.change(change),
  };
}
