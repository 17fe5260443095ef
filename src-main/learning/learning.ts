import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import type { LearnOutcome, LearnProgress, LearnState } from '../contract/learn-run.ts';
import type { ExamRequest, FromExam, ToExam } from '../learn/exam/exam-protocol.ts';
import type { ExamResult } from '../learn/exam/examine.ts';
import { collectTrainingSamples } from '../learn/samples/collect.ts';
import { defaultMode, type Recipe, recipeOf } from '../learn/training/recipe.ts';
import { startTraining, type Training } from '../learn/training/training.ts';
import { weightsHash } from '../models/manifest.ts';
import type { PatchMode } from '../models/patch.ts';
import { saveExam, saveMarks } from '../store/exams.ts';
import { putUnlearnable, unlearnableSamples } from '../store/unlearnable.ts';
import { heldSamples } from '../store/version-samples.ts';
import { type Forked, runForked } from './forked.ts';
import { type Begun, runFile } from './run-file.ts';
import { runPace, secondsFor, stepOf, stepTimer } from './run-pace.ts';
import { examRequest, type RunPlace, recordVersion } from './steps.ts';
import { busy, cancelledByWriter, failedFor, interruptedByClose, noModel, noSamples } from './texts.ts';

/** “Learn my corrections”: a run from samples to a version on record, examined against the one that answers now. */

export interface LearningOptions extends RunPlace {
  readonly fork: ForkChild;
  readonly log: Log;
  /** Folder of a run's own files. */
  readonly dir: string;
  readonly model: () => { readonly id: string; readonly dir: string } | null;
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
/** A run that was taken up so often is not taken up again by itself. */
const mostResumed = 2;

export function createLearning(options: LearningOptions): Learning {
  const { store, fork, clock, log } = options;
  let run: { mode: PatchMode; startedAt: number; progress: LearnProgress } | null = null;
  let last: LearnOutcome | null = null;
  let trainer: Training | null = null;
  let examiner: Forked<ToExam> | null = null;
  let cancelled = false;
  let closing = false;
  const duties = { writer: 1, power: 1 };
  const dutyNow = () => Math.min(duties.writer, duties.power);
  const file = runFile(options.dir);
  const pace = runPace(options.dir);

  function state(): LearnState {
    const samples = collectTrainingSamples(store.read, clock.now());
    const held = new Set(heldSamples(store.read).map(({ id }) => id));
    const model = options.model();
    // What the last run could not learn waits for nothing, unless another model is in use by now.
    for (const { sampleId, modelId } of unlearnableSamples(store.read))
      if (modelId === model?.id) held.add(sampleId);
    const waiting = samples.filter(({ id }) => !held.has(id)).length;
    const estimate = model && secondsFor(pace.of(model.id, defaultMode), samples.length);
    return { waiting, samples: samples.length, suggested: waiting >= enough && !run, estimate, run, last };
  }

  const publish = () => options.onState(state());

  function report(progress: LearnProgress): void {
    if (!run) return;
    run = { ...run, progress };
    publish();
  }

  async function train(begun: Begun, recipe: Recipe, model: { dir: string; base: string }) {
    const { samples, sentences, modelId, mode } = begun;
    const timer = stepTimer(clock.monotonic);
    const usual = stepOf(pace.of(modelId, mode));
    const running = startTraining({
      fork,
      entry: childEntry('learn/training/trainer-process'),
      log,
      request: {
        dir: model.dir,
        base: model.base,
        samples,
        sentences,
        recipe,
        provider: 'cpu',
        patches: options.patches,
        checkpoint: file.checkpoint,
      },
      onProgress: ({ heldOut: _, ...progress }) => {
        const { phase, step, steps, secondsLeft } = progress;
        if (phase !== 'train') return report(progress);
        timer.note(step);
        // Before its own updates are timed, those of the last runs say how long one takes.
        report({ ...progress, secondsLeft: secondsLeft ?? (usual === null ? null : usual * (steps - step)) });
      },
    });
    trainer = running;
    running.pace(dutyNow());
    const patch = await running.done.finally(() => {
      trainer = null;
    });
    return { patch, step: timer.median() };
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

  /** @throws CodedError `learn-cancelled`, `learn-interrupted` for what happened between two processes */
  function goOn(): void {
    if (cancelled) throw cancelledByWriter();
    if (closing) throw interruptedByClose();
  }

  async function go(begun: Begun): Promise<LearnOutcome> {
    const model = options.model();
    if (!model || model.id !== begun.modelId) throw noModel();
    const base = await weightsHash(model.dir);
    const recipe = recipeOf(begun.mode, { seed: begun.seed });
    goOn();
    const { patch, step } = await train(begun, recipe, { dir: model.dir, base });
    const context = { begun, recipe, base, modelDir: model.dir };
    goOn();
    recordVersion(options, context, patch);
    const { request, questions } = await examRequest(options, context, patch.id);
    goOn();
    const { report: exam, fixed, found, against } = await examine(request);
    if (!request.known)
      saveMarks(store.write, { version: request.against.id, base }, questions, against, exam.at);
    saveExam(store.write, { base, report: exam, marks: fixed, found: [...found] });
    const seconds = (clock.now() - begun.startedAt) / 1000;
    const updates = patch.metrics.updates ?? 0;
    // A run that was cut off spent its time elsewhere, too.
    if (begun.resumed === 0 && step !== null && step > 0 && updates > 0)
      pace.add(begun.modelId, begun.mode, {
        step,
        steps: updates,
        samples: begun.samples.length,
        rest: Math.max(0, seconds - step * updates),
      });
    const offered = exam.verdict === 'better' && options.offer(patch.id);
    return {
      kind: 'learned',
      version: patch.id,
      offered,
      steps: updates,
      seconds,
      leftOut: patch.refused.size,
      report: exam as Extract<LearnOutcome, { kind: 'learned' }>['report'],
    };
  }

  /** What was cut off stays to be taken up; any other end clears it away. */
  const isCutOff = (error: unknown) =>
    !cancelled &&
    (closing || (error instanceof CodedError && /^learn-(?:interrupted|failed)$/.test(error.code)));

  function outcomeOf(error: unknown): LearnOutcome {
    if (cancelled) return { kind: 'cancelled' };
    if (error instanceof CodedError) return { kind: 'failed', text: error.text };
    return { kind: 'failed', text: failedFor(error) };
  }

  /** The trainer could use none: the same samples are no reason for another run. */
  function noteUnlearnable({ modelId, samples }: Begun): void {
    putUnlearnable(
      store.write,
      modelId,
      samples.map(({ id }) => [id, 'none-usable']),
    );
  }

  async function carryOut(begun: Begun): Promise<LearnOutcome> {
    run = { mode: begun.mode, startedAt: begun.startedAt, progress: atStart };
    cancelled = false;
    publish();
    try {
      last = await go(begun);
      await file.drop();
      return last;
    } catch (error) {
      if (error instanceof CodedError && error.code === 'learn-no-samples') noteUnlearnable(begun);
      last = outcomeOf(error);
      if (!isCutOff(error)) await file.drop();
      log.warn(`learning ended: ${reasonOf(error)}`);
      throw cancelled ? cancelledByWriter() : error;
    } finally {
      run = null;
      if (!closing) publish();
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
      mode: mode ?? defaultMode,
      seed,
      startedAt: clock.now(),
      samples,
      sentences: [...replay.trim().split('\n'), ...options.ownSentences()],
      resumed: 0,
    };
    await file.keep(begun);
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
      const begun = await file.read();
      // Another model may be in use for a while; the run waits for its own.
      if (!begun || run || options.model()?.id !== begun.modelId) return null;
      if (begun.resumed >= mostResumed) {
        await file.drop();
        return null;
      }
      const again = { ...begun, resumed: begun.resumed + 1 };
      await file.keep(again);
      return carryOut(again).catch(() => null);
    },
    pause(paused) {
      if (paused) trainer?.pause();
      else trainer?.resume();
    },
    cancel() {
      cancelled = true;
      trainer?.cancel();
      examiner?.kill();
    },
    close() {
      closing = true;
      trainer?.suspend();
      examiner?.kill();
    },
    pace(who, duty) {
      const before = dutyNow();
      duties[who] = duty;
      if (dutyNow() !== before) trainer?.pace(dutyNow());
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
