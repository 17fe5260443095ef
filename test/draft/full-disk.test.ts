import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { draftWorld } from './draft-world.ts';

/** A window whose text the store cannot take, since its disk is full. */

const seed = Date.now() % 1_000_000;
const rng = seededRng(seed);
const moments = 50;
const letter = (i: number) => String.fromCodePoint(0x4e00 + i);

test(`at ${moments} moments the disk is full: no letter is lost, and all is stored once there is room, seed ${seed}`, async () => {
  const world = draftWorld(60);
  const one = world.open();
  let typed = 0;
  const type = () => one.insert(rng(), letter(typed++));
  for (let i = 0; i < moments; i++) {
    for (let n = Math.floor(rng() * 4); n >= 0; n--) type();
    await world.wait(Math.floor(rng() * 700));
    world.trouble = 'full';
    one.said.length = 0;
    type();
    await world.wait(600 + Math.floor(rng() * 4000));
    expect([i, one.said]).toEqual([i, expect.arrayContaining(['unsaved'])]);
    expect([i, one.said]).toEqual([i, expect.not.arrayContaining(['saved', 'here'])]);
    const all = Array.from({ length: typed }, (_, n) => letter(n));
    for (const each of all) expect(one.text).toContain(each);
    world.trouble = 'none';
    await world.wait(4000);
    expect([i, one.said.at(-1), world.stored]).toEqual([i, 'saved', one.text]);
    expect(world.storage.length).toBe(0);
  }
});

test('what was typed on a full disk is in the page’s storage too, so that a window that dies leaves it', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '已存');
  await world.wait(600);
  world.trouble = 'full';
  one.insert(0.999, '未存');
  await world.wait(600);
  one.insert(0.999, '也未存');
  await world.wait(400);
  one.kill();
  world.trouble = 'none';
  const next = world.open();
  expect(next.text).toBe('已存');
  await world.takeOver(next);
  await world.wait(1000);
  expect(world.stored).toBe('已存未存也未存');
});
