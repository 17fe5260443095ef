import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { openStore } from '../../../src-main/store/open.ts';
import { rolloutOf } from '../../../src-main/store/rollouts.ts';
import { readSlotState } from '../../../src-main/store/slot-state.ts';
import { parseSnapshot } from '../../../src-main/versions/policy/parse.ts';
import { keptRouter } from '../../support/slot-keeper.ts';
import { tempDir } from '../../support/temp.ts';

const keeper = fileURLToPath(new URL('../../support/slot-keeper.ts', import.meta.url));
/** Enough operations for offers, stages, promotions, roll-backs and a restored state. */
const operations = 45;
const staged = ['shadow', '5 %', '20 %', '50 %', '100 %'];

test(`killed before each of ${operations} store operations: a good version answers, no stage was left out`, async () => {
  const dir = join(tempDir(), 'home');
  const versions = new Set<string>();
  const kinds = new Set<string>();
  for (let last = 1; last <= operations; last++) {
    // The folder is the one that the kill before left behind.
    const { signal } = spawnSync(process.execPath, [keeper, dir, String(last)], { stdio: 'inherit' });
    expect(signal).toBe('SIGKILL');
    const store = openStore({ dir, clock });
    expect(store.notices).toEqual([]);
    const { snapshot, trouble } = parseSnapshot(readSlotState(store.read, 'b'));
    expect(trouble).toBeNull();
    const { main, target, rollout, blocked, outbox } = snapshot;
    expect(blocked).not.toContain(main);
    expect(blocked).not.toContain(rollout?.version);
    const router = keptRouter(store, () => undefined);
    router.engineBack();
    await new Promise((resolve) => setImmediate(resolve));
    const ticket = router.begin({ document: 'd', gap: 'g' });
    expect([main, target, rollout?.version]).toContain(ticket.version);
    router.finish(ticket, { kind: 'cancelled' });
    for (const { version } of [...outbox, ...snapshot.history.map((one) => ({ version: one.main }))])
      versions.add(version);
    for (const entry of outbox)
      expect(rolloutOf(store.read, entry.version).items.map(({ id }) => id)).toContain(entry.id);
    for (const version of versions) {
      const { items, damaged } = rolloutOf(store.read, version);
      expect(damaged).toBe(0);
      for (const { kind } of items) kinds.add(kind);
      const phases = items.flatMap((one) =>
        one.kind === 'phase' && one.version === version ? [one.phase] : [],
      );
      const plan = phases[0] === '100 %' ? ['100 %'] : staged;
      expect(phases, version).toEqual(plan.slice(0, phases.length));
    }
    await store.close();
  }
  expect([...kinds].sort()).toEqual(['back-to', 'ended', 'phase']);
  expect(versions.size).toBeGreaterThan(10);
});
