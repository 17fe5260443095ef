import { reasonOf } from '../../base/error.ts';
import type { CachedRow } from './batch.ts';
import type { Material } from './material.ts';
import { measure } from './measure.ts';
import { addUp, mixOf } from './mix.ts';
import { type PlannedStep, planEpoch, stepsPerEpoch } from './plan.ts';
import { returningMaterial } from './returning.ts';
import { trainingProgress } from './run-report.ts';
import { checkNorm, closeEpoch, closeReturn, type RunState, resultOf } from './run-state.ts';
import { rateAt } from './schedule.ts';
import type { Trainee } from './trainee.ts';
import type { TrainerPorts, TrainingJob } from './trainer-ports.ts';

/** The epochs of a run's two parts: the trial, and the return of what was held out of it. */

export interface Run {
  readonly job: TrainingJob;
  readonly ports: TrainerPorts;
  readonly key: string;
  readonly trainee: Trainee;
  readonly material: Material;
  state: RunState;
  /** Parameters of the trial's best epoch. */
  readonly best: Float32Array;
  /** Time of the last saving, and its duration. */
  readonly saved: { at: number; took: number };
  /** Time at which this process began to train, and the number of steps that it has made. */
  readonly pace: { readonly began: number; made: number };
}

/** Least milliseconds between two savings, also as a multiple of a saving's duration. */
const saveEvery = 5_000;
const saveShare = 20;
/** Fewest steps by which the remaining time is estimated, since the first ones are slower. */
const leastTimed = 3;

export const arraysOf = ({ trainee, best }: Pick<Run, 'trainee' | 'best'>) => {
  const { parameters, first, second } = trainee.flat.state;
  return { parameters, first, second, best };
};

/** Steps of an epoch and of the whole part, for both parts. */
function lengthsOf({ job, material }: Pick<Run, 'job' | 'material'>) {
  const { batch, epochs, returnEpochs } = job.recipe;
  const trial = stepsPerEpoch(material.corrections.length, batch);
  const returning = stepsPerEpoch(material.corrections.length + material.returned.length, batch);
  return { trial, trialInAll: trial * epochs, returning, returningInAll: returning * returnEpochs };
}

/** An epoch of the trial. */
export async function trialEpoch(run: Run): Promise<void> {
  const { job, ports, state, material, trainee } = run;
  await steps(run, material, 1);
  const pass = () => ports.gate.pass();
  const heldOut = await measure(trainee, material.heldOut, job.checkpoint.config.vocabSize, pass);
  if (closeEpoch(state, resultOf(state.sums, heldOut), job.recipe))
    run.best.set(trainee.flat.state.parameters);
  report(run);
}

/** An epoch of the second part. */
export async function returnEpoch(run: Run): Promise<void> {
  await steps(run, returningMaterial(run.material), run.job.recipe.returnRate);
  closeReturn(run.state);
  report(run);
}

/** @param factor of the learning rates */
async function steps(run: Run, material: Material, factor: number): Promise<void> {
  const { recipe } = run.job;
  const lengths = (rows: readonly CachedRow[]) => rows.map(({ hidden }) => hidden.length);
  const plan = planEpoch(
    {
      corrections: lengths(material.corrections),
      replay: lengths(material.replay),
      contexts: lengths(material.contexts),
      batch: recipe.batch,
      replayBatch: recipe.replayBatch,
      contextBatch: recipe.contextBatch,
      seed: recipe.seed,
    },
    run.state.epoch,
  );
  for (const planned of plan.slice(run.state.done)) {
    report(run);
    await run.ports.gate.pass();
    await step(run, material, planned, factor);
    await saveIfDue(run);
  }
}

async function step(run: Run, material: Material, planned: PlannedStep, factor: number): Promise<void> {
  const { job, state, trainee } = run;
  const { recipe } = job;
  const { trial, trialInAll, returning, returningInAll } = lengthsOf(run);
  const [anEpoch, inAll] = state.trial ? [returning, returningInAll] : [trial, trialInAll];
  const mix = mixOf(material, planned, recipe, state.done);
  const scale = factor * rateAt(state.epoch * anEpoch + state.done, inAll, recipe.schedule);
  const { losses, norm } = await trainee.step(mix.rows, scale);
  checkNorm(state, norm);
  addUp(state.sums, mix, losses);
  state.updates = trainee.flat.state.step;
  state.done++;
  run.pace.made++;
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

function report(run: Run): void {
  const { ports, state, pace } = run;
  const { trial, trialInAll, returning, returningInAll } = lengthsOf(run);
  const step = state.trial
    ? trialInAll + state.epoch * returning + state.done
    : state.epoch * trial + state.done;
  const each = pace.made < leastTimed ? null : (ports.clock.monotonic() - pace.began) / pace.made;
  ports.onProgress(
    trainingProgress(state, {
      step,
      steps: trialInAll + returningInAll,
      each: each === null ? null : each / 1000,
      paused: ports.gate.paused,
    }),
  );
}
