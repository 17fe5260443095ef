import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { createListeners } from '../base/listeners.ts';
import type { Log } from '../base/log.ts';
import { childEntry, type Paths } from '../base/paths.ts';
import type { Settings } from '../contract/index.ts';
import type { Engine } from '../engine/api.ts';
import { createEngine } from '../engine/engine.ts';
import { measureWith } from '../engine/measure-model.ts';
import { createEnginePair, type EnginePair, supersededStart } from '../engine/pair.ts';
import type { EngineModel } from '../engine/state.ts';
import { defaultModelId, standInModelId } from '../models/catalog.ts';
import { contactsFile, createContactLog } from '../models/contacts.ts';
import { createLibrary, type Library } from '../models/library.ts';
import { weightsHash } from '../models/manifest.ts';
import { availableSources } from '../models/sources/index.ts';
import type { Choice } from '../runtime/providers.ts';
import { providerChoice } from './provider-choice.ts';

/** The services that the app and the command line share: the models on disk and the engine that runs one of them. */

export interface CoreOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: NodeJS.ProcessEnv;
}

export interface ActiveModel {
  readonly id: string;
  readonly dir: string;
  /** SHA-256 of its weights file, the base of the versions trained on it. */
  readonly base: string;
}

export interface Core {
  readonly library: Library;
  readonly engine: EnginePair;
  /**
   * Starts the engine with the model in use. Settles when the engine answers, or at once if no model is installed.
   * Another model that answers already does so until the new one is ready, and continues if the new one fails.
   * @throws CodedError why the model cannot be used, `superseded` by a later call
   */
  activate(settings: Settings): Promise<void>;
  /** Finds the model in use without starting an engine; null if none is installed. */
  locate(settings: Settings): Promise<ActiveModel | null>;
  /** The model in use; null if none is installed. */
  active(): ActiveModel | null;
  /** The listener runs before an engine with another model gets any request. */
  onActive(listener: (model: ActiveModel | null) => void): void;
  /** The listener runs when an engine is ready to replace another one; the replacement waits for it. */
  onTakingOver(listener: (engine: Engine, base: string) => Promise<void>): void;
  /** Probes the providers again, whatever is remembered; null if no model is installed. */
  probe(settings: Settings): Promise<Choice | null>;
}

/** The chosen model if it is installed, else the default model, else any installed one. */
async function modelInUse(library: Library, settings: Settings): Promise<EngineModel | null> {
  const installed = (await library.list()).filter((model) => model.installed).map((model) => model.id);
  const id = [settings.modelId, defaultModelId, ...installed].find(
    (one) => one !== null && installed.includes(one),
  );
  if (!id) return null;
  const { dir } = await library.find(id);
  const standInFor = id === standInModelId ? defaultModelId : null;
  return { id, dir, provider: settings.provider, standInFor };
}

/** Reads a weights file that has no manifest in full. */
const withBase = async (model: EngineModel | null): Promise<ActiveModel | null> =>
  model && { id: model.id, dir: model.dir, base: await weightsHash(model.dir) };

export const openLibrary = ({ paths, fork, clock, log, environment }: CoreOptions): Library =>
  createLibrary({
    modelsDir: paths.models,
    clock,
    contacts: createContactLog(join(paths.home, contactsFile), clock),
    sources: (mirror) => availableSources({ resources: paths.resources, environment, mirror }),
    measure: measureWith({ fork, clock, log, resources: paths.resources }),
  });

export function createCore(options: CoreOptions): Core {
  const { paths, fork, clock, log } = options;
  const library = openLibrary(options);
  const { choose, distrust } = providerChoice({ home: paths.home, fork, clock, log });
  const entry = childEntry('engine/engine-process');
  const preparing: ((engine: Engine, base: string) => Promise<void>)[] = [];
  const engine = createEnginePair({
    make: () => createEngine({ fork, entry, clock, log, choose, distrust }),
    async prepare(next, { dir }) {
      const base = await weightsHash(dir);
      await Promise.all(preparing.map((listener) => listener(next, base)));
    },
  });
  const activated = createListeners<[ActiveModel | null]>();
  let active: ActiveModel | null = null;
  let activations = 0;

  function enter(model: ActiveModel | null): void {
    active = model;
    activated.tell(model);
  }

  return {
    library,
    engine,
    active: () => active,
    async activate(settings) {
      const mine = ++activations;
      const model = await modelInUse(library, settings);
      const found = await withBase(model);
      // Hashing weights takes long: a later call may have overtaken this one.
      if (mine !== activations) throw supersededStart();
      await engine.use(model, () => enter(found));
    },
    async locate(settings) {
      enter(await withBase(await modelInUse(library, settings)));
      return active;
    },
    onActive: (listener) => void activated.add(listener),
    onTakingOver: (listener) => void preparing.push(listener),
    async probe(settings) {
      const model = await modelInUse(library, settings);
      return model && choose(model, true);
    },
  };
}
