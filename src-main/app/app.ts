import { isAbort, reasonOf } from '../base/error.ts';
import { restrictToOwner } from '../base/owner-only.ts';
import { childEntry } from '../base/paths.ts';
import type { Handlers } from '../contract/index.ts';
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
import { teamPhrases } from '../store/team.ts';
import { createCore } from './core.ts';
import { createGateway } from './gateway.ts';
import { appHandlers } from './handlers/app.ts';
import { dataHandlers } from './handlers/data.ts';
import { deviceHandlers } from './handlers/devices.ts';
import { documentHandlers } from './handlers/documents.ts';
import { engineHandlers, engineState } from './handlers/engine.ts';
import { feedbackHandlers } from './handlers/feedback.ts';
import { fileHandlers } from './handlers/files.ts';
import { gatewayHandlers } from './handlers/gateway.ts';
import { modelHandlers } from './handlers/models.ts';
import { neverHandlers } from './handlers/never.ts';
import { phraseHandlers } from './handlers/phrases.ts';
import { runHandlers } from './handlers/runs.ts';
import { sampleHandlers } from './handlers/samples.ts';
import type { AppOptions, Services } from './handlers/services.ts';
import { suggestHandlers } from './handlers/suggest.ts';
import { taughtHandlers } from './handlers/taught.ts';
import { teamHandlers } from './handlers/team.ts';
import { updateHandlers } from './handlers/updates.ts';
import { versionHandlers } from './handlers/versions.ts';
import { createReach } from './reach.ts';
import { createRunning } from './running.ts';
import { openTeam } from './team.ts';
import { startTeamSchedule } from './team-schedule.ts';

export type { AppOptions } from './handlers/services.ts';

/** The services connected to the contract's handlers, without a transport. */

export interface App {
  readonly handlers: Handlers;
  readonly hub: EventHub;
  /** Lets the page name a file that the writer dropped on it. */
  granted(path: string): void;
  close(): Promise<void>;
}

/** Milliseconds in which an app that is closing can release the store for this one. */
const closingTakes = 3_000;

function openOrLeave({ paths, clock, log, fork }: AppOptions, leave: () => void): Store {
  try {
    return openStore({ dir: paths.home, clock, log, fork });
  } catch (error) {
    leave();
    throw error;
  }
}

/** A failure is tried again at the next start. */
async function doChores(store: Store, { environment, log, paths }: AppOptions): Promise<void> {
  // The folder itself is closed to other users already, so that the start does not wait for its files.
  if (isDue(store.read, 'restrict-files'))
    void restrictToOwner(paths.home)
      .then(() => store.write.open && choreDone(store.write, 'restrict-files'))
      .catch((error: unknown) => log.warn(`permissions of files were not changed: ${reasonOf(error)}`));
  if (!isDue(store.read, 'remove-telemetry')) return;
  try {
    await removeTelemetryFiles(environment);
    choreDone(store.write, 'remove-telemetry');
  } catch (error) {
    log.warn(`files of the runtime's telemetry were not removed: ${reasonOf(error)}`);
  }
}

/** @returns the handlers' services, and what the app closes at its end */
function createServices(options: AppOptions, store: Store) {
  const { paths, fork, clock, log } = options;
  const { home } = paths;
  const hub = createEventHub();
  const core = createCore(options);
  const running = createRunning({ ...options, store, core, hub });
  const parser = createParser({ fork, entry: childEntry('documents/parser-process'), clock });
  const ownPhrases = new OwnPhrases({
    home,
    db: store.write,
    fork,
    clock,
    log,
    onState: (state) => hub.emit('phrases', state),
  });
  const phrasebook = createPhrasebook(paths.resources, () => teamPhrases(store.read));
  const onTaken = () => {
    phrasebook.reload();
    // Loaded now, so that the next key press does not wait for it.
    phrasebook();
  };
  const team = openTeam({ ...options, store, core, hub, running, onTaken });
  const services: Services = {
    ...options,
    ...running,
    store,
    core,
    hub,
    parser: documentParser(parser),
    sources: createSources({ home, clock }),
    ownPhrases,
    phrasebook,
    team,
    reach: createReach(store.read),
    gateway: createGateway({
      home,
      resources: paths.resources,
      engine: core.engine,
      clock,
      modelId: () => core.active()?.id ?? '',
      emit: (settings) => hub.emit('gateway', settings),
    }),
  };
  const watch = createFileWatch({ clock, onChange: (path, state) => hub.emit('file', { path, state }) });
  return { services, running, parser, watch };
}

/**
 * Starts the work that the first seconds of the app have no time for.
 * @returns a function that cancels what has not begun
 */
function workLater({ clock, store, sources, log, phrasebook, ownPhrases }: Services): () => void {
  const cancels = [
    clock.after(3_000, () => void phrasebook()),
    clock.after(20_000, () => {
      sources.prune(sourcesInDrafts(store.read)).catch((error: unknown) => {
        log.warn(`old sources were not removed: ${reasonOf(error)}`);
      });
    }),
    clock.after(30_000, () => ownPhrases.refresh()),
  ];
  return () => {
    for (const cancel of cancels) cancel();
  };
}

function startEngine({ core, store, log, learning }: Services): void {
  // The interface shows a failure; the app stays open so that the writer can choose another model.
  core.activate(getSettings(store.read)).catch((error: unknown) => {
    if (!isAbort(error)) log.warn(`the engine did not start: ${String(error)}`);
  });
  // A run that a crash or a power loss interrupted continues.
  void core.locate(getSettings(store.read)).then(() => learning.resume());
}

/**
 * Opens the store and starts the engine with the model in use.
 * @throws CodedError `app-running`, `store-newer`, `store-unwritable`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { paths, clock } = options;
  const leave = await mustBeAlone({ dir: paths.home, clock, milliseconds: closingTakes });
  const store = openOrLeave(options, leave);
  await doChores(store, options);
  const { services, running, parser, watch } = createServices(options, store);
  const { core, hub, ownPhrases, reach } = services;
  const cancelWork = workLater(services);
  const endTeam = startTeamSchedule(services);
  core.engine.onState(() => hub.emit('engine', engineState(services)));
  startEngine(services);
  return {
    hub,
    granted: (path) => reach.grant(path),
    handlers: {
      ...appHandlers(services),
      ...engineHandlers(services),
      ...modelHandlers(services),
      ...suggestHandlers(services),
      ...feedbackHandlers(services),
      ...neverHandlers(services),
      ...documentHandlers(services),
      ...fileHandlers(services, watch),
      ...sampleHandlers(services),
      ...taughtHandlers(services),
      ...versionHandlers(services),
      ...runHandlers(services),
      ...phraseHandlers(services),
      ...dataHandlers(services),
      ...gatewayHandlers(services),
      ...updateHandlers(services),
      ...deviceHandlers(services),
      ...teamHandlers(services),
    },
    async close() {
      endTeam();
      running.close();
      services.gateway.close();
      await services.team.close();
      cancelWork();
      await ownPhrases.close();
      parser.close();
      core.engine.close();
      watch.close();
      await store.close();
      leave();
    },
  };
}
