import { CodedError } from '../base/error.ts';
import type { ExamReport } from '../contract/exam.ts';
import { collectTrainingSamples } from '../learn/samples/collect.ts';
import { weightsHash } from '../models/manifest.ts';
import { findVersion } from '../store/versions.ts';
import { message } from '../texts/message.ts';
import type { RunProcesses } from './processes.ts';
import type { RunOptions } from './run.ts';
import { examRequestOf, recordExam } from './run-records.ts';
import { noModel } from './texts.ts';

/**
 * Examines a version that was not trained here, against the version that answers. It is asked the fixed suites and the
 * writer's own samples, of which it was taught none here: the running version may have been.
 * @throws CodedError `no-model`, `not-found`, `patch-foreign`, and why the exam failed
 */
export async function examineTaken(
  options: RunOptions,
  processes: Pick<RunProcesses, 'examine'>,
  id: string,
): Promise<ExamReport> {
  const { store, clock, model } = options;
  const used = model();
  if (!used) throw noModel();
  const version = findVersion(store.read, id);
  if (!version) throw new CodedError('not-found', message('team.no-such-version', { id }));
  const baseHash = await weightsHash(used.dir);
  if (version.base !== baseHash)
    throw new CodedError('patch-foreign', message('models.patch-foreign', { file: version.patchFile }));
  const samples = collectTrainingSamples(store.read, clock.now());
  const context = { baseHash, modelDir: used.dir };
  const request = await examRequestOf(options, context, {
    version: id,
    trial: null,
    heldOut: samples,
    heldOutSentences: [],
    learned: [],
    seed: version.seed,
  });
  const result = await processes.examine(request, () => undefined);
  recordExam(options, context, request, result);
  return result.report;
}
