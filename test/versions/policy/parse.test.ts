import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '../../../src-main/texts/message.ts';
import { noPace } from '../../../src-main/versions/policy/breaker.ts';
import { parseSnapshot } from '../../../src-main/versions/policy/parse.ts';
import { advance } from '../../../src-main/versions/policy/rollout.ts';
import { base } from '../../../src-main/versions/policy/version.ts';
import { World } from './world.ts';

/** Real states of a slot on its way. */
async function states(): Promise<readonly string[]> {
  const world = new World();
  await world.engineBack();
  world.router.offer('v1', 'staged', false);
  await world.settled();
  for (let i = 0; i < 100; i++) world.router.replayed('v1', true, i % 5 > 0);
  world.askUntil(() => world.phase() === 'main v1');
  world.router.offer('v2', 'staged', false);
  await world.settled();
  world.faults.set('v2', { errors: 1 });
  world.askUntil(() => world.router.view().rollout === null);
  return world.writes.flatMap((one) => (one.kind === 'persist' ? [one.text] : []));
}

test('what was stored is read back unchanged', async () => {
  for (const text of await states()) {
    const { snapshot, trouble } = parseSnapshot(text);
    expect(trouble).toBeNull();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(JSON.parse(text));
  }
});

test('nothing stored, rubbish and a newer format start on the base model', () => {
  expect(parseSnapshot(null)).toMatchObject({ snapshot: { main: base, rollout: null }, trouble: null });
  for (const text of ['', 'null', '[]', '{', '{"format":1}', '{"format":1,"main":"../x","ids":0}'])
    expect(parseSnapshot(text)).toMatchObject({ snapshot: { main: base }, trouble: 'unreadable' });
  expect(parseSnapshot('{"format":2,"main":"v1"}')).toMatchObject({
    snapshot: { main: base },
    trouble: 'newer',
  });
});

test('a roll-out that is not sound is dropped, the main version is kept', () => {
  const text = JSON.stringify({ format: 1, main: 'v1', ids: 3, rollout: { version: 'v2' }, evidence: {} });
  expect(parseSnapshot(text)).toMatchObject({
    snapshot: { main: 'v1', rollout: null },
    trouble: 'unreadable',
  });
});

test('a stage that its plan does not have is no stage', async () => {
  const text = (await states()).find((one) => one.includes('"phase":{"name":"stage","index":3}')) ?? '';
  const moved = text.replaceAll('"index":3}', '"index":4}');
  expect(moved).not.toBe(text);
  expect(parseSnapshot(moved)).toMatchObject({ snapshot: { rollout: null }, trouble: 'unreadable' });
});

/** Puts `value` in place of one field somewhere in `node`. */
function damage(node: unknown, path: readonly number[], value: unknown): unknown {
  if (typeof node !== 'object' || node === null || path.length === 0) return value;
  const keys = Object.keys(node);
  const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const inner = damage((node as Record<string, unknown>)[key], path.slice(1), value);
  if (Array.isArray(node)) return node.map((one: unknown, i) => (String(i) === key ? inner : one));
  return { ...node, [key]: inner };
}

test('whatever field is damaged, reading never throws and what it gives can be worked with', async () => {
  const all = await states();
  fc.assert(
    fc.property(
      fc.nat(all.length - 1),
      fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }),
      fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 1e308, Number.NaN, '', {}, [])),
      (which, path, value) => {
        const text = JSON.stringify(damage(JSON.parse(all[which] ?? ''), path, value));
        const { snapshot } = parseSnapshot(text);
        expect(snapshot.main).toMatch(/^[0-9a-z-]{1,64}$/);
        const { rollout, evidence } = snapshot;
        if (rollout) {
          expect(rollout.plan.stages.at(-1)?.share).toBe(1);
          advance(rollout, evidence, noPace);
        }
        const world = new World(1, text);
        world.router.engineBack();
        expect(world.ask()).not.toBeNull();
        expect(render(world.router.view().summary, 'zh')).not.toMatch(/NaN|undefined/);
      },
    ),
    { numRuns: 3_000 },
  );
});
