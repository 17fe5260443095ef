import { describe, expect, test } from 'vitest';
import type { Handlers, LearnOutcome } from '../../src-main/contract/index.ts';
import { Live } from '../../src-renderer/state/live.svelte.ts';
import { idleLearning, quietSlot } from '../support/fake-slot.ts';
import { training, versions } from '../support/health-fixtures.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

async function live(own: Partial<Handlers> = {}) {
  const ended: LearnOutcome[] = [];
  const watched = watchedClient(own);
  const one = new Live(watched.client, (outcome) => ended.push(outcome));
  const end = await one.start();
  await settled();
  return { live: one, end, ended, ...watched };
}
const last: LearnOutcome = { kind: 'cancelled' };

test('what is told while it is asked is newer than the answers', async () => {
  const answers: (() => void)[] = [];
  const held = <T>(value: T) => new Promise<T>((resolve) => answers.push(() => resolve(value)));
  const watched = watchedClient({
    'learn.state': () => held(idleLearning),
    'slot.view': () => held(quietSlot),
  });
  const one = new Live(watched.client, () => undefined);
  const starting = one.start();
  await settled();
  watched.tell('learning', training());
  watched.tell('slot', { ...quietSlot, replayed: 3 });
  for (const answer of answers) answer();
  await starting;
  expect(one.learning).toEqual(training());
  expect(one.slot?.replayed).toBe(3);
});

describe('the end of a run', () => {
  test('is told once where the run was seen, and the versions are read anew', async () => {
    const { ended, tell, calls } = await live();
    const before = calls('versions.list').length;
    tell('learning', training());
    expect(ended).toEqual([]);
    tell('learning', { ...idleLearning, last });
    tell('learning', { ...idleLearning, last });
    expect(ended).toEqual([last]);
    expect(calls('versions.list')).toHaveLength(before + 1);
  });

  test('of long ago is no news', async () => {
    const { ended, tell } = await live({ 'learn.state': () => ({ ...idleLearning, last }) });
    tell('learning', { ...idleLearning, last });
    expect(ended).toEqual([]);
  });
});

describe('the versions', () => {
  test('are read anew when others answer, come in or are the way back, and not at each view', async () => {
    const { tell, calls } = await live();
    const asked = () => calls('versions.list').length;
    expect(asked()).toBe(1);
    tell('slot', { ...quietSlot, replayed: 3 });
    expect(asked()).toBe(1);
    tell('slot', { ...quietSlot, main: { ...quietSlot.main, version: 'v1' } });
    expect(asked()).toBe(2);
    tell('slot', { ...quietSlot, main: { ...quietSlot.main, version: 'v1' }, backTo: 'base' });
    expect(asked()).toBe(3);
    tell('slot', { ...quietSlot, main: { ...quietSlot.main, version: 'v1' }, backTo: 'base', target: 'v2' });
    await settled();
    expect(asked()).toBe(4);
  });

  test('that could not be read are read at the next view', async () => {
    let fails = true;
    const { live: one, tell } = await live({
      'versions.list': () => {
        if (fails) throw new Error('busy');
        return { versions };
      },
    });
    expect(one.versions).toEqual([]);
    fails = false;
    tell('slot', quietSlot);
    await settled();
    expect(one.versions).toEqual(versions);
  });
});
