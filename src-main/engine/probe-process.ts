import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import { createBert } from '../fillmask/bert/model.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { ortRunner } from '../runtime/ort.ts';
import type { ProbeReply, ProbeRequest } from '../runtime/providers.ts';

const repeats = 3;

/** Runs one fixed row of the real model: any ids do, as long as every provider gets the same. */
async function probe({ dir, provider }: ProbeRequest): Promise<ProbeReply> {
  const model = await createBert(await openCheckpoint(dir), ortRunner, { provider });
  const ids = Array.from({ length: 16 }, (_, i) => (i * 37 + 101) % model.vocabSize);
  const rows = [{ ids, masked: [7] }];
  // The first run allocates and compiles.
  const [logits = new Float32Array()] = await model.logits(rows);
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const began = systemClock.monotonic();
    await model.logits(rows);
    times.push(systemClock.monotonic() - began);
  }
  times.sort((a, b) => a - b);
  return { kind: 'numbers', logits, milliseconds: times[repeats >> 1] ?? 0 };
}

const parent = connectParent();
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  probe(message as ProbeRequest).then(
    (reply) => parent.send(reply),
    (error: unknown) => parent.send({ kind: 'failed', reason: reasonOf(error) } satisfies ProbeReply),
  );
});
