import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../../src-main/engine/api.ts';
import { openSlotWorld, type SlotWorld } from '../../support/slot-world.ts';
import { tempDir } from '../../support/temp.ts';

/** The slot where a gateway answers: its answers say nothing of the versions on this machine. */

let world: SlotWorld;
let byGateway: string | null = null;

const wrap = (engine: Engine): Engine => ({
  ...engine,
  async fill(request, options) {
    const answer = await engine.fill(request, options);
    return byGateway === null ? answer : { ...answer, gateway: byGateway, version: byGateway };
  },
});

afterEach(() => world.close());

test('a gateway answers without a run being counted for the version in service', async () => {
  world = await openSlotWorld(tempDir(), wrap);
  const runs = () => JSON.stringify(world.slots.router.view().main);
  const before = runs();
  byGateway = 'v9';
  for (let i = 0; i < 5; i++) expect((await world.ask(`x${i}`)).version).toBe('v9');
  expect(runs()).toBe(before);
  // The witness: an answer of this machine does count.
  byGateway = null;
  await world.ask('y');
  expect(runs()).not.toBe(before);
});
