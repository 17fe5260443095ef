import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { connectParent } from '../../base/child.ts';
import { systemClock } from '../../base/clock.ts';
import { turn } from '../../base/turn.ts';
import { createVersions } from '../../fillmask/bert/versions.ts';
import { toEngineError } from '../../fillmask/engine-error.ts';
import { createLanguage } from '../../fillmask/language.ts';
import { loadLexicon } from '../../fillmask/lexicon.ts';
import { expandPatch } from '../../models/expand.ts';
import { readPatch } from '../../models/patch.ts';
import { openModel } from '../../models/precision.ts';
import { ortRunner } from '../../runtime/ort.ts';
import type { ExamRequest, FromExam, ToExam } from './exam-protocol.ts';
import { examine } from './examine.ts';
import { hashOf, readSuites } from './questions.ts';
import { openStoredTrunk, type StoredTrunk } from './stored-trunk.ts';
import { assertUnseen } from './unseen.ts';

/** Entry of the process that examines one version. */

const parent = connectParent();
const send = (message: FromExam) => parent.send(message);

async function run(request: ExamRequest): Promise<void> {
  const { dir, provider, threads, version, trial, against, known, heldOutIds } = request;
  const { checkpoint, baseHash, precision } = await openModel(dir, request.precision);
  const fixed = await readSuites(request.suites);
  const questions = hashOf(fixed, precision);
  let stored: StoredTrunk | undefined;
  const versions = await createVersions(checkpoint, ortRunner, {
    provider,
    ...(threads === undefined ? {} : { threads }),
    clock: systemClock,
    step: turn,
    cacheOf: async (trunk) => {
      const file = join(dir, 'exam', `${questions}.safetensors`);
      stored = await openStoredTrunk(trunk, { file, baseHash, hiddenSize: checkpoint.config.hiddenSize });
      return stored;
    },
  });
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
      ...(known?.questions === questions ? { fixed: known.marks } : {}),
    },
    language: createLanguage(checkpoint, await loadLexicon()),
    fixed,
    precision,
    at: systemClock.now(),
    // Reported in kilobytes; 0 on systems that do not measure it.
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
    onProgress: (done, of) => send({ kind: 'progress', done, of }),
    onFixed: async () => stored?.close(),
  });
  send({ kind: 'done', ...result });
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  const { request } = message as ToExam;
  run(request).catch((error: unknown) => send({ kind: 'failed', error: toEngineError(error) }));
});
