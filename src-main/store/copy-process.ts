import { constants, setPriority } from 'node:os';
import { connectParent } from '../base/child.ts';
import { type CopyJob, carryOut, replyOf } from './copy-work.ts';

/** Entry of the process that works on one copy of a large store. The parent ends it. */

setPriority(constants.priority.PRIORITY_LOW);

const parent = connectParent();
parent.onGone(() => process.exit());
parent.onMessage((job) => {
  try {
    carryOut(job as CopyJob);
    parent.send({ kind: 'done' });
  } catch (error) {
    parent.send(replyOf(error));
  }
});
