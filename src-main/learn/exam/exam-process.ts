import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { connectParent } from '../../base/child.ts';
import { systemClock } from '../../base/clock.ts';
import { turn } from '../../base/turn.ts';
import { baseVersion, createVersions } from '../../fillmask/bert/versions.ts';
import { toEngineError } from '../../fillmask/engine-error.ts';
import { createLanguage } from '../../fillmask/language.ts';
import { loadLexicon } from '../../fillmask/lexicon.ts';
import { rankingName } from '../../models/calibration-file.ts';
import { expandPatch } from '../../models/expand.ts';
import { layersBelow, readPatch } from '../../models/patch.ts';
import { openModel } from '../../models/precision.ts';
import { ortRunner } from '../../runtime/ort.ts';
import { baseRanking } from './base-ranking.ts';
import type { ExamRequest, FromExam, Place, PreparationRequest, ToExam } from './exam-protocol.ts';
import { examine } from './examine.ts';
import { askFixed } from './examinee.ts';
import { askedAs, hashOf, readSuites } from './questions.ts';
import { openStoredTrunk, type StoredTrunk } from './stored-trunk.ts';
import { assertUnseen } from './unseen.ts';

/** Entry of the process that examines one version, or prepares the exams of a base model. */

const parent = connectParent();
const send = (message: FromExam) => parent.send(message);

type Opened = Awaited<ReturnType<typeof openModel>>;

/** @param below encoder layers that no version of this exam changes: they run once for all versions */
async function open(
  { dir, provider, threads, suites }: Place,
  { checkpoint, baseHash, precision }: Opened,
  below: number,
) {
  const fixed = await readSuites(suites);
  const { ranking, calibration } = await baseRanking(dir, { baseHash, precision });
  const questions = askedAs(fixed, { precision, ranking: rankingName(ranking) });
  let stored: StoredTrunk | undefined;
  const versions = await createVersions(checkpoint, ortRunner, {
    provider,
    ...(threads === undefined ? {} : { threads }),
    clock: systemClock,
    step: turn,
    layersBelow: below,
    cacheOf: async (trunk) => {
      const file = join(dir, 'exam', `${hashOf(fixed, precision)}-${below}.safetensors`);
      stored = await openStoredTrunk(trunk, { file, baseHash, hiddenSize: checkpoint.config.hiddenSize });
      return stored;
    },
  });
  const language = createLanguage(checkpoint, await loadLexicon());
  const onFixed = async () => stored?.close();
  const asking = { precision, ranking, calibration, questions, fixed, language, onFixed };
  return { versions, asking };
}

const onProgress = (done: number, of: number) => send({ kind: 'progress', done, of });

async function prepare(request: PreparationRequest): Promise<void> {
  const opened = await openModel(request.dir, request.precision);
  const below = Math.max(0, opened.checkpoint.config.layers - request.trainedLayers);
  const { versions, asking } = await open(request, opened, below);
  const { language, fixed, questions, ranking, onFixed } = asking;
  const base = versions.model(baseVersion);
  const marks = await askFixed(base, language, fixed, (done) => onProgress(done, fixed.length), ranking);
  await onFixed();
  send({ kind: 'prepared', questions, marks });
}

async function run(request: ExamRequest): Promise<void> {
  const { version, trial, against, known, heldOutIds } = request;
  const opened = await openModel(request.dir, request.precision);
  const { checkpoint, baseHash } = opened;
  const { config } = checkpoint;
  const files = [version, against, ...(trial ? [trial] : [])].map(({ patch }) => patch);
  const patches = await Promise.all(
    files.filter((file) => file !== null).map((file) => readPatch(file, { config, baseHash })),
  );
  const { versions, asking } = await open(request, opened, layersBelow(patches, config));
  for (const patch of patches) {
    if (patch.id === (trial ?? version).id) assertUnseen(patch.metadata.samples, heldOutIds);
    await versions.load(patch.id, await expandPatch(patch, checkpoint, systemClock));
  }
  const result = await examine({
    ...request,
    version: { id: version.id, model: versions.model(version.id) },
    trial: trial && { id: trial.id, model: versions.model(trial.id) },
    against: {
      id: against.id,
      model: versions.model(against.id),
      ...(known?.questions === asking.questions ? { fixed: known.marks } : {}),
    },
    ...asking,
    at: systemClock.now(),
    // Reported in kilobytes; 0 on systems that do not measure it.
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
    onProgress,
  });
  send({ kind: 'done', ...result });
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
parent.onGone(() => process.exit(0));
parent.onMessage((received) => {
  const message = received as ToExam;
  // Nobody waits for a preparation.
  if (message.kind === 'prepare') setPriority(constants.priority.PRIORITY_LOW);
  const done = message.kind === 'prepare' ? prepare(message.request) : run(message.request);
  done.catch((error: unknown) => send({ kind: 'failed', error: toEngineError(error) }));
});
