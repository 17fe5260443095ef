import { exitCause } from '../base/cause.ts';
import { askChild, type ForkChild } from '../base/child.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import { weightsHash } from '../models/manifest.ts';
import { type Int8Trial, isAccepted, readTrial } from '../models/precision.ts';
import { render } from '../texts/message.ts';
import type { AskOptions } from './chores.ts';
import type { FromInt8, ToInt8 } from './int8-protocol.ts';

export interface TryInt8Options {
  readonly fork: ForkChild;
  readonly log: Log;
  /** Folder of what the app ships. */
  readonly resources: string;
}

/** @throws Error where the process ends without a result, as it does when the signal fires */
function runTrial(
  { fork, resources }: TryInt8Options,
  dir: string,
  { signal, onProgress = () => undefined }: AskOptions,
): Promise<Int8Trial> {
  const child = fork(childEntry('engine/int8-process'));
  const stop = () => child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  return askChild<Int8Trial>(child, { dir, resources } satisfies ToInt8, {
    hear(message, { resolve, reject }) {
      const said = message as FromInt8;
      if (said.kind === 'progress') onProgress(said.done, said.of);
      else if (said.kind === 'done') resolve(said.trial);
      else reject(new Error(said.reason));
    },
    ended: (code, end) => new Error(render(exitCause(code, end), 'en')),
  }).finally(() => signal?.removeEventListener('abort', stop));
}

const shown = (share: number) => Math.round(share * 1000) / 1000;

/**
 * Makes a model's int8 copy and tries it, unless this machine did before. The next engine that starts with the model
 * uses the copy if the trial accepted it. Never rejects: without a trial the model runs on float32.
 */
export async function tryInt8(options: TryInt8Options, dir: string, asked: AskOptions): Promise<void> {
  const { log } = options;
  try {
    if (asked.signal?.aborted || (await readTrial(dir, await weightsHash(dir)))) return;
    const trial = await runTrial(options, dir, asked);
    const { agreement, gaps, milliseconds } = trial;
    log.info(
      `int8 ${isAccepted(trial) ? 'is used' : 'is not used'}: ${shown(agreement)} of ${gaps} answers agree, ` +
        `${shown(milliseconds.int8)} ms instead of ${shown(milliseconds.float32)}`,
    );
  } catch (error) {
    if (!asked.signal?.aborted) log.info(`the int8 copy was not tried: ${reasonOf(error)}`);
  }
}
