import type { Core } from '../app/core.ts';
import { createRunning, type Running } from '../app/running.ts';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { silentLog } from '../base/log.ts';
import { childEntry, type Paths } from '../base/paths.ts';
import { Settings } from '../contract/index.ts';
import { type DocumentParser, documentParser } from '../documents/document-parser.ts';
import { createParser } from '../documents/parser.ts';
import { createEventHub, type EventHub } from '../shell/dispatch.ts';
import { beAlone, mustBeAlone } from '../store/alone.ts';
import { openStore, type Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { message } from '../texts/message.ts';
import type { Output } from './output.ts';

/** The services of a command. */
export interface Session {
  readonly core: Core;
  readonly output: Output;
  readonly paths: Paths;
  readonly clock: Clock;
  readonly fork: ForkChild;
  /** Kills the engine's process. */
  readonly crash: () => void;
}

/** Makes the action of a command from what it does in a session. */
export type RunInSession = <A extends unknown[]>(
  command: (session: Session, ...args: A) => Promise<void>,
) => (...args: A) => Promise<void>;

/** Opens the store for `work` and closes it afterwards. @throws CodedError `store-newer`, `store-unwritable` */
export async function withStore<T>(
  { paths, clock }: Session,
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const store = openStore({ dir: paths.home, clock });
  try {
    const result = await work(store);
    await store.purge();
    return result;
  } finally {
    await store.close();
  }
}

/** Starts a parser's process for `work` and ends it afterwards. */
export async function withParser<T>(
  { fork, clock }: Session,
  work: (parser: DocumentParser) => Promise<T>,
): Promise<T> {
  const parser = createParser({ fork, entry: childEntry('documents/parser-process'), clock });
  try {
    return await work(documentParser(parser));
  } finally {
    parser.close();
  }
}

/**
 * Starts the app's services without a window for `work`, and ends them afterwards.
 * @param company `alone`: no app may run, since the command moves versions in and out of service. `beside`: an app may
 * run; the slot's decisions are not stored then
 * @throws CodedError `app-running`, `store-newer`, `store-unwritable`
 */
export async function withRunning<T>(
  session: Session,
  company: 'alone' | 'beside',
  work: (running: Running, hub: EventHub, store: Store) => Promise<T>,
): Promise<T> {
  const { core, paths, clock, fork } = session;
  const wish = { dir: paths.home, clock, milliseconds: 0 };
  const leave = company === 'alone' ? await mustBeAlone(wish) : await beAlone(wish);
  const guest = leave === null;
  try {
    return await withStore(session, async (store) => {
      await core.locate(getSettings(store.read));
      const hub = createEventHub();
      const running = createRunning({ paths, fork, clock, log: silentLog, store, core, hub, guest });
      try {
        return await work(running, hub, store);
      } finally {
        running.close();
      }
    });
  } finally {
    leave?.();
  }
}

/** The writer's settings. */
export const readSettings = (session: Session): Promise<Settings> =>
  withStore(session, (store) => getSettings(store.read));

/** Starts the engine. @throws CodedError `no-model`, `model-not-installed`, or why the model cannot run */
export async function startEngine(session: Session, modelId?: string): Promise<void> {
  await startEngineWith(session, await readSettings(session), modelId);
}

/** As `startEngine`, with settings that were read before. */
export async function startEngineWith(
  { core }: Session,
  settings: Settings,
  modelId?: string,
): Promise<void> {
  if (modelId) await core.library.find(modelId);
  await core.activate(Settings.parse({ ...settings, ...(modelId ? { modelId } : {}) }));
  if (core.active() !== null) return;
  throw new CodedError('no-model', message('cli.no-model'));
}
