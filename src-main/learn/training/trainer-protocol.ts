import type { ErrorMessage } from '../../base/error.ts';
import type { LearnProgress } from '../../contract/learn-run.ts';
import type { Provider } from '../../contract/schemas.ts';
import type { Patch } from '../../models/patch.ts';
import type { TrainingSample } from '../types.ts';
import type { Measured } from './measure.ts';
import type { Recipe } from './recipe.ts';
import type { Unlearnable } from './rows.ts';

/** The messages between shell and trainer process. All survive a structured clone. */

export interface TrainRequest {
  /** Folder of the base model. */
  readonly dir: string;
  /** SHA-256 of its weights file. */
  readonly baseHash: string;
  readonly samples: readonly TrainingSample[];
  /** Plain sentences for replay. */
  readonly sentences: readonly string[];
  readonly recipe: Recipe;
  readonly provider: Provider;
  readonly threads?: number;
  /** Folder for the patch. */
  readonly patches: string;
  /** Folder for the trial, which is deleted after the exam. */
  readonly trials: string;
  /** File for the run's state, which is deleted when the run ends. */
  readonly checkpoint: string;
}

/** `loss` and `replayLoss` are means over the epoch so far; `secondsLeft` assumes that the run does not end early. */
export interface TrainingProgress extends Readonly<Omit<LearnProgress, 'phase'>> {
  readonly phase: Exclude<LearnProgress['phase'], 'exam'>;
  /** Result of the last epoch. */
  readonly heldOut: Measured | null;
}

export interface TrainedPatch extends Pick<Patch, 'id' | 'file' | 'bytes'> {
  readonly metrics: Readonly<Record<string, number>>;
  /** The patch without what was held out; null where nothing was. */
  readonly trial: Pick<Patch, 'id' | 'file'> | null;
  /** Samples that could not be trained on, by id. */
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

export type ToTrainer =
  | { readonly kind: 'start'; readonly request: TrainRequest }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** `duty`: share of the time in which the process may work, (0, 1]. */
  | { readonly kind: 'pace'; readonly duty: number }
  | { readonly kind: 'cancel' };

export type FromTrainer =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'done'; readonly patch: TrainedPatch }
  | { readonly kind: 'failed'; readonly error: ErrorMessage };
