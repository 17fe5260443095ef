import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import type { LearnOutcome, LearnProgress, LearnState } from '../contract/learn-run.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type { ExamRequest, FromExam, ToExam } from '../learn/exam/exam-protocol.ts';
import type { ExamResult } from '../learn/exam/examine.ts';
import { hashOf, readSuites } from '../learn/exam/questions.ts';
import { splitByGroup } from '../learn/holdout.ts';
import { type Recipe, recipeOf } from '../learn/recipe.ts';
import { collectTrainingSamples, samplesOf } from '../learn/samples/collect.ts';
import type { FromTrainer, ToTrainer, TrainedPatch } from '../learn/trainer-protocol.ts';
import type { TrainingSample } from '../learn/types.ts';
import { weightsHash } from '../models/manifest.ts';
import { type PatchMode, patchFile } from '../models/patch.ts';
import { marksOf, saveExam, saveMarks } from '../store/exams.ts';
import type { Store } from '../store/open.ts';
import { heldSamples } from '../store/version-samples.ts';
import { saveVersion } from '../store/versions.ts';
import { type Forked, runForked } from './forked.ts';

/** “Learn my corrections”: a run from samples to a version on record, examined against the one that answers now. */

export interface LearningOptions {
  readonly store: Store;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of a run's own files. */
  readonly dir: string;
  readonly patches: string;
  readonly resources: string;
  readonly model: () => { readonly id: string; readonly dir: string } | null;
  /** The version that answers now. */
  readonly running: () => string;
  readonly onState: (state: LearnState) => void;
  /** Hands a version that passed to the slot. @returns whether it was taken */
  readonly offer: (version: string) => boolean;
  /** More plain sentences that guard against forgetting: the writer's own, where that is allowed. */
  readonly ownSentences: () => readonly string[];
}

export interface LearnOptions {
  readonly mode?: PatchMode;
  readonly seed?: number;
}

export interface Learning {
  /**
   * Begins to learn from all samples of now.
   * @returns once it is under way, the promise of its end: `learn-cancelled`, or why it failed
   * @throws CodedError `learn-no-samples`, `learn-busy`, `no-model`
   */
  begin(options?: LearnOptions): Promise<{ readonly outcome: Promise<LearnOutcome> }>;
  /** Goes on with a run that a crash or a power loss cut off; does nothing where there is none. */
  resume(): Promise<LearnOutcome | null>;
  pause(paused: boolean): void;
  cancel(): void;
  /** Share of the time in which a run may work, as far as `who` minds; the least one holds. */
  pace(who: 'writer' | 'power', duty: number): void;
  state(): LearnState;
  /** Samples have changed. */
  refresh(): void;
  /** Ends what runs; it is taken up at the next start. */
  close(): void;
}

/** So many good samples that wait are worth a run. */
const enough = 50;
const runFile = 'run.json';
const checkpointFile = 'run.checkpoint';

/** What a run was begun with: kept so that it can be taken up to the same end. */
interface Begun {
  readonly modelId: string;
  readonly mode: PatchMode;
  readonly seed: number;
  readonly startedAt: number;
  readonly samples: readonly TrainingSample[];
  readonly sentences: readonly string[];
}

const busy = () =>
  new CodedError('learn-busy', {
    zh: '正在学习中。请等这一次结束，或先取消它。',
    en: 'Learning is under way. Wait until it ends, or cancel it first.',
  });

const noModel = () =>
  new CodedError('no-model', {
    zh: '还没有可用的模型，无法学习。请先安装一个。',
    en: 'No model is in use, so nothing can be learned. Install one first.',
  });

const noSamples = () =>
  new CodedError('learn-no-samples', {
    zh: '还没有可学的内容。请先对建议给出 ✓ 或 ✗，或导入术语表、改写对照。',
    en: 'There is nothing to learn from yet. Judge suggestions with ✓ or ✗, or import a glossary or style pairs.',
  });

export function createLearning(options: LearningOptions): Learning {
  const { store, fork, clock, log, dir } = options;
  let run: { mode: PatchMode; startedAt: number; progress: LearnProgress } | null = null;
  let last: LearnOutcome | null = null;
  let trainer: Forked<ToTrainer> | null = null;
  let examiner: Forked<ToExam> | null = null;
  let cancelled = false;
  const duties = { writer: 1, power: 1 };
  const dutyNow = () => Math.min(duties.writer, duties.power);
  const file = join(dir, runFile);

  function state(): LearnState {
    const samples = collectTrainingSamples(store.read, clock.now());
    const held = new Set(heldSamples(store.read).map(({ id }) => id));
    const waiting = samples.filter(({ id }) => !held.has(id)).length;
    return { waiting, samples: samples.length, suggested: waiting >= enough && !run, run, last };
  }

  const publish = () => options.onState(state());

  function report(progress: LearnProgress): void {
    if (!run) return;
    run = { ...run, progress };
    publish();
  }

  async function keep(begun: Begun): Promise<void> {
    await mkdir(dir, { recursive: true });
    await writeFile(`${file}.part`, JSON.stringify(begun));
    await rename(`${file}.part`, file);
  }

  async function dropRun(): Promise<void> {
    for (const name of [runFile, checkpointFile]) await rm(join(dir, name), { force: true });
  }

  async function train(begun: Begun, recipe: Recipe, model: { dir: string; base: string }) {
    const running = runForked<ToTrainer, FromTrainer, TrainedPatch>({
      fork,
      entry: childEntry('learn/trainer-process'),
      first: {
        kind: 'start',
        request: {
          dir: model.dir,
          base: model.base,
          samples: begun.samples,
          sentences: begun.sentences,
          recipe,
          provider: 'cpu',
          patches: options.patches,
          checkpoint: join(dir, checkpointFile),
        },
      },
      hear(message) {
        if (message.kind === 'done') return { result: message.patch };
        if (message.kind === 'failed')
          return { error: new CodedError(message.error.code, message.error.text) };
        const { phase, step, steps, loss, replayLoss, secondsLeft, paused } = message.progress;
        report({ phase, step, steps, loss, replayLoss, secondsLeft, paused });
        return null;
      },
    });
    trainer = running;
    running.send({ kind: 'pace', duty: dutyNow() });
    return running.result.finally(() => {
      trainer = null;
    });
  }

  async function examine(request: ExamRequest): Promise<ExamResult> {
    const began = clock.monotonic();
    const running = runForked<ToExam, FromExam, ExamResult>({
      fork,
      entry: childEntry('learn/exam/exam-process'),
      first: { kind: 'start', request },
      hear(message) {
        if (message.kind === 'done') return { result: message };
        if (message.kind === 'failed')
          return { error: new CodedError(message.error.code, message.error.text) };
        const { done, of } = message;
        const secondsLeft = done === 0 ? null : (((clock.monotonic() - began) / done) * (of - done)) / 1000;
        report({
          phase: 'exam',
          step: done,
          steps: of,
          loss: null,
          replayLoss: null,
          secondsLeft,
          paused: false,
        });
        return null;
      },
    });
    examiner = running;
    return running.result.finally(() => {
      examiner = null;
    });
  }

  /** Puts the version on record before it is examined: a patch without a record would be nobody's. */
  function record(begun: Begun, recipe: Recipe, patch: TrainedPatch, base: string): void {
    const { heldOut } = splitByGroup(begun.samples, recipe.heldOut, recipe.seed);
    const kept = new Set(heldOut.map(({ id }) => id));
    saveVersion(store.write, {
      id: patch.id,
      base,
      modelId: begun.modelId,
      mode: recipe.mode,
      createdAt: clock.now(),
      patchFile: `${patch.id}.safetensors`,
      patchBytes: patch.bytes,
      recipe,
      seed: recipe.seed,
      metrics: patch.metrics,
      samples: begun.samples
        .filter(({ id }) => !patch.refused.has(id))
        .map(({ id, text, answer, source }) => ({
          id,
          text,
          answer,
          source,
          at: samplesOf(store.read, id)[0]?.at ?? begun.startedAt,
          heldOut: kept.has(id),
        })),
    });
  }

  async function examRequest(begun: Begun, recipe: Recipe, version: string, base: string, modelDir: string) {
    const suites = join(options.resources, 'suites');
    const questions = hashOf(await readSuites(suites));
    const against = options.running();
    const known = marksOf(store.read, { version: against, base }, questions);
    const { train: learned, heldOut } = splitByGroup(begun.samples, recipe.heldOut, recipe.seed);
    const bare = ({ text, answer }: TrainingSample) => ({ text, answer });
    const request: ExamRequest = {
      dir: modelDir,
      provider: 'cpu',
      version: { id: version, patch: patchFile(options.patches, version) },
      against: {
        id: against,
        patch: against === baseVersion ? null : patchFile(options.patches, against),
      },
      known: known && { questions, marks: known },
      suites,
      terms: [...new Set(begun.samples.map(({ answer }) => answer))],
      heldOut: heldOut.map(bare),
      learned: learned.map(bare),
      seed: recipe.seed,
    };
    return { request, questions };
  }

  async function go(begun: Begun): Promise<LearnOutcome> {
    const model = options.model();
    if (!model || model.id !== begun.modelId) throw noModel();
    const base = await weightsHash(model.dir);
    const recipe = recipeOf(begun.mode, { seed: begun.seed });
    const patch = await train(begun, recipe, { dir: model.dir, base });
    record(begun, recipe, patch, base);
    const { request, questions } = await examRequest(begun, recipe, patch.id, base, model.dir);
    const { report: exam, fixed, found, against } = await examine(request);
    if (!request.known)
      saveMarks(store.write, { version: request.against.id, base }, questions, against, exam.at);
    saveExam(store.write, { base, report: exam, marks: fixed, found: [...found] });
    const offered = exam.verdict === 'better' && options.offer(patch.id);
    return {
      kind: 'learned',
      version: patch.id,
      offered,
      steps: patch.metrics.updates ?? 0,
      seconds: (clock.now() - begun.startedAt) / 1000,
      report: exam as Extract<LearnOutcome, { kind: 'learned' }>['report'],
    };
  }

  const isCancelled = (error: unknown) =>
    cancelled || (error instanceof CodedError && error.code === 'learn-cancelled');

  /** A run that is merely cut off stays to be taken up; any other end clears it away. */
  async function carryOut(begun: Begun): Promise<LearnOutcome> {
    run = { mode: begun.mode, startedAt: begun.startedAt, progress: atStart };
    cancelled = false;
    publish();
    try {
      last = await go(begun);
      await dropRun();
      return last;
    } catch (error) {
      if (isCancelled(error)) last = { kind: 'cancelled' };
      else if (error instanceof CodedError) last = { kind: 'failed', text: error.text };
      else last = { kind: 'failed', text: { zh: reasonOf(error), en: reasonOf(error) } };
      const cutOff = error instanceof CodedError && error.code === 'learn-interrupted' && !cancelled;
      if (!cutOff) await dropRun();
      log.warn(`learning ended: ${reasonOf(error)}`);
      throw error;
    } finally {
      run = null;
      publish();
    }
  }

  async function beginningOf({ mode, seed = 1 }: LearnOptions): Promise<Begun> {
    const model = options.model();
    if (!model) throw noModel();
    const samples = collectTrainingSamples(store.read, clock.now());
    if (samples.length === 0) throw noSamples();
    const replay = await readFile(join(options.resources, 'replay', 'sentences.txt'), 'utf8');
    const begun: Begun = {
      modelId: model.id,
      mode: mode ?? recipeOf('patch').mode,
      seed,
      startedAt: clock.now(),
      samples,
      sentences: [...replay.trim().split('\n'), ...options.ownSentences()],
    };
    await keep(begun);
    return begun;
  }

  return {
    state,
    refresh: publish,
    async begin(wish = {}) {
      if (run) throw busy();
      const begun = await beginningOf(wish);
      if (run) throw busy();
      return { outcome: carryOut(begun) };
    },
    async resume() {
      if (run) return null;
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return null;
      try {
        return await carryOut(JSON.parse(text) as Begun);
      } catch (error) {
        if (error instanceof SyntaxError) await dropRun();
        return null;
      }
    },
    pause: (paused) => trainer?.send({ kind: paused ? 'pause' : 'resume' }),
    cancel() {
      cancelled = true;
      trainer?.send({ kind: 'cancel' });
      examiner?.kill();
    },
    close() {
      trainer?.kill();
      examiner?.kill();
    },
    pace(who, duty) {
      const before = dutyNow();
      duties[who] = duty;
      if (dutyNow() !== before) trainer?.send({ kind: 'pace', duty: dutyNow() });
    },
  };
}

const atStart: LearnProgress = {
  phase: 'prepare',
  step: 0,
  steps: 0,
  loss: null,
  replayLoss: null,
  secondsLeft: null,
  paused: false,
};
