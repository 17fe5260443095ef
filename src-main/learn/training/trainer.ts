import { arraysOf, type Run, returnEpoch, trialEpoch } from './epochs.ts';
import { begin, changesOf } from './flat.ts';
import { gather, type Material, prepare } from './material.ts';
import { untrainedLayers } from './parameters.ts';
import { metricsOf, preparing } from './run-report.ts';
import { afterTrial, atStart, type RunState, returnIsOver, runKey, trialIsOver } from './run-state.ts';
import { createTrainee, type Trainee } from './trainee.ts';
import type { Trained, TrainerPorts, TrainingJob, Trial } from './trainer-ports.ts';

/**
 * Trains a patch from samples: a trial without what is held out, which chooses the epoch and is examined on what it
 * has not seen, and from there the patch that ships, for which all samples return. The trunk runs once for each row;
 * each epoch runs only the top. An interrupted run continues from its last saved state and gives the same result.
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
      layersBelow: untrainedLayers(checkpoint, recipe),
      onRows: async (step, steps) => {
        ports.onProgress(preparing(step, steps, ports.gate.paused));
        await ports.gate.pass();
      },
    });
    const run = await takeUp(job, ports, trainee, material);
    while (!run.state.trial && !trialIsOver(run.state, recipe)) await trialEpoch(run);
    if (!run.state.trial) await endTrial(run);
    while (raw.returned.length > 0 && !returnIsOver(run.state, recipe)) await returnEpoch(run);
    const metrics = metricsOf(run.state, raw);
    if (raw.returned.length > 0) await handOverTrial(run, { learned: raw.tried, metrics });
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
  const now = ports.clock.monotonic();
  const run: Omit<Run, 'state'> = {
    job,
    ports,
    key,
    trainee,
    material,
    best,
    saved: { at: now, took: 0 },
    pace: { began: now, made: 0 },
  };
  const state = (await ports.store.restore(key, arraysOf(run))) as RunState | null;
  if (state) {
    flat.state.step = state.updates;
    return { ...run, state };
  }
  // A damaged file may have left any values in the arrays.
  await begin(flat, checkpoint, recipe.seed);
  for (const array of [flat.state.first, flat.state.second]) array.fill(0);
  return { ...run, state: atStart() };
}

/** Goes back to the trial's best epoch, from which the second part starts with fresh moments. */
async function endTrial(run: Run): Promise<void> {
  const { state } = run.trainee.flat;
  run.state = afterTrial(run.state);
  state.parameters.set(run.best);
  for (const array of [state.first, state.second]) array.fill(0);
  state.step = 0;
}

/** The parameters are the run's own again afterwards. */
async function handOverTrial(
  { trainee, best, ports, job }: Run,
  what: Pick<Trial, 'learned' | 'metrics'>,
): Promise<void> {
  const { parameters } = trainee.flat.state;
  const shipped = parameters.slice();
  parameters.set(best);
  await ports.onTrial({ ...what, tensors: await changesOf(trainee.flat, job.checkpoint) });
  parameters.set(shipped);
}
