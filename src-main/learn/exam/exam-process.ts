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
import { readPatch } from '../../models/patch.ts';
import { openModel } from '../../models/precision.ts';
import { ortRunner } from '../../runtime/ort.ts';
import { baseRanking } from './base-ranking.ts';
import type { ExamRequest, FromExam, PreparationRequest, ToExam } from './exam-protocol.ts';
import { examine } from './examine.ts';
import { askFixed } from './examinee.ts';
import { askedAs, hashOf, readSuites } from './questions.ts';
import { openStoredTrunk, type StoredTrunk } from './stored-trunk.ts';
import { assertUnseen } from './unseen.ts';

/** Entry of the process that examines one version, or prepares the exams of a base model. */

const parent = connectParent();
const send = (message: FromExam) => parent.send(message);

async function open({ dir, provider, precision: wanted, threads, suites }: PreparationRequest) {
  const { checkpoint, baseHash, precision } = await openModel(dir, wanted);
  const fixed = await readSuites(suites);
  const { ranking, calibration } = await baseRanking(dir, { baseHash, precision });
  const questions = askedAs(fixed, { precision, ranking: rankingName(ranking) });
  let stored: StoredTrunk | undefined;
  const versions = await createVersions(checkpoint, ortRunner, {
    provider,
    ...(threads === undefined ? {} : { threads }),
    clock: systemClock,
    step: turn,
    cacheOf: async (trunk) => {
      const file = join(dir, 'exam', `${hashOf(fixed, precision)}.safetensors`);
      stored = await openStoredTrunk(trunk, { file, baseHash, hiddenSize: checkpoint.config.hiddenSize });
      return stored;
    },
  });
  const language = createLanguage(checkpoint, await loadLexicon());
  const onFixed = async () => stored?.close();
  const asking = { precision, ranking, calibration, questions, fixed, language, onFixed };
  return { checkpoint, baseHash, versions, asking };
}

const onProgress = (done: number, of: number) => send({ kind: 'progress', done, of });

async function prepare(request: PreparationRequest): Promise<void> {
  const { versions, asking } = await open(request);
  const { language, fixed, questions, ranking, onFixed } = asking;
  const base = versions.model(baseVersion);
  const marks = await askFixed(base, language, fixed, (done) => onProgress(done, fixed.length), ranking);
  await onFixed();
  send({ kind: 'prepared', questions, marks });
}

async function run(request: ExamRequest): Promise<void> {
  const { version, trial, against, known, heldOutIds } = request;
  const { checkpoint, baseHash, versions, asking } = await open(request);
  for (const { id, patch } of [version, against, ...(trial ? [trial] : [])]) {
    if (patch === null) continue;
    const read = await readPatch(patch, { config: checkpoint.config, baseHash });
    if (id === (trial ?? version).id) assertUnseen(read.metadata.samples, heldOutIds);
    await versions.load(id, await expandPatch(read, checkpoint, systemClock));
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
  const { request } = message;
  // Nobody waits for a preparation.
  if (message.kind === 'prepare') setPriority(constants.priority.PRIORITY_LOW);
  const done = message.kind === 'prepare' ? prepare(request) : run(message.request);
  done.catch((error: unknown) => send({ kind: 'failed', error: toEngineError(error) }));
});
