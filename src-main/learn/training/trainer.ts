import type { Clock } from '../../base/clock.ts';
import { reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { PatchTensor } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import type { CachedRow } from './batch.ts';
import { begin, changesOf } from './flat.ts';
import type { Gate } from './gate.ts';
import { gather, type Material, prepare } from './material.ts';
import { measure } from './measure.ts';
import { addUp, mixOf } from './mix.ts';
import { type PlannedStep, planEpoch, stepsPerEpoch } from './plan.ts';
import type { Unlearnable } from './rows.ts';
import { metricsOf, preparing, trainingProgress } from './run-report.ts';
import { atStart, checkNorm, closeEpoch, isOver, type RunState, resultOf, runKey } from './run-state.ts';
import type { RunStore } from './run-store.ts';
import { rateAt } from './schedule.ts';
import { createTrainee, type Trainee, type TraineeOptions } from './trainee.ts';
import type { TrainingProgress, TrainRequest } from './trainer-protocol.ts';

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
}

export interface Trained {
  /** The tensors of the patch. */
  readonly tensors: ReadonlyMap<string, PatchTensor>;
  /** Figures of the best epoch (see `metricsOf`). */
  readonly metrics: Readonly<Record<string, number>>;
  /** Ids of the samples that were trained on, sorted. */
  readonly learned: readonly string[];
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

interface Run {
  readonly job: TrainingJob;
  readonly ports: TrainerPorts;
  readonly key: string;
  readonly trainee: Trainee;
  readonly material: Material;
  readonly stepsAnEpoch: number;
  state: RunState;
  /** Parameters of the best epoch. */
  readonly best: Float32Array;
  /** Time of the last saving, and its duration. */
  readonly saved: { at: number; took: number };
  /** Time at which this process began to train, and the number of steps before. */
  readonly began: { at: number; steps: number };
}

/** Least milliseconds between two savings, also as a multiple of a saving's duration. */
const saveEvery = 5_000;
const saveShare = 20;
/** Fewest steps by which the remaining time is estimated, since the first ones are slower. */
const leastTimed = 3;

/**
 * Trains a patch from samples. The trunk runs once for each row; each epoch runs only the top. An interrupted run
 * continues from its last saved state and gives the same result.
 * @throws CodedError `learn-no-samples`, `learn-cancelled`, `learn-diverged`
 */
export async function train(job: TrainingJob, ports: TrainerPorts): Promise<Trained> {
  const { checkpoint, recipe } = job;
  const raw = gather(checkpoint, job.samples, job.sentences, recipe);
  const trainee = await createTrainee(checkpoint, recipe, ports.runner, ports);
  try {
    const material = await prepare(checkpoint, raw, trainee, ports.runner, {
      ...ports,
      rivalShare: recipe.rivalShare,
      onRows: async (step, steps) => {
        ports.onProgress(preparing(step, steps, ports.gate.paused));
        await ports.gate.pass();
      },
    });
    const run = await takeUp(job, ports, trainee, material);
    while (!isOver(run.state, recipe)) await epoch(run);
    trainee.flat.state.parameters.set(run.best);
    const metrics = metricsOf(run.state, raw);
    const tensors = await changesOf(trainee.flat, checkpoint);
    return { tensors, metrics, learned: raw.learned, refused: raw.refused };
  } finally {
    await trainee.release();
  }
}

/** Continues the saved run of this job, or begins it. */
async function takeUp(
  job: TrainingJob,
  ports: TrainerPorts,
  trainee: Trainee,
  material: Material,
): Promise<Run> {
  const { checkpoint, recipe, baseHash, samples, sentences } = job;
  const { flat } = trainee;
  const key = runKey(baseHash, recipe, samples, sentences);
  const best = new Float32Array(flat.state.parameters.length);
  const run: Omit<Run, 'state'> = {
    job,
    ports,
    key,
    trainee,
    material,
    best,
    stepsAnEpoch: stepsPerEpoch(material.corrections.length, recipe.batch),
    saved: { at: ports.clock.monotonic(), took: 0 },
    began: { at: ports.clock.monotonic(), steps: 0 },
  };
  const state = (await ports.store.restore(key, arraysOf(run))) as RunState | null;
  if (state) {
    flat.state.step = state.updates;
    run.began.steps = state.epoch * run.stepsAnEpoch + state.done;
    return { ...run, state };
  }
  // A damaged file may have left any values in the arrays.
  await begin(flat, checkpoint, recipe.seed);
  for (const array of [flat.state.first, flat.state.second]) array.fill(0);
  return { ...run, state: atStart() };
}

const arraysOf = ({ trainee, best }: Pick<Run, 'trainee' | 'best'>) => {
  const { parameters, first, second } = trainee.flat.state;
  return { parameters, first, second, best };
};

async function epoch(run: Run): Promise<void> {
  const { job, ports, state, material, trainee } = run;
  const { recipe, checkpoint } = job;
  const lengths = (rows: readonly CachedRow[]) => rows.map(({ hidden }) => hidden.length);
  const plan = planEpoch(
    {
      corrections: lengths(material.corrections),
      replay: lengths(material.replay),
      contexts: lengths(material.contexts),
      batch: recipe.batch,
      seed: recipe.seed,
    },
    state.epoch,
  );
  for (const planned of plan.slice(state.done)) {
    report(run);
    await ports.gate.pass();
    await step(run, planned);
    await saveIfDue(run);
  }
  const pass = () => ports.gate.pass();
  const heldOut = await measure(trainee, material.heldOut, checkpoint.config.vocabSize, pass);
  if (closeEpoch(state, resultOf(state.sums, heldOut), recipe)) run.best.set(trainee.flat.state.parameters);
  report(run);
}

async function step({ job, state, material, trainee, stepsAnEpoch }: Run, planned: PlannedStep) {
  const { recipe } = job;
  const mix = mixOf(material, planned, recipe, state.done);
  const at = state.epoch * stepsAnEpoch + state.done;
  const { losses, norm } = await trainee.step(
    mix.rows,
    rateAt(at, recipe.epochs * stepsAnEpoch, recipe.schedule),
  );
  checkNorm(state, norm);
  addUp(state.sums, mix, losses);
  state.updates = trainee.flat.state.step;
  state.done++;
}

async function saveIfDue(run: Run): Promise<void> {
  const { clock, log, store } = run.ports;
  const { saved } = run;
  const began = clock.monotonic();
  if (began - saved.at < Math.max(saveEvery, saveShare * saved.took)) return;
  // The run goes on without savings while the disk is full.
  await store.save(run.key, run.state, arraysOf(run)).catch((error: unknown) => {
    log.warn(`the run could not be saved: ${reasonOf(error)}`);
  });
  saved.at = clock.monotonic();
  saved.took = saved.at - began;
}

function report({ job, ports, state, stepsAnEpoch, began }: Run): void {
  const step = state.epoch * stepsAnEpoch + state.done;
  const steps = job.recipe.epochs * stepsAnEpoch;
  const made = step - began.steps;
  const each = made < leastTimed ? null : (ports.clock.monotonic() - began.at) / made;
  ports.onProgress(
    trainingProgress(state, {
      step,
      steps,
      each: each === null ? null : each / 1000,
      paused: ports.gate.paused,
    }),
  );
}
