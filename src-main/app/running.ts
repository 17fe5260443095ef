import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import { answeringVersion } from '../contract/slot.ts';
import { precisionOf } from '../engine/api.ts';
import { createLearning, type Learning } from '../learning/learning.ts';
import { ownSentences } from '../learning/own-sentences.ts';
import { onBattery } from '../learning/power.ts';
import { startSchedule } from '../learning/schedule.ts';
import { createTeaching, type Teaching } from '../learning/teaching.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import { Replay } from '../versions/live/replay.ts';
import { patchesDir, Slots } from '../versions/live/slots.ts';
import { Activity } from './activity.ts';
import type { Core } from './core.ts';
import { tryInt8Later } from './int8-later.ts';

/** The parts that live as long as the app: teaching, the slot and learning, connected to the store and the engine. */

export interface RunningOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly core: Core;
  readonly hub: EventHub;
  /** Another process moves versions in and out of service: decisions of this slot are not stored. */
  readonly guest?: boolean;
  /** Whether the machine runs on its battery. Without it the operating system is asked. */
  readonly onBattery?: () => boolean;
}

export interface Running {
  readonly teaching: Teaching;
  readonly slots: Slots;
  readonly learning: Learning;
  readonly activity: Activity;
  close(): void;
}

/** Fewest milliseconds between two `slot` events. */
const viewEvery = 250;

/** The main version and the candidate of a rollout. */
function versionsInUse({ router }: Slots): string[] {
  const { main, candidate } = router.view();
  return [main.version, ...(candidate ? [candidate.version] : [])];
}

function teachingOf(options: RunningOptions, versions: () => readonly string[]): Teaching {
  const { paths, clock, log, store, core, hub } = options;
  return createTeaching({
    store,
    engine: core.engine,
    clock,
    log,
    replay: join(paths.resources, 'replay'),
    calibration: join(paths.resources, 'calibration'),
    modelDir: () => core.active()?.dir ?? null,
    versions,
    onMeasuring(done, of) {
      const modelId = core.active()?.id;
      if (modelId === undefined) return;
      hub.emit('download', { modelId, phase: 'measuring', done, of });
      if (done === of) hub.emit('download', { modelId, phase: 'measured' });
    },
  });
}

function slotsOf(options: RunningOptions, teaching: Teaching): Slots {
  const { paths, clock, log, store, core, hub, guest = false } = options;
  const slots = new Slots({
    store,
    engine: core.engine,
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
      log.warn('the engine keeps growing; a new process replaces it');
      core.engine.renew().catch((error: unknown) => log.warn(`no new process: ${reasonOf(error)}`));
    },
  });
  slots.use(core.active()?.base ?? null);
  core.onActive((model) => slots.use(model?.base ?? null));
  core.onTakingOver((engine, base) => slots.prepare(engine, base));
  return slots;
}

function learningOf(options: RunningOptions, slots: Slots): Learning {
  const { paths, fork, clock, log, store, core, hub, guest = false } = options;
  return createLearning({
    store,
    fork,
    clock,
    log,
    dir: join(paths.home, 'learning'),
    patches: patchesDir(paths.home),
    resources: paths.resources,
    model: core.active,
    running: () => answeringVersion(slots.router.view()),
    precision: () => precisionOf(core.engine.state()),
    onState: (state) => hub.emit('learning', state),
    offer(version) {
      if (guest) return false;
      slots.offer(version, getSettings(store.read).rolloutMode);
      return true;
    },
    ownSentences: () => (getSettings(store.read).learnFromDocuments ? ownSentences(store.read) : []),
  });
}

/**
 * Emits `slot` events and refreshes teaching when other versions are in use.
 * @returns a function that ends this
 */
function followSlots(slots: Slots, { clock, hub }: RunningOptions, teaching: Teaching): () => void {
  let cancel: (() => void) | null = null;
  let inUse = versionsInUse(slots).join();
  const off = slots.router.onChange(() => {
    const now = versionsInUse(slots).join();
    if (now !== inUse) teaching.refresh();
    inUse = now;
    cancel ??= clock.after(viewEvery, () => {
      cancel = null;
      hub.emit('slot', slots.view());
    });
  });
  return () => {
    cancel?.();
    off();
  };
}

const int8Of = ({ clock, fork, log, core, paths }: RunningOptions, activity: Activity): (() => void) =>
  tryInt8Later({
    clock,
    fork,
    log,
    resources: paths.resources,
    modelDir: () => core.active()?.dir ?? null,
    idle: () => activity.idle(),
  });

export function createRunning(options: RunningOptions): Running {
  const { clock, log, store, core, hub, guest = false } = options;
  const { engine } = core;
  const teaching = teachingOf(options, () => versionsInUse(slots));
  const slots = slotsOf(options, teaching);
  const replay = new Replay({ store, engine, slots, clock, log });
  const learning = learningOf(options, slots);
  const activity = new Activity(clock);
  const endings = [
    startSchedule({
      clock,
      log,
      learning,
      settings: () => getSettings(store.read),
      onBattery: options.onBattery ?? onBattery,
      idle: () => activity.idle(),
      hour: () => new Date(clock.now()).getHours(),
    }),
    () => replay.close(),
    followSlots(slots, options, teaching),
    engine.onProcess(() => teaching.refresh()),
    hub.subscribe((name) => {
      if (name === 'samples' || name === 'settings') teaching.refresh();
      if (name === 'samples') learning.refresh();
    }),
    () => learning.close(),
    ...(guest ? [] : [int8Of(options, activity)]),
  ];
  return {
    teaching,
    slots,
    learning,
    activity,
    close() {
      for (const end of endings) end();
    },
  };
}
