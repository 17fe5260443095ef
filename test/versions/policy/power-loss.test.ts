import { describe, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import { noEvidence } from '../../../src-main/versions/policy/rollout.ts';
import { freshSnapshot, type Snapshot } from '../../../src-main/versions/policy/snapshot.ts';
import { base } from '../../../src-main/versions/policy/version.ts';
import { World } from './world.ts';

const read = (text: string | null): Snapshot =>
  text === null ? freshSnapshot(noEvidence) : (JSON.parse(text) as Snapshot);

function replay(world: World, version: string): void {
  for (let i = 0; i < 100; i++) world.router.replayed(version, i % 2 === 0, i % 2 === 0);
}

/** A request whose version the store must allow already. */
function askStored(world: World): void {
  const ticket = world.router.begin({ document: 'd', gap: String(world.requests) });
  const { main, rollout } = read(world.stored());
  const allowed = [base, main, ...(rollout?.phase.name === 'stage' ? [rollout.version] : [])];
  expect(allowed).toContain(ticket.version);
  if (ticket.shadow) expect([...allowed, rollout?.version]).toContain(ticket.shadow);
  world.router.finish(ticket, { kind: 'cancelled' });
  world.ask();
}

const askUntil = (world: World, phase: string) => {
  for (let i = 0; i < 2_000 && world.phase() !== phase; i++) askStored(world);
  expect(world.phase()).toBe(phase);
};

/** Everything that a slot goes through. */
async function life(): Promise<World> {
  const world = new World(3);
  const offer = async (version: string, mode: 'now' | 'staged') => {
    world.router.offer(version, mode, false);
    await world.settled();
    replay(world, version);
  };
  await world.engineBack();
  await offer('v1', 'staged');
  askUntil(world, 'main v1');
  await offer('v2', 'staged');
  askUntil(world, 'stage 2');
  world.router.rollback();
  askStored(world);
  world.faults.set('v3', { errors: 0.5 });
  await offer('v3', 'now');
  askUntil(world, 'main v1');
  await offer('v4', 'now');
  askUntil(world, 'main v4');
  world.router.restore(world.router.view().history[0]?.id ?? 0);
  askStored(world);
  await world.settled();
  world.router.rollback('v1');
  await world.settled();
  askStored(world);
  return world;
}

describe('power loss', () => {
  test('between any two writes: the app starts on a good version, in the stage that was stored, and loses no entry', async () => {
    const { writes } = await life();
    expect(writes.filter((one) => one.kind === 'persist').length).toBeGreaterThan(60);
    for (let cut = 0; cut <= writes.length; cut++) {
      const kept = writes.slice(0, cut);
      const before = new World(cut).stored(kept);
      const stored = read(before);
      const world = new World(cut, before);
      const at = world.phase();
      const { rollout } = stored;
      const wanted = rollout?.phase.name === 'stage' ? `stage ${rollout.phase.index}` : rollout?.phase.name;
      expect(at, `after ${cut} writes`).toBe(wanted ?? `main ${stored.main}`);
      expect([base, 'v1', 'v4'], 'neither the bad version nor one that was given up').toContain(stored.main);
      // At once, before anybody asks for anything.
      const again = world.entries().map((one) => one.id);
      expect(again).toEqual(stored.outbox.map((one) => one.id));
      await world.engineBack();
      expect(world.ask()).not.toBeNull();
      await world.settled();
      const next = world.router.view().rollout;
      if (rollout?.phase.name === 'stage' && next?.phase.name === 'stage')
        expect(next.phase.index - rollout.phase.index).toBeLessThanOrEqual(1);
      if (stored.target) expect(world.phase()).toBe(`main ${stored.target}`);
    }
  });

  test('no entry is lost: what was numbered is in the archive or in the outbox', async () => {
    const { writes } = await life();
    for (let cut = 0; cut <= writes.length; cut++) {
      const kept = writes.slice(0, cut);
      const stored = read(new World(cut).stored(kept));
      const archived = kept.flatMap((one) => (one.kind === 'archive' ? [one.entry.id] : []));
      const known = new Set(
        [...archived, ...stored.outbox, ...stored.history].map((one) =>
          typeof one === 'number' ? one : one.id,
        ),
      );
      for (let id = 1; id <= stored.ids; id++)
        expect(known.has(id), `entry ${id} after ${cut} writes`).toBe(true);
    }
  });

  test('at any time, with crashes of the engine between: no stage is left out, none is done twice', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const rng = seededRng(seed);
      const world = new World(seed);
      await world.engineBack();
      world.router.offer('v1', 'staged', false);
      await world.settled();
      replay(world, 'v1');
      const seen = [world.phase()];
      for (let i = 0; i < 3_000 && world.phase() !== 'main v1'; i++) {
        expect(world.ask(), 'no request is lost').not.toBeNull();
        const luck = rng();
        if (luck < 0.02) await world.restart();
        else if (luck < 0.04) {
          world.router.engineDied();
          expect(world.router.begin({ document: 'd', gap: 'x' }).version).toBe(
            world.router.view().main.version,
          );
          await world.engineBack();
        }
        if (world.phase() !== seen.at(-1)) seen.push(world.phase());
      }
      expect(seen, `seed ${seed}`).toEqual(['shadow', 'stage 0', 'stage 1', 'stage 2', 'stage 3', 'main v1']);
    }
  });
});
