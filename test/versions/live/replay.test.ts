import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { scrub } from '../../../src-main/privacy/scrub.ts';
import { giveFeedback } from '../../../src-main/store/feedback.ts';
import { recordSuggestion } from '../../../src-main/store/suggestions.ts';
import { Replay, replayGaps } from '../../../src-main/versions/live/replay.ts';
import { ids, openSlotWorld, type SlotWorld } from '../../support/slot-world.ts';
import { tempDir } from '../../support/temp.ts';

const hasty = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 20, run) };
const gaps = 12;
let dir: string;
let world: SlotWorld;
let replay: Replay;

function correct(i: number): void {
  const context = `第${'一二三四五六七八九十甲乙'[i]}份文件已经[MASK]完毕。`;
  const gapStart = context.indexOf('[MASK]');
  recordSuggestion(world.store.write, {
    id: `s${i}`,
    at: i,
    context: scrub(context).text,
    gapStart,
    gapEnd: gapStart + 6,
    offered: [{ word: scrub('准备').text, probability: 0.5 }],
    stage: 'full',
    modelId: 'good',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  giveFeedback(world.store.write, {
    id: `f${i}`,
    suggestionId: `s${i}`,
    at: i,
    kind: 'wrong',
    word: scrub('归档').text,
  });
}

const begin = () => {
  const { store, engine, slots } = world;
  replay = new Replay({ store, engine, slots, clock: hasty, log: silentLog });
};
const replayed = () => world.slots.router.view().evidence.replayed;

beforeEach(async () => {
  dir = tempDir();
  world = await openSlotWorld(dir);
  for (let i = 0; i < gaps; i++) correct(i);
});
afterEach(async () => {
  replay.close();
  await world.close();
});

test('stored gaps count as evidence while nobody writes, each once, and go on after a restart', async () => {
  expect(replayGaps(world.store.read, [ids.v1], 100)).toHaveLength(gaps);
  begin();
  world.slots.promote(ids.v1, 'staged');
  await world.until(() => replayed() > 3);
  replay.close();
  // Evidence is stored with every tenth step and every phase.
  world.slots.router.pause(true);
  const before = replayed();
  await world.close();
  world = await openSlotWorld(dir);
  expect(replayed()).toBe(before);
  begin();
  world.slots.router.pause(false);
  await world.until(() => replayed() === gaps);
  const { comparison } = world.slots.router.view().evidence;
  expect(comparison.wins + comparison.ties + comparison.losses).toBe(gaps);
});

test('a gap gives way to a request', async () => {
  begin();
  world.slots.promote(ids.v1, 'staged');
  await world.until(() => replayed() > 0);
  const before = replayed();
  for (let i = 0; i < 10; i++) await world.ask(`${i}`);
  expect(replayed()).toBeLessThanOrEqual(before + 2);
});
