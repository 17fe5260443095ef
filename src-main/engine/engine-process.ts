import { join } from 'node:path';
import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import { stderrLog } from '../base/log.ts';
import { turn } from '../base/turn.ts';
import { createLanguage } from '../fillmask/language.ts';
import { loadLexicon } from '../fillmask/lexicon.ts';
import { readBackgrounds, writeBackgrounds } from '../learn/memory/background-file.ts';
import { Memory } from '../learn/memory/memory.ts';
import { openModel, precisionFor } from '../models/precision.ts';
import { ortRunner } from '../runtime/ort.ts';
import { createHost } from './host.ts';
import type { StartOptions } from './protocol.ts';
import { serveEngine } from './worker.ts';

/** What keys look like on this base model: measured once a length of word, and again where the file is lost. */
async function openMemory(dir: string, base: string) {
  const file = join(dir, 'memory', 'background.safetensors');
  return new Memory(await readBackgrounds(file, base), (measured) =>
    writeBackgrounds(file, base, measured).catch((error: unknown) =>
      stderrLog.warn(`the memory's background was not kept: ${reasonOf(error)}`),
    ),
  );
}

async function load({ dir, provider, threads, prepack }: StartOptions) {
  const { checkpoint, baseHash, precision } = await openModel(dir, await precisionFor(dir, provider));
  return createHost({
    checkpoint,
    precision,
    language: createLanguage(checkpoint, await loadLexicon()),
    runner: ortRunner,
    memory: await openMemory(dir, baseHash),
    clock: systemClock,
    step: turn,
    provider,
    ...(threads === undefined ? {} : { threads }),
    ...(prepack === undefined ? {} : { prepack }),
  });
}

serveEngine(connectParent(), load, () => process.exit(0));
