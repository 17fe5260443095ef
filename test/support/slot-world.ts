import { fileURLToPath } from 'node:url';
import { type Child, forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Message } from '../../src-main/contract/text.ts';
import type { Engine } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { createEnginePair, type EnginePair } from '../../src-main/engine/pair.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { saveVersion } from '../../src-main/store/versions.ts';
import { Slots } from '../../src-main/versions/live/slots.ts';
import { until } from './processes.ts';
import { versionRecord } from './version-record.ts';

/** The slot over a real store and a real engine process whose host answers with the text: see engine-entry.ts. */

const entry = fileURLToPath(new URL('./engine-entry.ts', import.meta.url));
const suites = fileURLToPath(new URL('../../resources/suites', import.meta.url));

/** Versions of the base `b`; what engine-entry.ts makes of them is in their names. */
export const ids = {
  v1: '1'.repeat(16),
  v2: '2'.repeat(16),
  broken: `b0b0${'0'.repeat(12)}`,
  fatal: `fa7a${'0'.repeat(12)}`,
  constant: `c0c0${'0'.repeat(12)}`,
  notFinite: `0f0f${'0'.repeat(12)}`,
  foreign: 'f'.repeat(16),
} as const;

/** Versions that come and go, sound ones or such as leave something behind. */
export const passing = (kind: 'sound' | 'leaky') =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `${kind === 'leaky' ? '1ea0' : 'a0a0'}${`${i}`.repeat(12)}`);

/** Only one model has a base of its own name. */
const baseOf = (model: string) => (model === 'good' ? 'b' : model);

export interface SlotWorld {
  readonly store: Store;
  readonly engine: EnginePair;
  readonly slots: Slots;
  readonly notices: readonly Message[];
  /** Switches to the model of that name. */
  use(model: string, provider?: 'cpu' | 'auto'): Promise<void>;
  readonly starts: () => number;
  kill(): void;
  ask(
    text: string,
    document?: string,
  ): Promise<{ readonly word: string | undefined; readonly version: string }>;
  until(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export function saveIds(store: Store): void {
  for (const id of [...Object.values(ids), ...passing('sound'), ...passing('leaky')])
    saveVersion(store.write, versionRecord({ id, base: id === ids.foreign ? 'other' : 'b' }));
}

/**
 * @param wrap puts something between slot and engine
 * @param onPrepared called when an engine is ready to take over, just before it does
 */
export async function openSlotWorld(
  dir: string,
  wrap = (engine: Engine): Engine => engine,
  onPrepared: (next: Engine) => void | Promise<void> = () => undefined,
): Promise<SlotWorld> {
  const store = openStore({ dir, clock: systemClock });
  saveIds(store);
  const children: Child[] = [];
  const notices: Message[] = [];
  const make = () =>
    createEngine({
      fork(path, options) {
        const child = forkNode(path, options);
        children.push(child);
        return child;
      },
      entry,
      clock: systemClock,
      log: silentLog,
      choose: async () => ({ provider: 'cpu' as const, note: null }),
    });
  const prepare = (next: Engine, model: string) =>
    slots.prepare(next, baseOf(model)).then(() => onPrepared(next));
  const engine = createEnginePair({ make, prepare: (next, model) => prepare(next, model.dir) });
  const slots = new Slots({
    store,
    engine: wrap(engine),
    clock: systemClock,
    log: silentLog,
    patches: dir,
    suites,
    notify: (text) => notices.push(text),
    onReinstated: () => undefined,
    onLeak: () => void engine.renew(),
  });
  void use('good');
  function use(dir: string, provider: 'cpu' | 'auto' = 'cpu'): Promise<void> {
    return engine.use({ id: dir, dir, provider, standInFor: null }, () => slots.use(baseOf(dir)));
  }
  let asked = 0;
  return {
    store,
    engine,
    slots,
    notices,
    use,
    starts: () => children.length,
    kill: () => children.at(-1)?.kill(),
    async ask(text, document = 'd') {
      const { gaps, version } = await slots.fill(
        { text, maxLength: 1, top: 1 },
        { document, gap: `${asked++}` },
      );
      return { word: gaps[0]?.candidates[0]?.word, version };
    },
    until,
    async close() {
      engine.close();
      await store.close();
    },
  };
}
