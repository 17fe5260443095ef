import { systemClock } from '../../src-main/base/clock.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { progressText } from '../../src-main/cli/progress.ts';
import { asShipped } from '../../src-main/fillmask/calibration/ranking.ts';
import { writeCalibration } from '../../src-main/models/calibration-file.ts';
import { createLibrary } from '../../src-main/models/library.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { availableSources } from '../../src-main/models/sources/index.ts';
import { modelCache, realModelDir, realModelId } from './real-model.ts';
import { words } from './words.ts';

/** Puts the real model into the cache, once a machine; what is there already is only verified. */

const resources = new URL('../../resources', import.meta.url).pathname;
const { env: environment } = process;
const library = createLibrary({
  modelsDir: modelCache,
  clock: systemClock,
  sources: (mirror) => availableSources({ resources, environment, mirror }),
});

const present = (await library.list()).some((model) => model.id === realModelId && model.installed);
const sound =
  present &&
  (await library.verify(realModelId).then(
    () => true,
    () => false,
  ));
let told = '';
if (!sound) {
  await library
    .install(realModelId, {
      onEvent(event) {
        const text = words(progressText(event), 'en') ?? event.phase;
        if (event.phase !== 'downloading' && text !== told) console.log(text);
        told = text;
      },
    })
    .catch((error: unknown) => {
      console.error(error instanceof CodedError ? words(error.text, 'en') : error);
      process.exitCode = 1;
    });
}
/** The shipped weights were fitted on this model: it needs no run of a minute, which every test of the app would begin. */
if (!process.exitCode) {
  const figures = { n: 0, top1: 0, top5: 0, error: 0 };
  const shown = { n: 0, right: 0 };
  await writeCalibration(
    realModelDir,
    { baseHash: await weightsHash(realModelDir), precision: 'float32' },
    {
      ranking: asShipped,
      measured: {
        words: figures,
        characters: figures,
        ends: { ...figures, shown: { quiet: shown, moderate: shown, eager: shown } },
      },
      at: 0,
    },
  );
}
console.log(process.exitCode ? 'the real model could not be fetched' : `the real model is in ${modelCache}`);
