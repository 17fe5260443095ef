import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { ortRunner } from '../runtime/ort.ts';
import { createBert } from './bert/model.ts';
import type { StartOptions } from './engine-protocol.ts';
import { serveEngine, withTurns } from './engine-worker.ts';
import { createFiller } from './filler.ts';
import { loadLexicon } from './lexicon.ts';
import type { MaskedLm } from './types.ts';

async function load({ dir, provider, threads, prepack }: StartOptions) {
  const checkpoint = await openCheckpoint(dir);
  const bert = await createBert(checkpoint, ortRunner, {
    provider,
    ...(threads === undefined ? {} : { threads }),
    ...(prepack === undefined ? {} : { prepack }),
  });
  const model: MaskedLm = {
    vocabSize: bert.vocabSize,
    maxTokens: bert.maxTokens,
    logits: withTurns((rows) => bert.logits(rows)),
    release: () => bert.release(),
  };
  return createFiller({ model, checkpoint, lexicon: await loadLexicon() });
}

serveEngine(connectParent(), load, systemClock, () => process.exit(0));
