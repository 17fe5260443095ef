import { isAbort } from './base/error.ts';
import type { Handlers } from './contract/index.ts';
import { createCore } from './core.ts';
import { createFileWatch } from './documents/files/watch.ts';
import { appHandlers } from './handlers/app.ts';
import { documentHandlers } from './handlers/documents.ts';
import { fileHandlers } from './handlers/files.ts';
import { keepingHandlers } from './handlers/keeping.ts';
import { modelHandlers } from './handlers/models.ts';
import { sampleHandlers } from './handlers/samples.ts';
import type { AppOptions, Services } from './handlers/services.ts';
import { suggestHandlers } from './handlers/suggest.ts';
import { versionHandlers } from './handlers/versions.ts';
import { createEventHub, type EventHub } from './shell/dispatch.ts';
import { openStore } from './store/open.ts';
import { getSettings } from './store/settings.ts';

export type { AppOptions } from './handlers/services.ts';

/** Wires the services into the contract's handlers. Knows no transport. */

export interface App {
  readonly handlers: Handlers;
  readonly hub: EventHub;
  close(): Promise<void>;
}

/**
 * Opens the store and starts the engine with the model in use.
 * @throws CodedError `store-newer`, `store-unwritable`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const store = openStore({ dir: options.paths.home, clock: options.clock, log: options.log });
  const hub = createEventHub();
  const core = createCore(options);
  const services: Services = { ...options, store, core, hub };
  const watch = createFileWatch({
    clock: options.clock,
    onChange: (path, state) => hub.emit('file', { path, state }),
  });
  core.engine.onState((state) => hub.emit('engine', state));
  // The interface shows a start that fails; the app itself stays up so that another model can be chosen.
  core.activate(getSettings(store.read)).catch((error: unknown) => {
    if (!isAbort(error)) options.log.warn(`the engine did not start: ${String(error)}`);
  });
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
      'engine.state': () => core.engine.state(),
      'engine.restart'() {
        core.engine.restart();
        return {};
      },
    },
    async close() {
      core.engine.close();
      watch.close();
      await store.close();
    },
  };
}
