/** The app's own services over a home of their own, with the real engine; shared by benchmarks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCore } from '../../src-main/app/core.ts';
import { createRunning } from '../../src-main/app/running.ts';
import { must } from '../../src-main/base/assert.ts';
import { type Child, type ForkChild, forkNode } from '../../src-main/base/child.ts';
import { systemClock as clock } from '../../src-main/base/clock.ts';
import { silentLog as log } from '../../src-main/base/log.ts';
import { childEntry, resolvePaths } from '../../src-main/base/paths.ts';
import { createEventHub } from '../../src-main/shell/dispatch.ts';
import { openStore } from '../../src-main/store/open.ts';
import { getSettings } from '../../src-main/store/settings.ts';
import { benchModels } from './model.ts';

/** Closed by `close`; the home goes with it. */
export async function openApp() {
  const home = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  const paths = resolvePaths({ BUMO_HOME: home, BUMO_MODELS: benchModels() });
  let engine: Child | null = null;
  const fork: ForkChild = (entry, options) => {
    const child = forkNode(entry, options);
    if (entry === childEntry('engine/engine-process')) engine = child;
    return child;
  };
  const store = openStore({ dir: home, clock });
  const core = createCore({ paths, fork, clock, log, environment: {} });
  const hub = createEventHub();
  const running = createRunning({
    paths,
    fork: forkNode,
    clock,
    log,
    store,
    core,
    hub,
    onBattery: () => false,
  });
  await core.activate(getSettings(store.read));
  return {
    ...running,
    home,
    paths,
    store,
    core,
    model: must(core.active(), 'the real model'),
    crash: () => engine?.kill(),
    async close() {
      running.close();
      core.engine.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
