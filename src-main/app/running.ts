import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import { answeringVersion } from '../contract/slot.ts';
import { createLearning, type Learning } from '../learning/learning.ts';
import { ownSentences } from '../learning/own-sentences.ts';
import { onBattery } from '../learning/power.ts';
import { startSchedule } from '../learning/schedule.ts';
import { createTeaching, type Teaching } from '../learning/teaching.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { startReplay } from '../versions/live/replay.ts';
import { createSlots, patchesDir, type Slots } from '../versions/live/slots.ts';
import type { Core } from './core.ts';

/** What lives as long as the app: the memory, the slot and learning, wired to store and engine. */

export interface RunningOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly core: Core;
  readonly hub: EventHub;
  /** Another process moves versions in and out of service: what the slot decides here is not kept. */
  readonly guest?: boolean;
  /** Whether the machine runs on its battery; found out here where the shell does not know. */
  readonly onBattery?: () => boolean;
}

export interface Running {
  readonly teaching: Teaching;
  readonly slots: Slots;
  readonly learning: Learning;
  /** Told whenever the writer does something. */
  readonly activity: { note(): void };
  close(): void;
}

/** The slot's view is told no more often than this. */
const viewEvery = 250;

export function createRunning(options: RunningOptions): Running {
  const { paths, fork, clock, log, store, core, hub, guest = false, onBattery: power } = options;
  const { engine } = core;
  const teaching = createTeaching({
    store,
    engine,
    clock,
    log,
    replay: join(paths.resources, 'replay'),
    modelDir: () => core.active()?.dir ?? null,
    versions: () => versionsInUse(),
    onMeasuring(done, of) {
      const modelId = core.active()?.id;
      if (modelId === undefined) return;
      hub.emit('download', { modelId, phase: 'measuring', done, of });
      if (done === of) hub.emit('download', { modelId, phase: 'measured' });
    },
  });
  /** The main version and the one under way. */
  function versionsInUse(): string[] {
    const { main, candidate } = slots.router.view();
    return [main.version, ...(candidate ? [candidate.version] : [])];
  }
  const slots = createSlots({
    store,
    engine,
    clock,
    log,
    patches: patchesDir(paths.home),
    suites: join(paths.resources, 'suites'),
    guest,
    notify: (text) => hub.emit('notice', { level: 'info', text }),
    onReinstated() {
      hub.emit('settings', getSettings(store.read));
      teaching.refresh();
    },
    onLeak() {
      log.warn('the engine keeps growing; a fresh process takes over');
      engine.renew().catch((error: unknown) => log.warn(`no fresh process: ${reasonOf(error)}`));
    },
  });
  slots.use(core.active()?.base ?? null);
  core.onActive((model) => slots.use(model?.base ?? null));
  core.onTakingOver(slots.prepare);
  const replay = startReplay({ store, engine, slots, clock, log });
  const learning = createLearning({
    store,
    fork,
    clock,
    log,
    dir: join(paths.home, 'learning'),
    patches: patchesDir(paths.home),
    resources: paths.resources,
    model: core.active,
    running: () => answeringVersion(slots.router.view()),
    onState: (state) => hub.emit('learning', state),
    offer(version) {
      if (guest) return false;
      slots.offer(version, getSettings(store.read).rolloutMode);
      return true;
    },
    ownSentences: () => (getSettings(store.read).learnFromDocuments ? ownSentences(store.read) : []),
  });

  let stopTelling: (() => void) | null = null;
  let inUse = versionsInUse().join();
  const offRouter = slots.router.onChange(() => {
    const now = versionsInUse().join();
    if (now !== inUse) teaching.refresh();
    inUse = now;
    stopTelling ??= clock.after(viewEvery, () => {
      stopTelling = null;
      hub.emit('slot', slots.view());
    });
  });
  const offEngine = engine.onProcess(teaching.refresh);
  const offHub = hub.subscribe((name) => {
    if (name === 'samples' || name === 'settings') teaching.refresh();
    if (name === 'samples') learning.refresh();
  });
  let activeAt = clock.monotonic();
  const stopSchedule = startSchedule({
    clock,
    log,
    learning,
    settings: () => getSettings(store.read),
    onBattery: power ?? onBattery,
    idle: () => clock.monotonic() - activeAt,
    hour: () => new Date(clock.now()).getHours(),
  });
  return {
    teaching,
    slots,
    learning,
    activity: {
      note() {
        activeAt = clock.monotonic();
      },
    },
    close() {
      stopSchedule();
      stopTelling?.();
      replay.close();
      offRouter();
      offEngine();
      offHub();
      learning.close();
    },
  };
}
