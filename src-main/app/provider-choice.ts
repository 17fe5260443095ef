import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { replaceFile } from '../base/durable.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { childEntry } from '../base/paths.ts';
import type { Provider } from '../contract/index.ts';
import type { EngineModel } from '../engine/state.ts';
import {
  type Choice,
  candidatesOf,
  chooseProvider,
  distrust,
  type Probe,
  type ProbeCache,
} from '../runtime/providers.ts';

type ProbesByKey = Record<string, readonly Probe[]>;

/** Stores probes in `providers.json`. A missing or broken file costs a new probe, nothing else. */
function probeFile(home: string, log: Log): ProbeCache {
  const file = join(home, 'providers.json');
  let known: ProbesByKey | undefined;
  const load = (): ProbesByKey => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as ProbesByKey;
    } catch {
      return {};
    }
  };
  const save = async (content: ProbesByKey) => {
    await mkdir(home, { recursive: true, mode: ownerOnlyFolder });
    await replaceFile(file, JSON.stringify(content));
  };
  return {
    read: (key) => {
      known ??= load();
      return known[key] ?? null;
    },
    write(key, probes) {
      known = { ...(known ?? load()), [key]: probes };
      save(known).catch((error: unknown) => log.warn(`provider probes were not saved: ${reasonOf(error)}`));
    },
  };
}

/** Chooses the execution provider of each model and remembers the probes of this machine. */
export interface ProviderChoice {
  /** @param fresh probe again, whatever is remembered */
  choose(model: EngineModel, fresh?: boolean): Promise<Choice>;
  /** Records that an engine died under this provider. */
  distrust(model: EngineModel, provider: Provider): void;
}

export function providerChoice(options: {
  readonly home: string;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
}): ProviderChoice {
  const { home, fork, clock, log } = options;
  const store = probeFile(home, log);
  const keyOf = ({ id }: EngineModel) => `${process.versions.modules}/${platform()}-${arch()}/${id}`;
  return {
    choose: (model, fresh = false) =>
      chooseProvider({
        fork,
        entry: childEntry('engine/probe-process'),
        clock,
        model,
        wanted: model.provider,
        candidates: candidatesOf(platform(), arch()),
        cache: { store, key: keyOf(model), fresh },
      }),
    distrust: (model, provider) => distrust(store, keyOf(model), provider),
  };
}
