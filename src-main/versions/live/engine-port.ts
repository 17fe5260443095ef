import { CodedError, reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import { Precision } from '../../contract/schemas.ts';
import { type Engine, precisionOf } from '../../engine/api.ts';
import type { VersionFile } from '../../engine/protocol.ts';
import { baseVersion } from '../../fillmask/bert/versions.ts';
import { askedAs, hashOf, type Question, readSuites } from '../../learn/exam/questions.ts';
import { patchFile } from '../../models/patch.ts';
import { latestMarks } from '../../store/exams.ts';
import type { Store } from '../../store/open.ts';
import { findVersion, type StoredVersion } from '../../store/versions.ts';
import { message } from '../../texts/message.ts';
import { goldensOf, mismatch } from './golden.ts';
import type { Ports } from './ports.ts';
import { warmGaps } from './warm-gaps.ts';

/** How the slot has the engine load, try and unload versions of the record. */

export interface EnginePortOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly log: Log;
  /** Folder of the patches. */
  readonly patches: string;
  /** Folder of the fixed suites. */
  readonly suites: string;
}

/** A version answers so many gaps before it takes traffic, those of its exam among them. */
const warmedWith = 10;

const unknownVersion = (id: string) => new CodedError('not-found', message('versions.unknown', { id }));

const notAsExamined = (text: string) =>
  new CodedError('model-broken', message('versions.not-as-examined', { text }));

/** A version that can be used. @throws CodedError `not-found` */
export function recordOf(store: Store, id: string): StoredVersion {
  const version = findVersion(store.read, id);
  if (!version || version.removedAt !== null) throw unknownVersion(id);
  return version;
}

export function enginePort({ store, engine, log, patches, suites }: EnginePortOptions): Ports['engine'] {
  function fileOf(id: string): VersionFile & { readonly base: string } {
    const { temperature, base } = recordOf(store, id);
    return { id, file: patchFile(patches, id), temperature, base };
  }

  let known: ReturnType<typeof readSuites> | null = null;
  /** They come with the app and do not change while it runs. */
  function questionsOf() {
    known ??= readSuites(suites);
    // One that could not be read is read again the next time.
    known.catch(() => {
      known = null;
    });
    return known;
  }

  /** The latest exam at the engine's precision, else at the other one: its surest answers are the same. */
  function examOf(version: string, base: string, questions: readonly Question[]) {
    for (const precision of [precisionOf(engine.state()), ...Precision.options]) {
      const exam = latestMarks(store.read, { version, base }, hashOf(questions, precision));
      if (exam) return { ...exam, precision };
    }
    return null;
  }

  return {
    async load(id) {
      if (id === baseVersion) return;
      const { base: _, ...file } = fileOf(id);
      await engine.load(file, []);
    },
    async warm(id) {
      if (id === baseVersion) return;
      const { base, ...file } = fileOf(id);
      const questions = await questionsOf();
      const exam = examOf(id, base, questions);
      const goldens = goldensOf(questions, exam?.marks ?? []);
      const recent = warmGaps(store.read, warmedWith - goldens.length);
      const gaps = [...goldens.map(({ text }) => text), ...recent];
      const { answers, ranking } = await engine.load(file, gaps);
      if (!exam) return;
      // The exam looked at probabilities before the temperature was fitted, and maybe before the base was calibrated.
      const sameScale =
        (file.temperature ?? 1) === 1 &&
        exam.questions === askedAs(questions, { precision: exam.precision, ranking });
      const wrong = mismatch(goldens, answers, sameScale);
      if (wrong) throw notAsExamined(wrong.text);
    },
    async unload(id) {
      await engine
        .unload(id)
        .catch((error: unknown) => log.info(`${id} was not unloaded: ${reasonOf(error)}`));
    },
  };
}
