import { systemClock as clock } from '../../src-main/base/clock.ts';
import { silentLog as log } from '../../src-main/base/log.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { addRolloutEntry } from '../../src-main/store/rollouts.ts';
import { getSettings, setSettings } from '../../src-main/store/settings.ts';
import { readSlotState, writeSlotState } from '../../src-main/store/slot-state.ts';
import type { Router } from '../../src-main/versions/live/interface.ts';
import { createRouter } from '../../src-main/versions/live/router.ts';

/** @param next called before every store operation. @returns a slot with the real store and an engine that agrees to everything */
export function keptRouter(store: Store, next: () => void): Router {
  return createRouter({
    clock,
    log,
    stored: readSlotState(store.read, 'b'),
    ports: {
      engine: { load: async () => undefined, warm: async () => undefined, unload: async () => undefined },
      persist(snapshot) {
        next();
        writeSlotState(store.write, 'b', snapshot, clock.now());
      },
      archive(entry) {
        next();
        addRolloutEntry(store.write, entry);
      },
      capture: () => JSON.stringify(getSettings(store.read)),
      reinstate(captured) {
        next();
        setSettings(store.write, JSON.parse(captured));
      },
      notify: () => undefined,
    },
  });
}

const arrived = () => new Promise((resolve) => setImmediate(resolve));
let asked = 0;

async function toTheEnd(router: Router): Promise<void> {
  while (router.view().rollout) {
    const ticket = router.begin({ document: 'd', gap: 'g' });
    const run = { milliseconds: 1, finite: true, fingerprint: `${asked++}` };
    router.finish(ticket, { kind: 'answered', run, input: `${asked}`, shadow: null });
    router.push();
    await arrived();
  }
}

/** Takes the slot of a folder through its life; the process ends itself before its `last` store operation, from 1. */
async function live(dir: string, last: number): Promise<never> {
  let operations = 0;
  const router = keptRouter(openStore({ dir, clock }), () => {
    if (++operations >= last) process.kill(process.pid, 'SIGKILL');
  });
  router.engineBack();
  await arrived();
  for (let i = 0; ; i++) {
    await toTheEnd(router);
    router.offer(`${process.pid.toString(16)}-${i}`, i % 3 === 0 ? 'staged' : 'now', false);
    await arrived();
    if (i % 4 === 2) router.abandon();
    await toTheEnd(router);
    if (i % 4 === 1) router.rollback();
    if (i % 5 === 2) router.restore(router.view().history[0]?.id ?? 0);
    await arrived();
  }
}

if (import.meta.main) await live(process.argv[2] ?? '', Number(process.argv[3]));
