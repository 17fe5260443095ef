import type { ErrorMessage } from '../../base/error.ts';
import type { Provider } from '../../contract/schemas.ts';
import type { TrainingSample } from '../types.ts';
import type { Recipe } from './recipe.ts';
import type { Unlearnable } from './rows.ts';

/** What shell and trainer process say to each other; everything survives a structured clone. */

export interface TrainRequest {
  /** Folder of the base model. */
  readonly dir: string;
  /** SHA-256 of its weights file. */
  readonly base: string;
  readonly samples: readonly TrainingSample[];
  /** Plain sentences for replay. */
  readonly sentences: readonly string[];
  readonly recipe: Recipe;
  readonly provider: Provider;
  readonly threads?: number;
  /** Folder that the patch is written into. */
  readonly patches: string;
  /** File that the run's state is kept in until it is done. */
  readonly checkpoint: string;
}

export interface TrainingProgress {
  readonly phase: 'prepare' | 'train' | 'write';
  /** Of `steps`; rows while preparing, updates while training. */
  readonly step: number;
  readonly steps: number;
  /** Mean over this epoch so far, nats a character; null before the first step. */
  readonly loss: number | null;
  /** Divergence from the base model on replay, nats a character. */
  readonly replayLoss: number | null;
  /** Of the last epoch. */
  readonly heldOut: { readonly loss: number; readonly accuracy: number } | null;
  /** At the present pace, if no early end comes; null while nothing is known. */
  readonly secondsLeft: number | null;
  readonly paused: boolean;
}

export interface TrainedPatch {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Samples that were left out, by id. */
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

export type ToTrainer =
  | { readonly kind: 'start'; readonly request: TrainRequest }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** `duty`: share of the time in which it may work, (0, 1]. */
  | { readonly kind: 'pace'; readonly duty: number }
  | { readonly kind: 'cancel' };

export type FromTrainer =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'done'; readonly patch: TrainedPatch }
  | { readonly kind: 'failed'; readonly error: ErrorMessage };
