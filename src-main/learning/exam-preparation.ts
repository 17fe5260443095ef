import { join } from 'node:path';
import { askChild, type Child, type ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import type { Precision } from '../contract/schemas.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { fixedQuestions } from '../learn/exam/base-ranking.ts';
import type { FromExam, PreparationRequest, ToExam } from '../learn/exam/exam-protocol.ts';
import { defaultMode, recipeOf } from '../learn/training/recipe.ts';
import { weightsHash } from '../models/manifest.ts';
import { topLayers } from '../models/patch.ts';
import { marksOf, saveMarks } from '../store/exams.ts';
import type { Store } from '../store/open.ts';

type Prepared = Extract<FromExam, { kind: 'prepared' }>;

export interface PreparationOptions {
  readonly fork: ForkChild;
  readonly log: Log;
  readonly clock: Clock;
  readonly store: Store;
  /** The app's folder of resources. */
  readonly resources: string;
  /** @returns the model in use */
  readonly model: () => { readonly id: string; readonly dir: string } | null;
  /** @returns the precision of the engine that answers at present */
  readonly precision: () => Precision;
}

/**
 * Asks the base version the fixed questions while corrections are being collected, so that the first run of a base
 * model need not. What it finds is stored as an exam would store it. It is done once for a model and its questions.
 */
export class ExamPreparation {
  readonly #options: PreparationOptions;
  /** Folders of models that are prepared, or whose preparation failed in this session. */
  readonly #finished = new Set<string>();
  #child: Child | null = null;
  #current: Promise<void> = Promise.resolve();

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  /** Starts in the background unless it was done before. */
  start(): void {
    const dir = this.#options.model()?.dir;
    if (dir === undefined || this.#finished.has(dir)) return;
    this.#finished.add(dir);
    this.#current = this.#prepare(dir).catch((error: unknown) => {
      this.#options.log.info(`exams were not prepared: ${reasonOf(error)}`);
    });
  }

  /** Settles when no preparation is running. */
  idle(): Promise<void> {
    return this.#current;
  }

  /** Ends a preparation that is running. */
  close(): void {
    this.#child?.kill();
  }

  async #prepare(dir: string): Promise<void> {
    const { store, clock, resources } = this.#options;
    const precision = this.#options.precision();
    const suites = join(resources, 'suites');
    const baseHash = await weightsHash(dir);
    const base = { version: baseVersion, base: baseHash };
    const named = await fixedQuestions(suites, dir, { baseHash, precision });
    if (marksOf(store.read, base, named)) return;
    const { questions, marks } = await this.#ask({
      dir,
      provider: 'cpu',
      precision,
      suites,
      trainedLayers: recipeOf(defaultMode).layers ?? topLayers,
    });
    saveMarks(store.write, base, questions, marks, clock.now());
  }

  #ask(request: PreparationRequest): Promise<Prepared> {
    const child = this.#options.fork(childEntry('learn/exam/exam-process'));
    this.#child = child;
    return askChild<Prepared>(child, { kind: 'prepare', request } satisfies ToExam, {
      hear(received, { resolve, reject }) {
        const message = received as FromExam;
        if (message.kind === 'prepared') resolve(message);
        else if (message.kind === 'failed') reject(new Error(message.error.code));
      },
      ended: (code, signal) => new Error(`the process ended: code ${code}, signal ${signal}`),
    }).finally(() => {
      this.#child = null;
    });
  }
}
