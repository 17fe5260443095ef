import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAutosave, type SaveState } from '../../src-renderer/editor/autosave.ts';
import { manualClock } from '../support/manual-clock.ts';

/** An editor, a disk that may refuse, and time by hand. */
function desk() {
  const clock = manualClock();
  let text = '';
  let disk = '';
  let broken = false;
  const states: SaveState[] = [];
  const autosave = createAutosave({
    read: () => text,
    save: async (content) => {
      if (broken) throw new Error('disk full');
      disk = content;
    },
    schedule: (ms, run) => clock.after(ms, run),
    onState: (state) => states.push(state),
  });
  return {
    type(letter: string) {
      text += letter;
      autosave.changed();
    },
    async wait(ms: number) {
      clock.advance(ms);
      // Saves are asynchronous: their ends come after the timers.
      for (let i = 0; i < 5; i++) await Promise.resolve();
    },
    breakDisk: (now: boolean) => {
      broken = now;
    },
    flush: () => autosave.flush(),
    get text() {
      return text;
    },
    get disk() {
      return disk;
    },
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
  const actions = fc.array(fc.constantFrom('type', 'wait', 'long', 'break', 'mend', 'flush'), {
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(actions, async (script) => {
      const one = desk();
      for (const action of script) {
        if (action === 'type') one.type('x');
        if (action === 'wait') await one.wait(150);
        if (action === 'long') await one.wait(4000);
        if (action === 'break') one.breakDisk(true);
        if (action === 'mend') one.breakDisk(false);
        if (action === 'flush') one.flush();
        await one.wait(0);
        if (one.text !== one.disk) expect(one.states.at(-1)).not.toBe('saved');
      }
      one.breakDisk(false);
      await one.wait(5000);
      await one.wait(5000);
      expect(one.disk).toBe(one.text);
      if (one.text) expect(one.states.at(-1)).toBe('saved');
    }),
  );
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
