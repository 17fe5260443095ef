import { constants, setPriority } from 'node:os';
import { must } from '../base/assert.ts';
import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import { turn } from '../base/turn.ts';
import { inputRanges } from '../fillmask/bert/input-ranges.ts';
import { comparePrecisions } from '../fillmask/bert/int8-trial.ts';
import { createBert } from '../fillmask/bert/model.ts';
import { createTokenizer } from '../fillmask/tokenizer.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { isInt8AsWritten, withInt8, writeInt8 } from '../models/int8.ts';
import { weightsHash } from '../models/manifest.ts';
import { type Int8Trial, thisMachine, writeTrial } from '../models/precision.ts';
import { ortRunner } from '../runtime/ort.ts';
import type { FromInt8, ToInt8 } from './int8-protocol.ts';
import { rangeRows, trialGaps } from './trial-gaps.ts';

/** Entry of the process that makes a model's int8 copy and compares it with the model on this machine. */

const parent = connectParent();
const send = (message: FromInt8) => parent.send(message);
const options = { provider: 'cpu' } as const;

async function run({ dir, resources }: ToInt8): Promise<Int8Trial> {
  const checkpoint = await openCheckpoint(dir);
  const base = await weightsHash(dir);
  const tokenizer = createTokenizer(checkpoint);
  const isSound = await isInt8AsWritten(dir, { pause: turn, now: systemClock.now }).catch(() => false);
  let copy = isSound ? await withInt8(checkpoint, base) : null;
  if (!copy) {
    const rows = await rangeRows(resources, tokenizer, checkpoint.config);
    await writeInt8(checkpoint, base, await inputRanges(checkpoint, ortRunner, rows, options));
    copy = must(await withInt8(checkpoint, base), 'what was just written can be read');
  }
  const exact = await createBert(checkpoint, ortRunner, options);
  const near = await createBert(copy, ortRunner, options);
  const compared = await comparePrecisions(await trialGaps(resources, tokenizer, checkpoint.config), {
    exact,
    near,
    now: systemClock.monotonic,
    onProgress: (done, of) => send({ kind: 'progress', done, of }),
  });
  const trial = { base, machine: thisMachine(), at: systemClock.now(), ...compared };
  await writeTrial(dir, trial);
  return trial;
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  run(message as ToInt8).then(
    (trial) => send({ kind: 'done', trial }),
    (error: unknown) => send({ kind: 'failed', reason: reasonOf(error) }),
  );
});
