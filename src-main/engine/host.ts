import type { Clock } from '../base/clock.ts';
import type { Calibration, CalibrationGap, Ranking } from '../contract/calibration.ts';
import type { Precision } from '../contract/schemas.ts';
import type { BertOptions } from '../fillmask/bert/model.ts';
import type { RowCache } from '../fillmask/bert/row-cache.ts';
import { baseVersion, createVersions, type VersionModel, type Versions } from '../fillmask/bert/versions.ts';
import { calibrate } from '../fillmask/calibration/calibrate.ts';
import { cautious } from '../fillmask/calibration/ranking.ts';
import { contextBudget, createFiller, type Filler, gapsOf } from '../fillmask/filler.ts';
import { rowOf } from '../fillmask/infill/span.ts';
import { type Taught, untaught } from '../fillmask/infill/taught.ts';
import { windowOf } from '../fillmask/infill/window.ts';
import { bindTerms } from '../fillmask/infill/word-table.ts';
import type { Language } from '../fillmask/language.ts';
import { longestWord } from '../fillmask/lexicon.ts';
import type { MemoryChange, RecallIndex } from '../fillmask/recall.ts';
import { answerSideBySide } from '../fillmask/side-by-side.ts';
import type { FillOptions, FillRequest } from '../fillmask/types.ts';
import { rankingName } from '../models/calibration-file.ts';
import type { Checkpoint } from '../models/types.ts';
import type { Runner } from '../runtime/runner.ts';
import { PatchedCheckpoints } from './patched-checkpoints.ts';
import type { LoadChore, LoadReport, Place, Terms, Timed, VersionFile } from './protocol.ts';

/** What an engine process runs: a base model, its versions, the writer's words and the memory of corrections. */
export interface Host {
  readonly precision: Precision;
  /** @throws CodedError `version-not-loaded`, `model-broken` and the filler's own */
  fill(version: string, request: FillRequest, options?: HostFillOptions): Promise<Timed>;
  /**
   * Reads and verifies a version's patch and writes its weights in the form that the runtime maps. Slow the first
   * time; may run while requests are answered.
   */
  verify(version: VersionFile): Promise<void>;
  /**
   * Loads a version and runs it on gaps, so that its first request does not pay for lazy allocation.
   * @param pause awaited between steps
   * @throws CodedError `patch-corrupt`, `patch-foreign`, `model-broken`
   */
  load(chore: Omit<LoadChore, 'kind'>, pause: () => Promise<void>): Promise<LoadReport>;
  unload(id: string): Promise<void>;
  /** @returns for each place its key, float32 [H]. @throws CodedError `no-gap` */
  embed(places: readonly Place[], pause: () => Promise<void>): Promise<Float32Array[]>;
  /**
   * Measures the background of the memory's keys, once for each base model and length of word, from gaps that no
   * correction was made at. Lengths that were measured before an error stay measured.
   * @param others texts with a gap where none of the writer's words belongs; without them no own words are listed
   */
  prepare(
    texts: readonly string[],
    pause: () => Promise<void>,
    onProgress?: OnProgress,
    others?: readonly string[],
  ): Promise<void>;
  /**
   * Calibrates the base model once; from then on all versions answer accordingly.
   * @returns null where it was calibrated before
   */
  calibrate(
    gaps: readonly CalibrationGap[],
    pause: () => Promise<void>,
    onProgress?: OnProgress,
  ): Promise<Calibration | null>;
  setTerms(terms: Terms): void;
  remember(change: MemoryChange): void;
  /** What the answers of another machine's model are made with. */
  common(): Common;
}

export interface HostFillOptions extends FillOptions {
  /** Lets a gateway answer, where one is in use: the key that keeps the writer on one of its versions. */
  readonly sticky?: string | null;
}

/** What all versions share. */
export interface Common {
  readonly language: Language;
  readonly vocabSize: number;
  readonly ranking: Ranking;
  /** Of the version, on top of the ranking's. */
  readonly temperatureOf: (version: string) => number;
  readonly taught: (counts: NonNullable<FillRequest['taught']>) => Taught;
  /** The base version: the memory's keys come from it. */
  readonly model: VersionModel;
}

/** @param done keys made so far @param of all keys to make */
export type OnProgress = (done: number, of: number) => void;

export interface HostOptions extends BertOptions {
  readonly checkpoint: Checkpoint;
  /** Of the checkpoint's linear layers; float32 by default. */
  readonly precision?: Precision;
  readonly language: Language;
  readonly runner: Runner;
  readonly memory: RecallIndex;
  /** The base model's calibration; null where it has none yet. */
  readonly calibrated?: Ranking | null;
  /** Stores the calibration. */
  readonly keep?: (calibration: Calibration) => Promise<void>;
  readonly clock: Clock;
  /** Called with the base version before anything is asked. What it throws ends the start. */
  readonly inspect?: (model: VersionModel) => Promise<void>;
  /** Awaited before each run of the model, which blocks the thread. */
  readonly step: () => Promise<void>;
}

/** Batches of the trunk's output that are stored: those of the warm-up gaps and of the rows without context. */
const warmUpBatches = 24;
/** Lengths of word in the order in which their backgrounds are measured: the most common in Chinese first. */
const measuredInOrder = [2, 4, 3, 1, 5, 6].filter((length) => length <= longestWord);
/** Lengths that own words are listed of: those of the lists by default. */
const ownInOrder = measuredInOrder.filter((length) => length <= 4);
/** Warm-up gaps that run as one batch. A request may have to wait for one batch. */
const warmedTogether = 2;

interface Parts extends Pick<HostOptions, 'checkpoint' | 'language' | 'memory' | 'clock' | 'keep'> {
  readonly precision: Precision;
  readonly versions: Versions;
}

class ModelHost implements Host {
  readonly #parts: Parts;
  readonly #patched: PatchedCheckpoints;
  readonly #fillers = new Map<string, Filler>();
  readonly #temperatures = new Map<string, number>();
  /** Every version is warmed with the same rows: the trunk runs each of them once. */
  readonly #warmUpCache: RowCache;
  #terms = untaught.terms;
  #calibrated: Ranking | null;

  constructor(parts: Parts, calibrated: Ranking | null) {
    this.#parts = parts;
    this.#calibrated = calibrated;
    this.#patched = new PatchedCheckpoints(parts.checkpoint, parts.clock);
    this.#warmUpCache = parts.versions.cache(warmUpBatches);
  }

  get precision(): Precision {
    return this.#parts.precision;
  }

  async fill(version: string, request: FillRequest, options: HostFillOptions = {}): Promise<Timed> {
    const { versions, clock } = this.#parts;
    const model = versions.model(version, { signal: options.signal });
    const [began, spent] = [clock.monotonic(), model.spent()];
    const filler = await this.fillerOf(version);
    const taught = this.#taught(request.taught ?? 'all');
    const answer = await filler.fill(request, { ...options, model, taught });
    return {
      answer,
      milliseconds: clock.monotonic() - began,
      topMilliseconds: model.spent() - spent,
      gateway: null,
      unusable: null,
    };
  }

  async verify({ id, file }: VersionFile): Promise<void> {
    if (!this.#parts.versions.has(id)) await this.#patched.open(file);
  }

  async load(
    { version: { id, file, temperature = 1 }, gaps }: Omit<LoadChore, 'kind'>,
    pause: () => Promise<void>,
  ): Promise<LoadReport> {
    const { versions, clock } = this.#parts;
    const began = clock.monotonic();
    this.#temperatures.set(id, temperature);
    if (!versions.has(id)) {
      await pause();
      await versions.load(id, await this.#patched.open(file));
    }
    try {
      await pause();
      const filler = await this.fillerOf(id, pause);
      const answers: LoadReport['answers'][number][] = [];
      for (let at = 0; at < gaps.length; at += warmedTogether) {
        await pause();
        answers.push(...(await this.#warm(id, filler, gaps.slice(at, at + warmedTogether))));
      }
      return { answers, milliseconds: clock.monotonic() - began, ranking: rankingName(this.#ranking) };
    } catch (error) {
      this.#fillers.delete(id);
      await versions.unload(id);
      throw error;
    }
  }

  async unload(id: string): Promise<void> {
    if (id === baseVersion) return;
    this.#fillers.delete(id);
    this.#temperatures.delete(id);
    await this.#parts.versions.unload(id);
  }

  async embed(places: readonly Place[], pause: () => Promise<void>): Promise<Float32Array[]> {
    const keys: Float32Array[] = [];
    for (const place of places) {
      await pause();
      keys.push(await this.#keyOf(place));
    }
    return keys;
  }

  async prepare(
    texts: readonly string[],
    pause: () => Promise<void>,
    onProgress: OnProgress = () => undefined,
    others: readonly string[] = [],
  ): Promise<void> {
    const { memory } = this.#parts;
    const backgrounds = measuredInOrder
      .filter((length) => !memory.isMeasured(length))
      .map((length) => ({ length, at: texts, store: memory.measure.bind(memory) }));
    const ofOthers = ownInOrder
      .filter((length) => others.length > 0 && !memory.hasOthers(length))
      .map((length) => ({ length, at: others, store: memory.putOthers.bind(memory) }));
    const work = [...backgrounds, ...ofOthers];
    const of = work.reduce((sum, { at }) => sum + at.length, 0);
    let done = 0;
    for (const { length, at, store } of work) {
      const keys: Float32Array[] = [];
      for (const text of at) {
        await pause();
        keys.push(await this.#keyOf({ text, length }));
        onProgress(++done, of);
      }
      await store(length, keys);
    }
  }

  async calibrate(
    gaps: readonly CalibrationGap[],
    pause: () => Promise<void>,
    onProgress?: OnProgress,
  ): Promise<Calibration | null> {
    if (this.#calibrated) return null;
    const { versions, language, clock, keep = async () => undefined } = this.#parts;
    const model = versions.model(baseVersion);
    const at = clock.now();
    const wish = onProgress ? { onProgress } : {};
    const made = await calibrate({ model, language, gaps, at, pause, ...wish });
    await keep(made);
    this.#calibrated = made.ranking;
    // Made again at the next request of each version.
    this.#fillers.clear();
    return made;
  }

  get #ranking(): Ranking {
    return this.#calibrated ?? cautious;
  }

  setTerms({ glossary, learned }: Terms): void {
    const { tokenizer, lexicon } = this.#parts.language;
    const known = new Set(glossary);
    const others = learned.filter((word) => !known.has(word));
    this.#terms = [
      ...bindTerms(glossary, tokenizer, lexicon, longestWord, 'glossary'),
      ...bindTerms(others, tokenizer, lexicon, longestWord, 'learned'),
    ];
  }

  remember(change: MemoryChange): void {
    this.#parts.memory.change(change);
  }

  common(): Common {
    const { language, versions, checkpoint } = this.#parts;
    return {
      language,
      vocabSize: checkpoint.config.vocabSize,
      ranking: this.#ranking,
      temperatureOf: (version) => this.#temperatures.get(version) ?? 1,
      taught: (counts) => this.#taught(counts),
      model: versions.model(baseVersion),
    };
  }

  /** The version's filler, made at its first use. */
  async fillerOf(id: string, pause?: () => Promise<void>): Promise<Filler> {
    const known = this.#fillers.get(id);
    if (known) return known;
    const { versions, language } = this.#parts;
    const made = await createFiller({
      model: versions.model(id, { cache: this.#warmUpCache }),
      language,
      ranking: this.#ranking,
      temperature: this.#temperatures.get(id) ?? 1,
      ...(pause ? { pause } : {}),
    });
    this.#fillers.set(id, made);
    return made;
  }

  #taught(counts: NonNullable<FillRequest['taught']>): Taught {
    if (counts === 'nothing') return untaught;
    if (counts === 'words') return { terms: this.#terms, recall: null };
    const { recall, own } = this.#parts.memory;
    return { terms: this.#terms, recall, own };
  }

  /** Fills gaps as the exam did, with nothing taught. @returns the first word of each */
  async #warm(id: string, filler: Filler, texts: readonly string[]): Promise<LoadReport['answers']> {
    const answers = await answerSideBySide(
      this.#parts.versions.model(id, { cache: this.#warmUpCache }),
      texts.map((text) => (model) => filler.fill({ text, maxLength: 1, top: 1 }, { model })),
    );
    return answers.map(({ gaps }) => gaps[0]?.candidates[0] ?? null);
  }

  /** The key of a text's first gap for a word of that length; all words longer than `longestWord` share one. */
  #keyOf({ text, length }: Place): Promise<Float32Array> {
    const { versions, language } = this.#parts;
    const { special, encode } = language.tokenizer;
    const window = windowOf(text, gapsOf(text), 0, encode, contextBudget);
    const masks = new Array<number>(Math.min(length, longestWord)).fill(special.mask);
    return versions.model(baseVersion).key(rowOf(window, masks, () => [special.mask], special));
  }
}

export async function createHost({
  checkpoint,
  precision = 'float32',
  language,
  runner,
  memory,
  clock,
  step,
  inspect,
  calibrated = null,
  keep,
  ...options
}: HostOptions): Promise<Host> {
  const versions = await createVersions(checkpoint, runner, { ...options, clock, step });
  await inspect?.(versions.model(baseVersion));
  const host = new ModelHost(
    { checkpoint, precision, language, memory, clock, versions, ...(keep ? { keep } : {}) },
    calibrated,
  );
  await host.fillerOf(baseVersion);
  return host;
}
