import { constants, setPriority } from 'node:os';
import { connectParent } from '../../base/child.ts';
import { systemClock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import { stderrLog } from '../../base/log.ts';
import { turn } from '../../base/turn.ts';
import { openCheckpoint } from '../../models/checkpoint.ts';
import { type PatchMetadata, writePatch } from '../../models/patch.ts';
import { ortRunner } from '../../runtime/ort.ts';
import { createGate } from './gate.ts';
import { fileRunStore } from './run-store.ts';
import { train } from './trainer.ts';
import type { Trained } from './trainer-ports.ts';
import type { TrainedPatch } from './trainer-protocol.ts';
import { type RunTraining, serveTrainer } from './trainer-worker.ts';

// Set before any session is created, since threads inherit the priority of the thread that starts them.
setPriority(constants.priority.PRIORITY_LOW);

const atEnd = ({ updates = 0, loss = 0, replayLoss = 0 }: Readonly<Record<string, number>>) =>
  ({
    phase: 'write',
    step: updates,
    steps: updates,
    loss,
    replayLoss,
    heldOut: null,
    secondsLeft: 0,
  }) as const;

const gate = createGate(systemClock, turn);

const run: RunTraining = async (request, onProgress) => {
  const { baseHash, recipe, samples, sentences, provider, threads } = request;
  const store = fileRunStore(request.checkpoint);
  const metadataOf = ({ metrics, learned }: Pick<Trained, 'metrics' | 'learned'>): PatchMetadata => ({
    baseHash,
    mode: recipe.mode,
    seed: recipe.seed,
    recipe: JSON.stringify(recipe),
    samples: learned,
    metrics,
  });
  let trial: TrainedPatch['trial'] = null;
  try {
    const trained = await train(
      { checkpoint: await openCheckpoint(request.dir), baseHash, samples, sentences, recipe },
      {
        runner: ortRunner,
        clock: systemClock,
        log: stderrLog,
        gate,
        store,
        onProgress,
        async onTrial(tried) {
          trial = await writePatch(request.trials, metadataOf(tried), tried.tensors);
        },
        provider,
        ...(threads === undefined ? {} : { threads }),
      },
    );
    const { tensors, metrics, refused } = trained;
    onProgress({ ...atEnd(metrics), paused: gate.paused });
    const patch = await writePatch(request.patches, metadataOf(trained), tensors);
    await store.clear();
    return { ...patch, metrics, refused, trial };
  } catch (error) {
    // A coded error means that the run cannot succeed or was cancelled, so that it is not continued.
    if (error instanceof CodedError) await store.clear();
    throw error;
  }
};

serveTrainer(connectParent(), run, gate, () => process.exit(0));
