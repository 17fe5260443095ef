import { readFile } from 'node:fs/promises';
import type { Running } from '../app/running.ts';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { answeringVersion } from '../contract/slot.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { examine, parseSuite } from '../fillmask/evaluate.ts';
import { patchFile } from '../models/patch.ts';
import type { Store } from '../store/open.ts';
import { findVersion } from '../store/versions.ts';
import { message } from '../texts/message.ts';
import { patchesDir } from '../versions/live/slots.ts';
import { withTaughtEngine } from './fill.ts';
import type { Session } from './session.ts';

export interface ExamArguments {
  readonly suite: string;
  readonly maxLength: number;
  readonly model?: string;
  /** `base`, `live`, or a version's id. */
  readonly version: string;
  /** Whether the memory of corrections counts. */
  readonly memory: boolean;
}

/** Enough candidates for a rank to count in the mean reciprocal rank. */
const depth = 20;
/** Longest wait for the engine to learn all corrections, milliseconds. */
const taughtWithin = 600_000;

async function readItems(suite: string) {
  const text = await readFile(suite, 'utf8').catch((cause: unknown) => {
    const why = message('cli.suite-unreadable', { suite, why: causeOf(cause) }, causeOf(cause).detail);
    throw new CodedError('suite-invalid', why, { cause });
  });
  return parseSuite(text);
}

/** Loads the version wanted. @returns its id @throws CodedError `not-found` */
async function load(
  { core, paths }: Session,
  store: Store,
  { slots }: Running,
  wanted: string,
): Promise<string> {
  if (wanted === baseVersion) return baseVersion;
  if (wanted === 'live') return answeringVersion(slots.router.view());
  const version = findVersion(store.read, wanted);
  if (!version || version.removedAt !== null)
    throw new CodedError('not-found', message('cli.no-version', { version: wanted }));
  await core.engine.load(
    { id: wanted, file: patchFile(patchesDir(paths.home), wanted), temperature: version.temperature },
    [],
  );
  return wanted;
}

/** Examines a version on a suite. @throws CodedError `suite-invalid`, whose text names the line, `not-found` */
export async function exam(session: Session, options: ExamArguments): Promise<void> {
  const { suite, maxLength, model, memory } = options;
  const { core, output } = session;
  const items = await readItems(suite);
  const work = async (running: Running, store: Store) => {
    const version = await load(session, store, running, options.version);
    const report = await examine(
      items,
      async ({ text }) =>
        core.engine.fill({ text, maxLength, top: depth, version, taught: memory ? 'all' : 'words' }),
      (done) => output.progress(message('cli.question-of', { done, of: items.length })),
    );
    output.result({ ...report, version, memory }, [
      `version\t${version}`,
      ...Object.entries(report).map(([name, value]) => `${name}\t${Math.round(value * 1e4) / 1e4}`),
    ]);
  };
  await withTaughtEngine(session, model, work, taughtWithin);
}
