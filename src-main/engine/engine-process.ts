import { join } from 'node:path';
import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import { stderrLog } from '../base/log.ts';
import { turn } from '../base/turn.ts';
import { toEngineError } from '../fillmask/engine-error.ts';
import { createLanguage } from '../fillmask/language.ts';
import { loadLexicon } from '../fillmask/lexicon.ts';
import { readBackgrounds, writeBackgrounds } from '../learn/memory/background-file.ts';
import { Memory } from '../learn/memory/memory.ts';
import { readCalibration, writeCalibration } from '../models/calibration-file.ts';
import { weightsFile } from '../models/checkpoint.ts';
import { wrongHash } from '../models/errors.ts';
import { openModel, precisionFor } from '../models/precision.ts';
import { areAsInstalled } from '../models/weights-check.ts';
import { ortRunner } from '../runtime/ort.ts';
import { createHost } from './host.ts';
import { inspectModel } from './inspect-model.ts';
import type { FromEngine, StartOptions } from './protocol.ts';
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

const parent = connectParent();

/** Milliseconds from a start to the check of the weights: the first request comes before it. */
const checkAfter = 1_000;

/** Reads the weights in full while requests are answered; an engine whose weights have changed ends its service. */
function checkLater(dir: string): void {
  systemClock.after(checkAfter, async () => {
    const sound = await areAsInstalled(dir, turn).catch(() => true);
    if (sound) return;
    const refused: FromEngine = {
      kind: 'start-failed',
      error: toEngineError(wrongHash(weightsFile)),
      final: true,
    };
    parent.send(refused);
  });
}

async function load({ dir, provider, threads, prepack }: StartOptions) {
  const { checkpoint, baseHash, precision } = await openModel(dir, await precisionFor(dir, provider));
  const language = createLanguage(checkpoint, await loadLexicon());
  const { tokenizer } = language;
  checkLater(dir);
  return createHost({
    checkpoint,
    precision,
    language,
    inspect: (model) => inspectModel({ dir, baseHash, precision, tokenizer, model, log: stderrLog }),
    runner: ortRunner,
    memory: await openMemory(dir, baseHash),
    calibrated: (await readCalibration(dir, { baseHash, precision }))?.ranking ?? null,
    keep: (calibration) =>
      writeCalibration(dir, { baseHash, precision }, calibration).catch((error: unknown) =>
        stderrLog.warn(`the calibration was not kept: ${reasonOf(error)}`),
      ),
    clock: systemClock,
    step: turn,
    provider,
    ...(threads === undefined ? {} : { threads }),
    ...(prepack === undefined ? {} : { prepack }),
  });
}

serveEngine(parent, load, () => process.exit(0));
