import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { replaceFile } from '../base/durable.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry, type Paths } from '../base/paths.ts';
import type { Settings } from '../contract/index.ts';
import type { Engine } from '../engine/api.ts';
import { createEngine } from '../engine/engine.ts';
import { measureWith } from '../engine/measure-model.ts';
import { createEnginePair, type EnginePair, supersededStart } from '../engine/pair.ts';
import { defaultModelId, standInModelId } from '../models/catalog.ts';
import { createLibrary, type Library } from '../models/library.ts';
import { weightsHash } from '../models/manifest.ts';
import { availableSources } from '../models/sources/index.ts';
import {
  type Choice,
  candidatesOf,
  chooseProvider,
  distrust,
  type Probe,
  type ProbeCache,
} from '../runtime/providers.ts';

/** The services that the app and the command line share: models on disk and the engine that runs one. */

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
  /** SHA-256 of its weights file: what versions are trained for. */
  readonly base: string;
}

export interface Core {
  readonly library: Library;
  readonly engine: EnginePair;
  /**
   * Starts the engine with the model in use; settles when it answers, or at once where there is none. Where a model
   * answers already, it does so until the other is ready, and goes on where that cannot be used.
   * @throws CodedError why the model cannot be used, `superseded` by a later call
   */
  activate(settings: Settings): Promise<void>;
  /** Finds the model in use without starting an engine; null where there is none. */
  locate(settings: Settings): Promise<ActiveModel | null>;
  /** The model in use; null where there is none. */
  active(): ActiveModel | null;
  /** Called before an engine with another model is asked anything. */
  onActive(listener: (model: ActiveModel | null) => void): void;
  /** Called when an engine is ready to take over from another one, which it does afterwards. */
  onTakingOver(listener: (engine: Engine, base: string) => Promise<void>): void;
  /** Probes the providers anew, whatever is remembered. */
  probe(settings: Settings): Promise<Choice | null>;
}

type ProbeFile = Record<string, readonly Probe[]>;

/** Remembers probes in one small file: a lost or broken one costs a new probe, nothing else. */
function probeCache(home: string, log: Log): ProbeCache {
  const file = join(home, 'providers.json');
  let known: ProbeFile | undefined;
  const load = (): ProbeFile => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as ProbeFile;
    } catch {
      return {};
    }
  };
  const save = async (content: ProbeFile) => {
    await mkdir(home, { recursive: true });
    await replaceFile(file, JSON.stringify(content));
  };
  return {
    read: (key) => {
      known ??= load();
      return known[key] ?? null;
    },
    write(key, probes) {
      known = { ...(known ?? load()), [key]: probes };
      save(known).catch((error: unknown) => log.warn(`provider probes not kept: ${reasonOf(error)}`));
    },
  };
}

export function createCore({ paths, fork, clock, log, environment }: CoreOptions): Core {
  const library = createLibrary({
    modelsDir: paths.models,
    clock,
    sources: (mirror) => availableSources({ resources: paths.resources, environment, mirror }),
    measure: measureWith({ fork, clock, log, resources: paths.resources }),
  });
  const store = probeCache(paths.home, log);
  const key = (modelId: string) => `${process.versions.modules}/${platform()}-${arch()}/${modelId}`;
  const choose = (model: { id: string; dir: string; provider: Settings['provider'] }, fresh = false) =>
    chooseProvider({
      fork,
      entry: childEntry('engine/probe-process'),
      clock,
      model,
      wanted: model.provider,
      candidates: candidatesOf(platform(), arch()),
      cache: { store, key: key(model.id), fresh },
    });
  const preparing: ((engine: Engine, base: string) => Promise<void>)[] = [];
  const engine = createEnginePair({
    make: () =>
      createEngine({
        fork,
        entry: childEntry('engine/engine-process'),
        clock,
        log,
        choose,
        distrust: (model, provider) => distrust(store, key(model.id), provider),
      }),
    async prepare(next, { dir }) {
      const base = await weightsHash(dir);
      await Promise.all(preparing.map((listener) => listener(next, base)));
    },
  });
  let active: ActiveModel | null = null;
  const listeners: ((model: ActiveModel | null) => void)[] = [];
  let asked = 0;

  function enter(model: ActiveModel | null): void {
    active = model;
    for (const listener of listeners) listener(active);
  }

  /** The model in use with what names its weights. */
  async function find(settings: Settings) {
    const model = await pick(settings);
    return { model, found: model && { id: model.id, dir: model.dir, base: await weightsHash(model.dir) } };
  }

  /** The chosen model where it is installed, else the default, else any. */
  async function pick(settings: Settings) {
    const installed = (await library.list()).filter((model) => model.installed).map((model) => model.id);
    const id = [settings.modelId, defaultModelId, ...installed].find(
      (one) => one !== null && installed.includes(one),
    );
    if (!id) return null;
    const { dir } = await library.find(id);
    return {
      id,
      dir,
      provider: settings.provider,
      standInFor: id === standInModelId ? defaultModelId : null,
    };
  }

  return {
    library,
    engine,
    active: () => active,
    async activate(settings) {
      const mine = ++asked;
      const { model, found } = await find(settings);
      // Hashing weights takes long; a later choice may have come first.
      if (mine !== asked) throw supersededStart();
      await engine.use(model, () => enter(found));
    },
    async locate(settings) {
      enter((await find(settings)).found);
      return active;
    },
    onActive: (listener) => void listeners.push(listener),
    onTakingOver: (listener) => void preparing.push(listener),
    async probe(settings) {
      const model = await pick(settings);
      return model && choose(model, true);
    },
  };
}
