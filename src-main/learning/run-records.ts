import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Precision } from '../contract/schemas.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { fixedQuestions } from '../learn/exam/base-ranking.ts';
import type { ExamRequest } from '../learn/exam/exam-protocol.ts';
import type { ExamResult } from '../learn/exam/examine.ts';
import type { Recipe } from '../learn/training/recipe.ts';
import { splitSamples } from '../learn/training/split.ts';
import type { TrainedPatch } from '../learn/training/trainer-protocol.ts';
import type { TrainingSample } from '../learn/types.ts';
import { patchFile } from '../models/patch.ts';
import { marksOf, saveExam, saveMarks } from '../store/exams.ts';
import type { Store } from '../store/open.ts';
import { putUnlearnable } from '../store/unlearnable.ts';
import { saveVersion } from '../store/versions.ts';
import { heldBy } from '../versions/record/held.ts';
import type { Begun } from './run-file.ts';

/** What a run reads from the store and writes into it. */

export interface RunContext {
  readonly begun: Begun;
  readonly recipe: Recipe;
  /** SHA-256 of the base model's weights. */
  readonly baseHash: string;
  readonly modelDir: string;
}

export interface RecordOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Folder of the patches. */
  readonly patches: string;
  /** The app's folder of resources. */
  readonly resources: string;
  /** @returns the id of the version that answers at present */
  readonly running: () => string;
  /** @returns the precision of the engine that answers at present */
  readonly precision: () => Precision;
}

/** Records the version. This precedes its exam, so that the patch has a record even if the exam fails. */
export function recordVersion(
  { store, clock }: Pick<RecordOptions, 'store' | 'clock'>,
  { begun, recipe, baseHash }: RunContext,
  patch: TrainedPatch,
): void {
  // What was held out of the trial has returned: the version has learned every sample that it can.
  const learned = begun.samples.filter(({ id }) => !patch.refused.has(id));
  saveVersion(store.write, {
    id: patch.id,
    base: baseHash,
    modelId: begun.modelId,
    mode: recipe.mode,
    createdAt: clock.now(),
    patchFile: `${patch.id}.safetensors`,
    patchBytes: patch.bytes,
    recipe,
    seed: recipe.seed,
    metrics: patch.metrics,
    samples: heldBy(store.read, { learned, heldOut: [] }, clock.now()),
  });
  putUnlearnable(store.write, begun.modelId, patch.refused);
}

/** What an exam asks of the writer's samples. */
interface Asked {
  readonly version: string;
  readonly trial: TrainedPatch['trial'];
  readonly heldOut: readonly TrainingSample[];
  readonly heldOutSentences: readonly TrainingSample[];
  readonly learned: readonly TrainingSample[];
  readonly seed: number;
}

type Place = Pick<RunContext, 'baseHash' | 'modelDir'>;

/** @returns the request to examine a version against the running one */
export async function examRequestOf(
  { store, patches, resources, running, precision }: Omit<RecordOptions, 'clock'>,
  { baseHash, modelDir }: Place,
  { version, trial, heldOut, heldOutSentences, learned, seed }: Asked,
): Promise<ExamRequest> {
  const suites = join(resources, 'suites');
  const weights = { baseHash, precision: precision() };
  const questions = await fixedQuestions(suites, modelDir, weights);
  const against = running();
  const marks = marksOf(store.read, { version: against, base: baseHash }, questions);
  const kept = [...heldOut, ...heldOutSentences];
  const bare = ({ text, answer }: TrainingSample) => ({ text, answer });
  return {
    dir: modelDir,
    provider: 'cpu',
    precision: weights.precision,
    version: { id: version, patch: patchFile(patches, version) },
    trial: trial && { id: trial.id, patch: trial.file },
    heldOutIds: kept.map(({ id }) => id),
    against: { id: against, patch: against === baseVersion ? null : patchFile(patches, against) },
    known: marks && { questions, marks },
    suites,
    terms: [...new Set([...kept, ...learned].map(({ answer }) => answer))],
    heldOut: heldOut.map(bare),
    heldOutSentences: heldOutSentences.map(bare),
    learned: learned.map(bare),
    seed,
  };
}

/** @returns the request to examine the patch against the running version, and its trial on what that was not taught */
export function examRequest(
  options: Omit<RecordOptions, 'clock'>,
  context: RunContext,
  { id: version, trial }: Pick<TrainedPatch, 'id' | 'trial'>,
): Promise<ExamRequest> {
  const { samples } = context.begun;
  const { heldOut: share, seed } = context.recipe;
  const { heldOut, heldOutSentences, train } = splitSamples(samples, share, seed);
  return examRequestOf(options, context, {
    version,
    trial,
    heldOut,
    heldOutSentences,
    learned: train,
    seed,
  });
}

/** Records an exam, and the marks of the running version where they were not known before. */
export function recordExam(
  { store }: Pick<RecordOptions, 'store'>,
  { baseHash: base }: Pick<RunContext, 'baseHash'>,
  { known, against: { id } }: ExamRequest,
  { report, fixed, found, against }: ExamResult,
): void {
  if (!known) saveMarks(store.write, { version: id, base }, report.questions, against, report.at);
  saveExam(store.write, { base, report, marks: fixed, found: [...found] });
}

/** Marks all samples of a run as unlearnable for its model, so that they do not suggest another run. */
export const recordUnlearnable = (
  { store }: Pick<RecordOptions, 'store'>,
  { modelId, samples }: Begun,
): void =>
  putUnlearnable(
    store.write,
    modelId,
    samples.map(({ id }) => [id, 'none-usable']),
  );
