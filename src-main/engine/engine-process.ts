import { join } from 'node:path';
import { connectParent } from '../base/child.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import { stderrLog } from '../base/log.ts';
import { turn } from '../base/turn.ts';
import type { Precision } from '../contract/schemas.ts';
import type { VersionModel } from '../fillmask/bert/versions.ts';
import { createLanguage } from '../fillmask/language.ts';
import { loadLexicon } from '../fillmask/lexicon.ts';
import { readBackgrounds, writeBackgrounds } from '../learn/memory/background-file.ts';
import { Memory } from '../learn/memory/memory.ts';
import { readCalibration, writeCalibration } from '../models/calibration-file.ts';
import { weightsFile } from '../models/checkpoint.ts';
import { wrongHash } from '../models/errors.ts';
import { removeInt8 } from '../models/int8.ts';
import { openModel, precisionFor } from '../models/precision.ts';
import { damageOf } from '../models/weights-check.ts';
import { ortRunner } from '../runtime/ort.ts';
import { createHost } from './host.ts';
import { inspectModel } from './inspect-model.ts';
import type { FromEngine, StartOptions } from './protocol.ts';
import { Int8Damaged, startFailed } from './start-failed.ts';
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

/** A copy that is damaged is made anew later; the next start runs on float32. */
async function withoutInt8(dir: string, cause?: unknown): Promise<Int8Damaged> {
  await removeInt8(dir);
  return new Int8Damaged(cause);
}

/** Reads the model's files in full while requests are answered; an engine whose files have changed ends its service. */
function checkLater(dir: string, precision: Precision): void {
  systemClock.after(checkAfter, async () => {
    const damage = await damageOf(dir, precision, { pause: turn, now: systemClock.now }).catch(() => null);
    if (damage === null) return;
    const error = damage === 'int8' ? await withoutInt8(dir) : wrongHash(weightsFile);
    parent.send(startFailed(error) satisfies FromEngine);
  });
}

async function load({ dir, provider, threads, prepack }: StartOptions) {
  const { checkpoint, baseHash, precision } = await openModel(dir, await precisionFor(dir, provider));
  const language = createLanguage(checkpoint, await loadLexicon());
  const { tokenizer } = language;
  checkLater(dir, precision);
  const inspect = (model: VersionModel) =>
    inspectModel({ dir, baseHash, precision, tokenizer, model, log: stderrLog }).catch(
      async (error: unknown) => {
        throw precision === 'int8' ? await withoutInt8(dir, error) : error;
      },
    );
  return createHost({
    checkpoint,
    precision,
    language,
    inspect,
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
