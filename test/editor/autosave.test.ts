import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAutosave, type Kept, type SaveState } from '../../src-renderer/editor/autosave.ts';
import { manualClock } from '../support/manual-clock.ts';

class Behind extends Error {}

/** An editor, a store that may refuse or lose its answers, and time by hand. */
function desk(latency = 0) {
  const clock = manualClock();
  let text = '';
  let bases = 0;
  let store: { content: string; base: string; journal: string[] } | null = null;
  let broken = false;
  let mute = false;
  const kinds: string[] = [];
  const states: SaveState[] = [];
  const wait = () =>
    latency === 0 ? Promise.resolve() : new Promise<void>((resolve) => clock.after(latency, resolve));
  async function answer(): Promise<void> {
    await wait();
    if (mute) throw new Error('the answer was lost');
  }
  const autosave = createAutosave<string>({
    read: () => text,
    entryOf: (letters) => letters.join(''),
    put: async (content, base) => {
      if (broken) throw new Error('disk full');
      kinds.push('put');
      store = { content, base, journal: [] };
      await answer();
    },
    append: async (entry, { base, seq }: Kept) => {
      if (broken) throw new Error('disk full');
      if (store?.base !== base || store.journal.length !== seq) throw new Behind();
      kinds.push('append');
      store.journal.push(entry);
      await answer();
    },
    isBehind: (error) => error instanceof Behind,
    newBase: () => `b${++bases}`,
    schedule: (ms, run) => clock.after(ms, run),
    onState: (state) => states.push(state),
    kept: null,
  });
  return {
    type(letter: string) {
      text += letter;
      autosave.changed([letter]);
    },
    replace(whole: string) {
      text = whole;
      autosave.replaced();
    },
    async wait(ms: number) {
      // Saves are asynchronous: what they schedule comes between the timers.
      for (let past = 0; past <= ms; past += 50) {
        clock.advance(Math.min(50, ms - past));
        for (let i = 0; i < 8; i++) await Promise.resolve();
      }
    },
    breakDisk: (now: boolean) => {
      broken = now;
    },
    loseAnswers: (now: boolean) => {
      mute = now;
    },
    /** Another window keeps its own version of the document. */
    intrude: () => {
      if (store) store = { ...store, base: 'other' };
    },
    flush: () => autosave.flush(),
    get text() {
      return text;
    },
    get disk() {
      return store ? store.content + store.journal.join('') : '';
    },
    kinds,
    states,
  };
}

test('steady typing is on disk within half a second', async () => {
  const one = desk();
  for (let i = 0; i < 50; i++) {
    one.type('字');
    await one.wait(100);
    expect(one.text.length - one.disk.length).toBeLessThanOrEqual(5);
  }
});

test('it never says saved while the disk is behind', async () => {
  const actions = fc.array(
    fc.constantFrom('type', 'wait', 'long', 'break', 'mend', 'flush', 'mute', 'hear', 'intrude', 'replace'),
    {
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(actions, fc.constantFrom(0, 70, 600), async (script, latency) => {
      const one = desk(latency);
      for (const action of script) {
        if (action === 'type') one.type('x');
        if (action === 'wait') await one.wait(150);
        if (action === 'long') await one.wait(4000);
        if (action === 'break') one.breakDisk(true);
        if (action === 'mend') one.breakDisk(false);
        if (action === 'flush') one.flush();
        if (action === 'mute') one.loseAnswers(true);
        if (action === 'hear') one.loseAnswers(false);
        if (action === 'intrude') one.intrude();
        if (action === 'replace') one.replace('另一份');
        await one.wait(0);
        if (one.text !== one.disk) expect(one.states.at(-1)).not.toBe('saved');
      }
      one.breakDisk(false);
      one.loseAnswers(false);
      await one.wait(20_000);
      expect(one.disk).toBe(one.text);
      if (one.text) expect(one.states.at(-1)).toBe('saved');
    }),
  );
});

test('a document that takes the place of one that is just being kept is kept whole', async () => {
  const one = desk(70);
  one.type('x');
  one.flush();
  one.replace('另一份');
  await one.wait(5_000);
  expect(one.disk).toBe('另一份');
});

test('a refused save is told and tried again with all that came since', async () => {
  const one = desk();
  one.breakDisk(true);
  one.type('a');
  await one.wait(500);
  expect(one.states.at(-1)).toBe('unsaved');
  one.type('b');
  one.breakDisk(false);
  await one.wait(4000);
  expect([one.disk, one.states.at(-1)]).toEqual(['ab', 'saved']);
});

test('typing is kept as a journal; a calm moment makes a whole document of a long one', async () => {
  const one = desk();
  for (let i = 0; i < 60; i++) {
    one.type('字');
    await one.wait(500);
  }
  expect(one.kinds[0]).toBe('put');
  expect(new Set(one.kinds.slice(1))).toEqual(new Set(['append']));
  await one.wait(6000);
  expect(one.kinds.at(-1)).toBe('put');
  expect(one.disk).toBe(one.text);
});

test('what does not follow is kept as a whole at once', async () => {
  const one = desk();
  one.type('a');
  await one.wait(500);
  one.intrude();
  one.type('b');
  await one.wait(500);
  expect([one.disk, one.kinds.at(-1)]).toEqual(['ab', 'put']);
});
