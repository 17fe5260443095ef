import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../base/error.ts';
import type { ExamReport } from '../contract/exam.ts';
import type { LearnOutcome, LearnState } from '../contract/learn-run.ts';
import { collectTrainingSamples } from '../learn/samples/collect.ts';
import { defaultMode } from '../learn/training/recipe.ts';
import type { PatchMode } from '../models/patch.ts';
import { unlearnableSamples } from '../store/unlearnable.ts';
import { heldSamples } from '../store/version-samples.ts';
import { ExamPreparation } from './exam-preparation.ts';
import { examineTaken } from './examine-taken.ts';
import { RunProcesses } from './processes.ts';
import { Run, type RunOptions } from './run.ts';
import { type Begun, runFile } from './run-file.ts';
import { runPace, secondsFor } from './run-pace.ts';
import { busy, noModel, noSamples } from './texts.ts';

export interface LearningOptions extends RunOptions {
  /** Folder for the files of runs. */
  readonly dir: string;
  readonly onState: (state: LearnState) => void;
  /** @returns the writer's sentences that guard against forgetting, besides those for replay */
  readonly ownSentences: () => readonly string[];
}

export interface LearnOptions {
  readonly mode?: PatchMode;
  readonly seed?: number;
}

/** Who limits the share of the time in which a run may work. */
type Limiter = 'writer' | 'power';

/** Runs that train a version from the writer's samples, one at a time. */
export interface Learning {
  /**
   * Starts a run with all samples of this moment.
   * @returns when the run is recorded, with the promise of its outcome, which rejects with `learn-cancelled` or why the
   *   run failed
   * @throws CodedError `learn-no-samples`, `learn-busy`, `no-model`
   */
  begin(options?: LearnOptions): Promise<{ readonly outcome: Promise<LearnOutcome> }>;
  /** Continues a run that a crash or a power loss interrupted. @returns null where there is none, or it failed */
  resume(): Promise<LearnOutcome | null>;
  /**
   * Examines a recorded version that was not trained here against the one that answers, and records the exam.
   * @throws CodedError `learn-busy` while there is a run or another exam, `not-found`, `no-model`, `patch-foreign`
   */
  examine(version: string): Promise<ExamReport>;
  /** Offers an examined version for use. @returns whether it was accepted */
  offer(version: string): boolean;
  pause(paused: boolean): void;
  cancel(): void;
  /** Sets `who`'s limit to a share of the time, (0, 1]. The least limit applies. */
  pace(who: Limiter, duty: number): void;
  state(): LearnState;
  /** Publishes the state; to be called when the samples have changed. */
  refresh(): void;
  /** Interrupts the run, which continues at the next start of the app. */
  close(): void;
}

/** Samples that no version holds yet, from which on a run is suggested. */
const enough = 50;
/** Samples from which on exams are prepared: a run is near, and the writer is not about to leave. */
const enoughToPrepare = 10;
/** Times that a run is continued by itself. */
const mostResumed = 2;

class Runs implements Learning {
  readonly #options: LearningOptions;
  readonly #file;
  readonly #pace;
  readonly #duties: Record<Limiter, number> = { writer: 1, power: 1 };
  readonly #preparation: ExamPreparation;
  #run: Run | null = null;
  /** The process of an exam without a run. */
  #exam: RunProcesses | null = null;
  #last: LearnOutcome | null = null;
  #closed = false;

  constructor(options: LearningOptions) {
    this.#options = options;
    this.#file = runFile(options.dir);
    this.#pace = runPace(options.dir);
    this.#preparation = new ExamPreparation(options);
  }

  state(): LearnState {
    const { store, clock, model } = this.#options;
    const modelId = model()?.id;
    const samples = collectTrainingSamples(store.read, clock.now());
    const held = new Set(heldSamples(store.read).map(({ id }) => id));
    // Samples that this model cannot learn do not wait for a run.
    for (const unlearnable of unlearnableSamples(store.read))
      if (unlearnable.modelId === modelId) held.add(unlearnable.sampleId);
    const waiting = samples.filter(({ id }) => !held.has(id)).length;
    return {
      waiting,
      samples: samples.length,
      suggested: waiting >= enough && !this.#run,
      estimate:
        modelId === undefined ? null : secondsFor(this.#pace.of(modelId, defaultMode), samples.length),
      run: this.#run?.state ?? null,
      last: this.#last,
    };
  }

  refresh(): void {
    const state = this.state();
    this.#options.onState(state);
    // On battery, where the power limits runs, a preparation can wait.
    const isFree = !this.#run && !this.#closed && this.#duties.power === 1;
    if (isFree && state.waiting >= enoughToPrepare) this.#preparation.start();
  }

  async begin(wish: LearnOptions = {}): Promise<{ readonly outcome: Promise<LearnOutcome> }> {
    if (this.#run || this.#exam) throw busy();
    const begun = await this.#gather(wish);
    if (this.#run || this.#exam) throw busy();
    return { outcome: this.#carryOut(begun) };
  }

  async examine(version: string): Promise<ExamReport> {
    if (this.#run || this.#exam || this.#closed) throw busy();
    const processes = new RunProcesses(this.#options);
    this.#exam = processes;
    try {
      await this.#preparation.idle();
      return await examineTaken(this.#options, processes, version);
    } finally {
      this.#exam = null;
    }
  }

  offer(version: string): boolean {
    return this.#options.offer(version);
  }

  async resume(): Promise<LearnOutcome | null> {
    if (this.#run) return null;
    const begun = await this.#file.read();
    // The run of another model is left for the time when that model is in use again.
    if (!begun || this.#run || this.#options.model()?.id !== begun.modelId) return null;
    if (begun.resumed >= mostResumed) {
      await this.#file.drop();
      return null;
    }
    const again = { ...begun, resumed: begun.resumed + 1 };
    await this.#file.keep(again);
    return this.#carryOut(again).catch(() => null);
  }

  pause(paused: boolean): void {
    this.#run?.pause(paused);
  }

  cancel(): void {
    this.#run?.cancel();
  }

  pace(who: Limiter, duty: number): void {
    this.#duties[who] = duty;
    this.#run?.setDuty(this.#duty);
  }

  close(): void {
    this.#closed = true;
    this.#preparation.close();
    this.#exam?.suspend();
    this.#run?.close();
  }

  get #duty(): number {
    return Math.min(this.#duties.writer, this.#duties.power);
  }

  /** Gathers and records what a run begins with. */
  async #gather({ mode = defaultMode, seed = 1 }: LearnOptions): Promise<Begun> {
    const { model, store, clock, resources, ownSentences } = this.#options;
    const modelId = model()?.id;
    if (modelId === undefined) throw noModel();
    const samples = collectTrainingSamples(store.read, clock.now());
    if (samples.length === 0) throw noSamples();
    const replay = await readFile(join(resources, 'replay', 'sentences.txt'), 'utf8');
    const sentences = [...replay.trim().split('\n'), ...ownSentences()];
    const begun = { modelId, mode, seed, startedAt: clock.now(), samples, sentences, resumed: 0 };
    await this.#file.keep(begun);
    return begun;
  }

  async #carryOut(begun: Begun): Promise<LearnOutcome> {
    const run = new Run(begun, this.#options, {
      pace: this.#pace,
      checkpoint: this.#file.checkpoint,
      trials: this.#file.trials,
      prepared: () => this.#preparation.idle(),
      onProgress: () => this.refresh(),
    });
    this.#run = run;
    run.setDuty(this.#duty);
    if (this.#closed) run.close();
    this.refresh();
    try {
      this.#last = await run.carryOut();
      await this.#file.drop();
      return this.#last;
    } catch (error) {
      const failure = run.failureOf(error);
      this.#last = failure.outcome;
      if (!run.canContinue(error)) await this.#file.drop();
      this.#options.log.warn(`learning ended: ${reasonOf(error)}`);
      throw failure.error;
    } finally {
      this.#run = null;
      if (!this.#closed) this.refresh();
    }
  }
}

export const createLearning = (options: LearningOptions): Learning => new Runs(options);
