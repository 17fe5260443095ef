import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ticket } from '../../../src-main/versions/policy/traffic.ts';
import { base } from '../../../src-main/versions/policy/version.ts';
import { World } from './world.ts';

const version = fc.constantFrom('v1', 'v2', 'v3');
const script = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('begin' as const), gap: fc.nat(30) }) },
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('finish' as const), which: fc.nat(9) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('offer' as const),
        version,
        mode: fc.constantFrom('now' as const, 'staged' as const, 'shadow' as const),
        byItself: fc.boolean(),
      }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('settle', 'push', 'burst', 'later') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('abandon', 'pause', 'go-on', 'rollback') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rollback-to' as const), version }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), which: fc.nat(19) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('died', 'back', 'power', 'store', 'refuse') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('bad' as const), version }) },
  ),
  { minLength: 20, maxLength: 120, size: 'max' },
);

type One = typeof script extends fc.Arbitrary<(infer T)[]> ? T : never;

class Scene {
  readonly world = new World(7);
  tickets: Ticket[] = [];
  /** Nothing that a dead engine was asked is owed any more. */
  alive = true;

  /** No version is unloaded under a request. */
  checkUnloads(from: number): void {
    if (!this.alive) return;
    for (const call of this.world.engineCalls.slice(from)) {
      if (!call.startsWith('unload ') || this.world.refused.has(call.slice(7))) continue;
      const name = call.slice(7);
      const open = this.tickets.filter((one) => one.version === name || one.shadow === name);
      expect(open, call).toEqual([]);
    }
  }

  checkStored(): void {
    const { world } = this;
    if (!world.storeWorks) return;
    const text = world.stored();
    if (text === null) return;
    const stored = JSON.parse(text);
    const view = world.router.view();
    expect(view.main.version).toBe(stored.main);
    expect(view.rollout?.version ?? null).toBe(stored.rollout?.version ?? null);
    expect(view.rollout?.phase ?? null).toEqual(stored.rollout?.phase ?? null);
    expect(view.rollout?.version).not.toBe(view.main.version);
  }

  begin(gap: number): void {
    const { world } = this;
    const ticket = world.router.begin({ document: 'd', gap: String(gap) });
    const view = world.router.view();
    expect([base, view.main.version, view.rollout?.version]).toContain(ticket.version);
    if (view.rollout?.phase.name !== 'stage') expect(ticket.version).toBe(view.main.version);
    expect(ticket.shadow).not.toBe(ticket.version);
    this.tickets.push(ticket);
  }

  finish(which: number): void {
    const [ticket] = this.tickets.splice(which % Math.max(1, this.tickets.length), 1);
    if (!ticket) return;
    const retry = this.world.router.finish(ticket, this.world.outcome(ticket));
    expect(this.world.router.finish(ticket, { kind: 'cancelled' }), 'a second end is none').toBeNull();
    if (retry) {
      expect(retry.version).not.toBe(ticket.version);
      this.tickets.push(retry);
    }
  }

  async step(one: One): Promise<void> {
    const { world } = this;
    const { router } = world;
    switch (one.kind) {
      case 'begin':
        return this.begin(one.gap);
      case 'finish':
        return this.finish(one.which);
      case 'burst':
        for (let i = 0; i < 40; i++) world.ask();
        return;
      case 'offer': {
        const stopped = JSON.parse(world.stored() ?? '{"blocked":[]}').blocked.includes(one.version);
        const before = router.view().rollout;
        try {
          router.offer(one.version, one.mode, one.byItself);
        } catch {
          expect(router.view().rollout).toEqual(before);
        }
        if (stopped && one.byItself && world.storeWorks) expect(router.view().rollout).toEqual(before);
        return;
      }
      case 'settle':
        return world.settled();
      case 'later': {
        const { main, rollout } = router.view();
        for (const run of world.timers.splice(0)) run();
        if (rollout === null)
          expect(router.view(), 'nothing changes who answers').toMatchObject({ main, rollout });
        return;
      }
      case 'push':
        if (world.storeWorks) router.push();
        return;
      case 'pause':
      case 'go-on':
        if (world.storeWorks) router.pause(one.kind === 'pause');
        return;
      case 'abandon':
        router.abandon();
        expect(router.view().rollout).toBeNull();
        return;
      case 'rollback':
      case 'rollback-to': {
        const left = router.view().rollout?.version ?? null;
        const wanted = one.kind === 'rollback-to' ? one.version : null;
        router.rollback(wanted ?? undefined);
        const now = router.begin({ document: 'd', gap: 'back' });
        this.tickets.push(now);
        if (wanted !== null) expect([wanted, base]).toContain(now.version);
        else if (left !== null) expect(now.version).not.toBe(left);
        return;
      }
      case 'restore': {
        const { history } = router.view();
        const saved = history[one.which % Math.max(1, history.length)];
        if (!saved) return;
        router.restore(saved.id);
        expect([saved.main, base]).toContain(router.view().main.version);
        return;
      }
      default:
        return this.disturb(one);
    }
  }

  private async disturb(one: One): Promise<void> {
    const { world } = this;
    switch (one.kind) {
      case 'died':
        this.alive = false;
        world.router.engineDied();
        return;
      case 'back':
        await world.engineBack();
        this.alive = true;
        return;
      case 'power':
        world.storeWorks = true;
        this.tickets = [];
        await world.restart();
        this.alive = true;
        return;
      case 'store':
        world.storeWorks = !world.storeWorks;
        if (world.storeWorks) for (let i = 0; i < 2; i++) world.ask();
        return;
      case 'refuse':
        world.refused.add('v3');
        return;
      case 'bad':
        world.faults.set(one.version, { errors: 0.5 });
        return;
      default:
        return;
    }
  }
}

test('whatever happens in whatever order: what is stored is what serves, and requests keep their version', async () => {
  let finished = 0;
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const scene = new Scene();
      await scene.world.engineBack();
      for (const one of steps) {
        const from = scene.world.engineCalls.length;
        await scene.step(one);
        scene.checkUnloads(from);
        scene.checkStored();
      }
      const kinds = scene.world.entries();
      finished += kinds.filter((one) => one.kind === 'ended' && one.how === 'finished').length;
      opened += kinds.filter((one) => one.kind === 'opened').length;
      // In the end: an engine, a store and nobody waiting. Then only the versions in use are loaded.
      scene.world.storeWorks = true;
      await scene.world.engineBack();
      while (scene.tickets.length > 0) scene.finish(0);
      for (const run of scene.world.timers.splice(0)) run();
      await scene.world.settled();
      expect(scene.world.ask()).not.toBeNull();
      await scene.world.settled();
      const { main, rollout, kept } = scene.world.router.view();
      const inUse = [main.version, rollout?.version ?? base, kept ?? base].filter((one) => one !== base);
      expect([...scene.world.loaded].sort()).toEqual(inUse.sort());
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(finished, opened)).toBeGreaterThan(50);
});
