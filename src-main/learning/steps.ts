import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type { ExamRequest } from '../learn/exam/exam-protocol.ts';
import { hashOf, readSuites } from '../learn/exam/questions.ts';
import type { Recipe } from '../learn/training/recipe.ts';
import { splitSamples } from '../learn/training/split.ts';
import type { TrainedPatch } from '../learn/training/trainer-protocol.ts';
import type { TrainingSample } from '../learn/types.ts';
import { patchFile } from '../models/patch.ts';
import { marksOf } from '../store/exams.ts';
import type { Store } from '../store/open.ts';
import { putUnlearnable } from '../store/unlearnable.ts';
import { saveVersion } from '../store/versions.ts';
import { heldBy } from '../versions/record/held.ts';
import type { Begun } from './run-file.ts';

/** The steps of a run between its processes. */

export interface RunContext {
  readonly begun: Begun;
  readonly recipe: Recipe;
  /** SHA-256 of the base model's weights. */
  readonly base: string;
  readonly modelDir: string;
}

/** What a step needs of the app around it. */
export interface RunPlace {
  readonly store: Store;
  readonly clock: Clock;
  /** Folders. */
  readonly patches: string;
  readonly resources: string;
  /** The version that answers now. */
  readonly running: () => string;
}

/** Puts the version on record before it is examined: a patch without a record would be nobody's. */
export function recordVersion(
  { store, clock }: Pick<RunPlace, 'store' | 'clock'>,
  { begun, recipe, base }: RunContext,
  patch: TrainedPatch,
): void {
  const { train, ...kept } = splitSamples(begun.samples, recipe.heldOut, recipe.seed);
  const learned = train.filter(({ id }) => !patch.refused.has(id));
  const heldOut = [...kept.heldOut, ...kept.heldOutSentences];
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
    samples: heldBy(store.read, { learned, heldOut }, clock.now()),
  });
  putUnlearnable(store.write, begun.modelId, patch.refused);
}

/** What the exam process is asked, and which fixed questions that means. */
export async function examRequest(
  options: Omit<RunPlace, 'clock'>,
  { begun, recipe, base, modelDir }: RunContext,
  version: string,
) {
  const { store } = options;
  const suites = join(options.resources, 'suites');
  const questions = hashOf(await readSuites(suites));
  const against = options.running();
  const known = marksOf(store.read, { version: against, base }, questions);
  const split = splitSamples(begun.samples, recipe.heldOut, recipe.seed);
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
    heldOut: split.heldOut.map(bare),
    heldOutSentences: split.heldOutSentences.map(bare),
    learned: split.train.map(bare),
    seed: recipe.seed,
  };
  return { request, questions };
}
