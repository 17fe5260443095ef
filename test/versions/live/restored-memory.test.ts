import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../src-main/base/log.ts';
import { collectTrainingSamples, listSamples, listSkipped } from '../../../src-main/learn/samples/collect.ts';
import { createTeaching, type Teaching } from '../../../src-main/learning/teaching.ts';
import { undoFeedback } from '../../../src-main/store/feedback.ts';
import { openStore, type Store } from '../../../src-main/store/open.ts';
import { getSettings, setSettings } from '../../../src-main/store/settings.ts';
import { Slots } from '../../../src-main/versions/live/slots.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { ids, saveIds } from '../../support/slot-world.ts';
import {
  correct,
  listeningEngine,
  modelFolder,
  nothingTold,
  type Said,
  type Told,
  wordsOf,
} from '../../support/taught.ts';
import { tempDir } from '../../support/temp.ts';

/** A state of the history is restored: what the memory holds then, and afterwards. */

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const minute = 60_000;
const clock = manualClock();
let home: string;
let model: string;
let store: Store;
let told: Told;
let slots: Slots;
let teaching: Teaching;

/** The app's services over what the store holds. */
function start(): void {
  store = openStore({ dir: home, clock });
  told = nothingTold();
  const parts = { store, engine: listeningEngine(told), clock, log: silentLog };
  teaching = createTeaching({
    ...parts,
    replay: `${resources}/replay`,
    calibration: `${resources}/calibration`,
    modelDir: () => model,
    versions: () => ['base'],
  });
  slots = new Slots({
    ...parts,
    patches: home,
    suites: `${resources}/suites`,
    notify: () => undefined,
    onReinstated: () => teaching.refresh(),
    onLeak: () => undefined,
  });
  slots.use('b');
}

beforeEach(() => {
  home = tempDir();
  model = modelFolder('a');
  start();
  saveIds(store);
});

afterEach(() => store.close());

async function held(): Promise<string[]> {
  teaching.refresh();
  const settled = teaching.settled(minute);
  await settled;
  return wordsOf(told);
}

function teach(context: string, meant: string, said: Said = {}) {
  clock.advance(minute);
  return correct(store, context, meant, { at: clock.now(), ...said });
}

/** A swap begins, and what it keeps is the state of this moment. @returns the state's id and moment */
function swap(version: string) {
  clock.advance(minute);
  slots.promote(version, 'now');
  const last = slots.router.view().history.at(-1);
  return { id: last?.id ?? 0, at: last?.at ?? 0 };
}

function restore({ id }: { readonly id: number }): void {
  clock.advance(minute);
  slots.router.restore(id);
}

const skipped = () => listSkipped(store.read, clock.now());

test('what was taught since is not remembered, stays and is learned; what is taught then counts at once', async () => {
  teach('订单一直没[MASK]。', '生效');
  const state = swap(ids.v1);
  teach('货物仍未[MASK]。', '签收');
  expect(await held()).toEqual(['生效', '签收'].toSorted());
  expect(skipped()).toEqual({ since: null, count: 0 });

  restore(state);
  expect(await held()).toEqual(['生效']);
  expect(skipped()).toEqual({ since: state.at, count: 1 });
  expect(listSamples(store.read, { limit: 9, offset: 0 }).items.map(({ answer }) => answer)).toContain(
    '签收',
  );
  expect(collectTrainingSamples(store.read, clock.now())).toHaveLength(2);

  teach('合同尚未[MASK]。', '签署');
  expect(await held()).toEqual(['生效', '签署'].toSorted());
  expect(skipped().count).toBe(1);
});

test('it holds after a start of the app, until the writer takes it back', async () => {
  const state = swap(ids.v1);
  teach('货物仍未[MASK]。', '签收');
  restore(state);
  teach('合同尚未[MASK]。', '签署');
  await store.close();
  start();
  expect(await held()).toEqual(['签署']);
  setSettings(store.write, { memorySkips: [] });
  expect(await held()).toEqual(['签收', '签署'].toSorted());
  expect(skipped()).toEqual({ since: null, count: 0 });
});

test('said once more after the restoration, it counts', async () => {
  const state = swap(ids.v1);
  teach('货物仍未[MASK]。', '签收');
  restore(state);
  expect(await held()).toEqual([]);
  teach('货物仍未[MASK]。', '签收');
  expect(await held()).toEqual(['签收']);
  expect(skipped().count).toBe(0);
});

test('another word for the same place gives way to the one before; what was deleted never comes back', async () => {
  const { suggestion } = teach('订单一直没[MASK]。', '生效');
  const { id } = teach('货物仍未[MASK]。', '签收');
  const state = swap(ids.v1);
  teach('订单一直没[MASK]。', '处理', { suggestion });
  undoFeedback(store.write, id);
  expect(await held()).toEqual(['处理']);
  restore(state);
  expect(await held()).toEqual(['生效']);
});

test('a restoration is itself undone by restoring the state before it', async () => {
  const first = swap(ids.v1);
  teach('货物仍未[MASK]。', '签收');
  restore(first);
  expect(await held()).toEqual([]);
  const before = slots.router.view().history.at(-1);
  teach('合同尚未[MASK]。', '签署');
  restore({ id: before?.id ?? 0 });
  expect(await held()).toEqual(['签收']);
  expect(skipped()).toEqual({ since: before?.at, count: 1 });
});

test('a state that was kept while something was left out leaves it out again', async () => {
  const first = swap(ids.v1);
  teach('货物仍未[MASK]。', '签收');
  restore(first);
  teach('合同尚未[MASK]。', '签署');
  const second = swap(ids.v2);
  setSettings(store.write, { memorySkips: [] });
  teach('报告已[MASK]。', '送达');
  expect(await held()).toEqual(['签收', '签署', '送达'].toSorted());
  restore(second);
  expect(await held()).toEqual(['签署']);
  expect(getSettings(store.read).memorySkips).toHaveLength(2);
});
