import type { Parent } from '../../base/child.ts';
import { type ErrorMessage, messageOf } from '../../base/error.ts';
import { storageFaultOf } from '../../base/storage-fault.ts';
import { message } from '../../texts/message.ts';
import type { Gate } from './gate.ts';
import type {
  FromTrainer,
  ToTrainer,
  TrainedPatch,
  TrainingProgress,
  TrainRequest,
} from './trainer-protocol.ts';

export type RunTraining = (
  request: TrainRequest,
  onProgress: (progress: TrainingProgress) => void,
) => Promise<TrainedPatch>;

/** The run's saved state stays on the disk. */
const diskFull: ErrorMessage = {
  code: 'disk-full',
  text: message('learning.disk-full'),
};

function toError(error: unknown): ErrorMessage {
  if (storageFaultOf(error)?.fault === 'full') return diskFull;
  return messageOf(error, (reason) => ({
    code: 'learn-failed',
    text: message('learning.stopped', {}, reason),
  }));
}

/** Serves the parent's requests for one run. @param exit ends the process; called when the parent is gone */
export function serveTrainer(parent: Parent, run: RunTraining, gate: Gate, exit: () => void): void {
  const send = (message: FromTrainer) => parent.send(message);
  let started = false;
  let last: TrainingProgress | null = null;

  const report = (progress: TrainingProgress) => {
    last = progress;
    send({ kind: 'progress', progress });
  };
  /** Reports a pause, since a paused run makes no progress that would report it. */
  const reportAgain = () => {
    if (last) report({ ...last, paused: gate.paused });
  };

  const start = async (request: TrainRequest) => {
    if (started) return;
    started = true;
    try {
      const patch = await run(request, report);
      send({ kind: 'done', patch });
    } catch (error) {
      send({ kind: 'failed', error: toError(error) });
    }
  };

  parent.onMessage((received) => {
    const message = received as ToTrainer;
    switch (message.kind) {
      case 'start':
        void start(message.request);
        return;
      case 'pause':
        gate.pause();
        reportAgain();
        return;
      case 'resume':
        gate.resume();
        reportAgain();
        return;
      case 'pace':
        gate.pace(message.duty);
        return;
      case 'cancel':
        gate.cancel();
    }
  });
  parent.onGone(exit);
}
