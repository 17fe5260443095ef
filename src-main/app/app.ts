import { isAbort, reasonOf } from '../base/error.ts';
import { childEntry } from '../base/paths.ts';
import type { EngineState, Handlers } from '../contract/index.ts';
import { answeringVersion } from '../contract/slot.ts';
import { documentParser } from '../documents/document-parser.ts';
import { createFileWatch } from '../documents/files/watch.ts';
import { createParser } from '../documents/parser.ts';
import { createSources } from '../documents/sources.ts';
import { OwnPhrases } from '../phrases/own-phrases.ts';
import { createPhrasebook } from '../phrases/phrasebook.ts';
import { removeTelemetryFiles } from '../runtime/telemetry-files.ts';
import { createEventHub, type EventHub } from '../shell/dispatch.ts';
import { mustBeAlone } from '../store/alone.ts';
import { choreDone, isDue } from '../store/chores.ts';
import { sourcesInDrafts } from '../store/draft-sources.ts';
import { openStore, type Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { createCore } from './core.ts';
import { appHandlers } from './handlers/app.ts';
import { documentHandlers } from './handlers/documents.ts';
import { fileHandlers } from './handlers/files.ts';
import { keepingHandlers } from './handlers/keeping.ts';
import { modelHandlers } from './handlers/models.ts';
import { phraseHandlers } from './handlers/phrases.ts';
import { runHandlers } from './handlers/runs.ts';
import { sampleHandlers } from './handlers/samples.ts';
import type { AppOptions, Services } from './handlers/services.ts';
import { suggestHandlers } from './handlers/suggest.ts';
import { versionHandlers } from './handlers/versions.ts';
import { createRunning } from './running.ts';

export type { AppOptions } from './handlers/services.ts';

/** Wires the services into the contract's handlers. Knows no transport. */

export interface App {
  readonly handlers: Handlers;
  readonly hub: EventHub;
  close(): Promise<void>;
}

/** The engine's state with the version that answers, which only the slot knows. */
function engineState({ core, slots }: Services): EngineState {
  const state = core.engine.state();
  return state.phase === 'ready' ? { ...state, version: answeringVersion(slots.router.view()) } : state;
}

/** Milliseconds after the start. */
const pruneAfter = 20_000;
/** Milliseconds after the start in which the folders of own documents are not yet looked through. */
const refreshAfter = 30_000;
/** Milliseconds after the start. */
const warmAfter = 3_000;
/** Milliseconds in which an app that is closing lets the next one in. */
const closingTakes = 3_000;

function openOrLeave({ paths, clock, log }: AppOptions, leave: () => void): Store {
  try {
    return openStore({ dir: paths.home, clock, log });
  } catch (error) {
    leave();
    throw error;
  }
}

/** A failure is tried again at the next start. */
async function doChores(store: Store, { environment, log }: AppOptions): Promise<void> {
  if (!isDue(store.read, 'remove-telemetry')) return;
  try {
    await removeTelemetryFiles(environment);
    choreDone(store.write, 'remove-telemetry');
  } catch (error) {
    log.warn(`files of the runtime's telemetry were not removed: ${reasonOf(error)}`);
  }
}

/**
 * Opens the store and starts the engine with the model in use.
 * @throws CodedError `app-running`, `store-newer`, `store-unwritable`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const leave = await mustBeAlone({
    dir: options.paths.home,
    clock: options.clock,
    milliseconds: closingTakes,
  });
  const store = openOrLeave(options, leave);
  await doChores(store, options);
  const hub = createEventHub();
  const core = createCore(options);
  const running = createRunning({ ...options, store, core, hub });
  const { fork, clock, paths } = options;
  const parser = createParser({ fork, entry: childEntry('documents/parser-process'), clock });
  const sources = createSources({ home: paths.home, clock });
  const { log } = options;
  const ownPhrases = new OwnPhrases({
    home: paths.home,
    db: store.write,
    fork,
    clock,
    log,
    onState: (state) => hub.emit('phrases', state),
  });
  const services: Services = {
    ...options,
    ...running,
    store,
    core,
    hub,
    parser: documentParser(parser),
    sources,
    ownPhrases,
    phrasebook: createPhrasebook(paths.resources),
  };
  // What no draft came from is not needed to save any; the start itself has more urgent work.
  const stopPrune = clock.after(pruneAfter, () => {
    sources.prune(sourcesInDrafts(store.read)).catch((error: unknown) => {
      options.log.warn(`old sources were not removed: ${reasonOf(error)}`);
    });
  });
  // Reading the phrasebook takes a moment that nobody should wait for.
  const stopWarming = clock.after(warmAfter, () => void services.phrasebook());
  const stopRefresh = clock.after(refreshAfter, () => ownPhrases.refresh());
  const watch = createFileWatch({
    clock: options.clock,
    onChange: (path, state) => hub.emit('file', { path, state }),
  });
  core.engine.onState(() => hub.emit('engine', engineState(services)));
  // The interface shows a start that fails; the app itself stays up so that another model can be chosen.
  core.activate(getSettings(store.read)).catch((error: unknown) => {
    if (!isAbort(error)) options.log.warn(`the engine did not start: ${String(error)}`);
  });
  // A run that a crash or a power loss cut off goes on by itself.
  void core.locate(getSettings(store.read)).then(() => running.learning.resume());
  return {
    hub,
    handlers: {
      ...appHandlers(services),
      ...modelHandlers(services),
      ...suggestHandlers(services),
      ...keepingHandlers(services),
      ...documentHandlers(services),
      ...fileHandlers(services, watch),
      ...sampleHandlers(services),
      ...versionHandlers(services),
      ...runHandlers(services),
      ...phraseHandlers(services),
      'engine.state': () => engineState(services),
      'engine.restart'() {
        core.engine.restart();
        return {};
      },
    },
    async close() {
      running.close();
      stopPrune();
      stopRefresh();
      stopWarming();
      await ownPhrases.close();
      parser.close();
      core.engine.close();
      watch.close();
      await store.close();
      leave();
    },
  };
}
