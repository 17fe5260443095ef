import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asWritten } from '../../../src-main/texts/message.ts';
import {
  candidatePlace,
  initialSlot,
  liveCandidate,
  loadOf,
  mainVersion,
  placeNames,
  type Slot,
  type SlotEffect,
  type SlotEvent,
  versionOf,
} from '../../../src-main/versions/policy/state.ts';
import { update } from '../../../src-main/versions/policy/transitions.ts';
import { base } from '../../../src-main/versions/policy/version.ts';

const failure = { code: 'engine-failed', text: asWritten('坏', 'bad') };
const versions = ['v1', 'v2', 'v3', 'v4'];

const script = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('load' as const),
        version: fc.constantFrom(...versions, base),
      }),
    },
    { weight: 12, arbitrary: fc.record({ kind: fc.constantFrom('loaded', 'warmed') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('load-failed', 'check-failed', 'late') }) },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('begin' as const), candidate: fc.boolean() }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('promote', 'abandon') }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('keep' as const), version: fc.constantFrom(...versions) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('fall-back' as const),
        to: fc.constantFrom(...versions, base),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('engine-died', 'engine-back') }) },
  ),
  { minLength: 20, maxLength: 90, size: 'max' },
);

/** An engine that believes what it is told, and callers that hold tickets. */
class World {
  slot: Slot = initialSlot();
  loadedInEngine = new Set<string>();
  tickets: { version: string; load: number }[] = [];
  /** Answers that the engine owes. */
  owed: { kind: 'loaded' | 'warmed'; load: number; generation: number }[] = [];
  late: SlotEvent[] = [];
  effects: SlotEffect[] = [];

  go(event: SlotEvent): void {
    const step = update(this.slot, event);
    if (event.kind === 'engine-died' || event.kind === 'engine-back') {
      this.loadedInEngine.clear();
      this.late.push(...this.owed);
      this.owed = [];
    }
    // Versions whose loading failed take their requests with them: the router retries those.
    if (event.kind === 'refused' || event.kind === 'engine-died' || event.kind === 'engine-back') {
      const gone = (load: number) =>
        placeNames.every((p) => !('load' in step.slot[p]) || loadAt(step.slot, p) !== load);
      this.tickets = this.tickets.filter((one) => one.load === 0 || !gone(one.load));
    }
    this.slot = step.slot;
    this.effects.push(...step.effects);
    for (const effect of step.effects) this.perform(effect);
    this.check();
  }

  private perform(effect: SlotEffect): void {
    if (effect.kind === 'load') {
      expect(this.slot.engine.up, 'a dead engine is asked for nothing').toBe(true);
      this.loadedInEngine.add(effect.version);
      this.owed.push({ kind: 'loaded', load: effect.load, generation: effect.generation });
    } else if (effect.kind === 'warm') {
      this.owed.push({ kind: 'warmed', load: effect.load, generation: effect.generation });
    } else if (effect.kind === 'unload') {
      this.loadedInEngine.delete(effect.version);
      const served = this.tickets.filter((one) => one.version === effect.version);
      expect(served, 'a version is unloaded only after its last request').toEqual([]);
    }
  }

  private check(): void {
    const { slot } = this;
    if (slot.main !== 'base') expect(slot[slot.main].state).toBe('live');
    expect(this.loadedInEngine.size, 'never three').toBeLessThanOrEqual(2);
    const held = placeNames.map((name) => versionOf(slot[name])).filter((one) => one !== null);
    expect(new Set(held.filter((one) => one !== base)).size, 'no version twice').toBe(held.length);
    const under = placeNames.filter(
      (n) => n !== slot.main && n !== slot.kept && ['loading', 'warming', 'live'].includes(slot[n].state),
    );
    expect(under.length, 'one candidate').toBeLessThanOrEqual(1);
    if (slot.kept !== null) {
      expect(['loading', 'warming', 'live'], 'what is kept is ready or will be').toContain(
        slot[slot.kept].state,
      );
      expect(slot.kept).not.toBe(slot.main);
    }
    if (slot.waiting !== null) expect(under).toEqual([]);
    for (const { version, load } of this.tickets) {
      if (load === 0) continue;
      const name = placeNames.find((one) => loadAt(slot, one) === load);
      expect(name, `a request on ${version} still has its place`).toBeDefined();
      expect(versionOf(slot[name ?? 'a'])).toBe(version);
    }
    for (const name of placeNames) {
      const place = slot[name];
      const open = this.tickets.filter((one) => one.load === loadAt(slot, name)).length;
      if (place.state === 'live' || place.state === 'draining') expect(place.inFlight).toBe(open);
      if (place.state === 'draining') expect(open, 'draining ends with its last request').toBeGreaterThan(0);
    }
    if (slot.engine.up) {
      const wanted = placeNames.filter((n) => 'load' in slot[n]).map((n) => versionOf(slot[n]));
      expect([...this.loadedInEngine].sort(), 'the engine holds what the slot says').toEqual(wanted.sort());
    }
  }
}

const loadAt = (slot: Slot, name: 'a' | 'b') => {
  const place = slot[name];
  return 'load' in place ? place.load : -1;
};

test('under any interleaving one version is live, never three; requests finish where they began', () => {
  let promoted = 0;
  let drained = 0;
  let rebuilt = 0;
  let keeping = 0;
  fc.assert(
    fc.property(script, (steps) => {
      const world = new World();
      world.go({ kind: 'engine-back' });
      for (const one of steps) {
        if (one.kind === 'load') world.go({ kind: 'load', version: one.version });
        else if (one.kind === 'loaded' || one.kind === 'warmed') {
          const next = world.owed.shift();
          if (next) world.go(next);
        } else if (one.kind === 'load-failed' || one.kind === 'check-failed') {
          const next = world.owed.shift();
          if (next) world.go({ kind: 'refused', load: next.load, generation: next.generation, failure });
        } else if (one.kind === 'late') {
          const next = world.late.shift();
          const before = world.slot;
          if (next) world.go(next);
          if (next) expect(world.slot, 'what a dead engine says changes nothing').toEqual(before);
        } else if (one.kind === 'begin') {
          const candidate = one.candidate ? liveCandidate(world.slot) : null;
          const version = candidate?.version ?? mainVersion(world.slot);
          const load = candidate?.load ?? loadOf(world.slot, version) ?? 0;
          if (load > 0) world.tickets.push({ version, load });
          world.go({ kind: 'begin', load });
        } else if (one.kind === 'end') {
          const [ticket] = world.tickets.splice(one.which % Math.max(1, world.tickets.length), 1);
          if (ticket) world.go({ kind: 'end', load: ticket.load });
        } else if (one.kind === 'fall-back') {
          world.go({ kind: 'fall-back', to: one.to });
          expect(candidatePlace(world.slot)).toBeNull();
          expect([one.to, base]).toContain(mainVersion(world.slot));
        } else if (one.kind === 'promote') {
          const next = liveCandidate(world.slot)?.version;
          const before = mainVersion(world.slot);
          world.go({ kind: 'promote' });
          expect(mainVersion(world.slot)).toBe(next ?? before);
          if (next) promoted++;
        } else if (one.kind === 'abandon') {
          const before = mainVersion(world.slot);
          world.go({ kind: 'abandon' });
          expect(candidatePlace(world.slot)).toBeNull();
          expect(mainVersion(world.slot)).toBe(before);
        } else if (one.kind === 'keep') {
          const { slot } = world;
          world.go({ kind: 'keep', version: one.version });
          expect(mainVersion(world.slot)).toBe(mainVersion(slot));
          expect(candidatePlace(world.slot), 'no candidate comes or goes').toBe(candidatePlace(slot));
          const { kept } = world.slot;
          if (kept !== slot.kept) {
            expect(versionOf(world.slot[kept ?? 'a'])).toBe(one.version);
            keeping++;
          }
        } else if (one.kind === 'engine-died' || one.kind === 'engine-back') {
          if (one.kind === 'engine-back' && world.loadedInEngine.size > 0) rebuilt++;
          world.go({ kind: one.kind });
        }
        if (placeNames.some((name) => world.slot[name].state === 'draining')) drained++;
      }
      // Once every request has ended and the engine lives, nothing drains and whoever waited is loaded.
      world.go({ kind: 'engine-back' });
      while (world.tickets.length > 0) {
        const ticket = world.tickets.pop();
        if (ticket) world.go({ kind: 'end', load: ticket.load });
      }
      expect(placeNames.map((name) => world.slot[name].state)).not.toContain('draining');
      expect(world.slot.waiting).toBeNull();
    }),
    { numRuns: 3_000 },
  );
  // The script reaches what it is about.
  expect(Math.min(promoted, drained, rebuilt, keeping)).toBeGreaterThan(100);
});

/** A slot with an engine and `v1` live as main. */
function withMain(): Slot {
  let slot = update(initialSlot('v1'), { kind: 'engine-back' }).slot;
  slot = update(slot, { kind: 'loaded', load: 1, generation: 1 }).slot;
  return slot;
}

function run(slot: Slot, ...events: SlotEvent[]) {
  const effects: SlotEffect[] = [];
  for (const event of events) {
    const step = update(slot, event);
    slot = step.slot;
    effects.push(...step.effects);
  }
  return { slot, effects };
}

const up: SlotEvent[] = [
  { kind: 'load', version: 'v2' },
  { kind: 'loaded', load: 3, generation: 1 },
  { kind: 'warmed', load: 3, generation: 1 },
];

const again: SlotEvent[] = [{ kind: 'engine-died' }, { kind: 'engine-back' }];

describe('a slot', () => {
  test('loads, warms and checks a version before it may take traffic', () => {
    const slot = withMain();
    const loading = run(slot, ...up.slice(0, 2));
    expect(loading.effects.map((one) => one.kind)).toEqual(['load', 'warm']);
    expect(liveCandidate(loading.slot)).toBeNull();
    const live = run(loading.slot, ...up.slice(2));
    expect(live.effects).toEqual([{ kind: 'candidate-live', version: 'v2' }]);
    expect(liveCandidate(live.slot)?.version).toBe('v2');
  });

  test('a failed golden check keeps the version out and unloads it', () => {
    const { slot, effects } = run(withMain(), ...up.slice(0, 2), {
      kind: 'refused',
      load: 3,
      generation: 1,
      failure,
    });
    expect(slot.b).toEqual({ state: 'failed', version: 'v2', failure });
    expect(effects.slice(2)).toEqual([
      { kind: 'unload', version: 'v2' },
      { kind: 'failed', version: 'v2', failure, wasMain: false },
    ]);
    expect(mainVersion(slot)).toBe('v1');
  });

  test('with both places busy a new version waits until the old one has drained', () => {
    const begun = run(withMain(), ...up, { kind: 'begin', load: 3 }, { kind: 'load', version: 'v3' });
    expect(begun.slot.b.state).toBe('draining');
    expect(begun.slot.waiting).toBe('v3');
    const ended = run(begun.slot, { kind: 'end', load: 3 });
    expect(ended.effects.map((one) => one.kind)).toEqual(['unload', 'load']);
    expect(versionOf(ended.slot.b)).toBe('v3');
  });

  test('the version before is kept ready, and gives way to a new one after its last request', () => {
    const promoted = run(withMain(), ...up, { kind: 'begin', load: 1 }, { kind: 'promote' });
    expect(promoted.slot).toMatchObject({ kept: 'a', a: { state: 'live' } });
    const next = run(promoted.slot, { kind: 'load', version: 'v3' });
    expect(next.slot).toMatchObject({ kept: null, a: { state: 'draining' }, waiting: 'v3' });
    const ended = run(next.slot, { kind: 'end', load: 1 });
    expect(ended.effects.map((one) => one.kind)).toEqual(['unload', 'load']);
  });

  test('going back revives the old version while it still drains', () => {
    const promoted = run(withMain(), ...up, { kind: 'begin', load: 1 }, { kind: 'promote' });
    const draining = run(promoted.slot, { kind: 'load', version: 'v3' });
    const back = run(draining.slot, { kind: 'fall-back', to: 'v1' });
    expect(mainVersion(back.slot)).toBe('v1');
    expect(back.slot.b.state).toBe('empty');
    expect(back.effects).toEqual([{ kind: 'unload', version: 'v2' }]);
  });

  test('going back works while the engine is dead, to the base model where the old one is gone', () => {
    const dead = run(withMain(), ...up, { kind: 'promote' }, { kind: 'engine-died' });
    for (const [to, answers] of [
      ['v1', 'v1'],
      ['v9', base],
    ] as const) {
      const back = run(dead.slot, { kind: 'fall-back', to });
      expect(mainVersion(back.slot)).toBe(answers);
      expect(back.effects).toEqual([]);
    }
  });

  test('a patch that ends two engines while it loads is given up', () => {
    const once = run(withMain(), ...up.slice(0, 1), { kind: 'engine-died' }, { kind: 'engine-back' });
    expect(once.slot.b).toEqual({ state: 'loading', version: 'v2', load: 3, deaths: 1 });
    expect(once.effects.filter((one) => one.kind === 'load').map((one) => one.version)).toEqual([
      'v2',
      'v1',
      'v2',
    ]);
    // The main version is back, so it is not what the engine was busy with.
    const twice = run(once.slot, { kind: 'loaded', load: 1, generation: 2 }, { kind: 'engine-died' });
    expect(twice.slot.b.state).toBe('failed');
    expect(mainVersion(twice.slot)).toBe('v1');
  });

  test('a main version that ends two engines while they load it again gives way, the candidate is not blamed', () => {
    const { slot } = run(withMain(), ...up, ...again, ...again);
    expect(mainVersion(slot)).toBe('v1');
    const { slot: third, effects } = run(slot, { kind: 'engine-died' });
    expect(mainVersion(third)).toBe(base);
    expect(effects).toEqual([expect.objectContaining({ kind: 'failed', version: 'v1', wasMain: true })]);
    expect(third.b).toMatchObject({ state: 'live', version: 'v2' });
  });

  test('engines that end after everything was loaded, or before they start, blame nobody', () => {
    let slot = withMain();
    for (let i = 0; i < 5; i++) {
      slot = run(slot, ...again, { kind: 'engine-died' }).slot;
      slot = run(slot, { kind: 'engine-back' }).slot;
      const { generation } = slot.engine;
      slot = run(slot, { kind: 'loaded', load: 1, generation }).slot;
    }
    expect(mainVersion(slot)).toBe('v1');
    expect(slot.a).toMatchObject({ state: 'live', reloading: null });
  });

  test('a main version that cannot be loaded again gives way to the base model', () => {
    const again = run(withMain(), { kind: 'engine-died' }, { kind: 'engine-back' });
    const { slot, effects } = run(again.slot, { kind: 'refused', load: 1, generation: 2, failure });
    expect(mainVersion(slot)).toBe(base);
    expect(effects.at(-1)).toEqual({ kind: 'failed', version: 'v1', failure, wasMain: true });
  });
});
