import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { PatchTensor } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import type { Gate } from './gate.ts';
import type { Unlearnable } from './rows.ts';
import type { RunStore } from './run-store.ts';
import type { TraineeOptions } from './trainee.ts';
import type { TrainingProgress, TrainRequest } from './trainer-protocol.ts';

/** What a training run takes and gives. */

/** The input of a run. The same job gives the same result on the same machine. */
export interface TrainingJob extends Pick<TrainRequest, 'baseHash' | 'samples' | 'sentences' | 'recipe'> {
  readonly checkpoint: Checkpoint;
}

export interface TrainerPorts extends TraineeOptions {
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  readonly gate: Gate;
  readonly store: RunStore;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Takes the trial's tensors, which are valid until it settles. Not called where nothing is held out. */
  readonly onTrial: (trial: Trial) => Promise<void>;
}

/** The model without what was held out, on which it is examined. */
export type Trial = Pick<Trained, 'tensors' | 'metrics' | 'learned'>;

export interface Trained {
  /** The tensors of the patch. */
  readonly tensors: ReadonlyMap<string, PatchTensor>;
  /** Figures of the run (see `metricsOf`). */
  readonly metrics: Readonly<Record<string, number>>;
  /** Ids of the samples that were trained on, sorted. */
  readonly learned: readonly string[];
  readonly refused: ReadonlyMap<string, Unlearnable>;
}
