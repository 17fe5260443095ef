import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type RecordEffect,
  type RecordEvent,
  type RecordState,
  unread,
  update,
  type Why,
} from '../../src-renderer/documents/file-record-state.ts';
import type { OpenFile } from '../../src-renderer/documents/open-file.ts';

const fileOf = (name: string, current = true): OpenFile => ({
  name,
  format: 'txt',
  form: null,
  losses: [],
  current,
});

/** The store as it refuses a write that does not follow its newest state. */
class Store {
  record: { revision: string; file: OpenFile | null } | null = null;
  readonly windows: Window[] = [];

  put(effect: Extract<RecordEffect, { type: 'put' }>): boolean {
    if (effect.based !== (this.record?.revision ?? null)) return false;
    this.record = { revision: effect.revision, file: effect.file };
    return true;
  }
}

class Window {
  state: RecordState;
  shown: OpenFile | null = null;
  readonly pending: RecordEffect[] = [];
  readonly store: Store;

  constructor(name: string, store: Store) {
    this.state = unread(name);
    this.store = store;
    store.windows.push(this);
    this.send({ type: 'lost' });
  }

  send(event: RecordEvent): void {
    const { state, effects } = update(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'show') this.shown = effect.file;
      else this.pending.push(effect);
    }
    // One at a time.
    expect(this.pending.length).toBeLessThan(2);
  }

  set(file: OpenFile | null, why: Why): void {
    this.shown = file;
    this.send({ type: 'set', file, why });
  }

  /** @param fails the answer is lost on its way, before or after the write counted */
  answer(fails: 'no' | 'before' | 'after' = 'no'): void {
    const effect = this.pending.shift();
    if (!effect) return;
    if (fails === 'before') this.send({ type: 'failed' });
    else if (effect.type === 'read')
      this.send(fails === 'no' ? { type: 'read', stored: this.store.record } : { type: 'failed' });
    else if (effect.type === 'put') {
      const done = this.store.put(effect);
      if (done) for (const one of this.store.windows) one.send({ type: 'told', revision: effect.revision });
      this.send({ type: fails === 'after' ? 'failed' : done ? 'stored' : 'refused' });
    }
  }

  get idle(): boolean {
    return this.pending.length === 0;
  }
}

function settle(store: Store): void {
  for (let round = 0; round < 5; round++) {
    // The connection is back.
    for (const one of store.windows) one.send({ type: 'lost' });
    while (store.windows.some((one) => !one.idle)) for (const one of store.windows) one.answer();
  }
}

const act = fc.record({
  window: fc.nat(1),
  does: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('file', 'edited' as const) },
    { weight: 3, arbitrary: fc.constantFrom('no', 'before', 'after' as const) },
  ),
});

test('windows come to one record, whatever is refused or lost on its way', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (script) => {
      const store = new Store();
      const windows = [new Window('a', store), new Window('b', store)];
      let made = 0;
      const files = new Set<string>();
      for (const { window, does } of script) {
        const one = windows[window];
        if (!one) continue;
        if (does === 'file') {
          const name = `f${++made}`;
          files.add(name);
          one.set(fileOf(name), 'file');
        } else if (does === 'edited') {
          if (one.shown?.current) one.set({ ...one.shown, current: false }, 'edited');
        } else one.answer(does);
      }
      settle(store);
      for (const { shown, state } of windows) {
        expect(shown).toEqual(store.record?.file ?? null);
        expect(state.own).toBeNull();
      }
      // No file that a window opened or saved is lost to a mark.
      if (files.size > 0) expect(files).toContain(store.record?.file?.name);
    }),
    { numRuns: 2000 },
  );
});

test('an old window adds its mark to what another one saved, and covers nothing of it', () => {
  const store = new Store();
  const [a, b] = [new Window('a', store), new Window('b', store)] as const;
  a.answer();
  b.answer();
  a.set(fileOf('old'), 'file');
  a.answer();
  b.answer();
  expect(b.shown?.name).toBe('old');
  a.set(fileOf('new'), 'file');
  // Before it hears of it.
  b.set({ ...fileOf('old'), current: false }, 'edited');
  a.answer();
  settle(store);
  expect(store.record?.file).toEqual(fileOf('new', false));
  expect([a.shown, b.shown]).toEqual([fileOf('new', false), fileOf('new', false)]);
});

test('a file that is opened before the record is read stays', () => {
  const store = new Store();
  store.record = { revision: '', file: fileOf('stored') };
  const window = new Window('a', store);
  window.set(fileOf('opened'), 'file');
  settle(store);
  expect(store.record.file?.name).toBe('opened');
  expect(window.shown?.name).toBe('opened');
});
