import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src-main/base/log.ts';
import { Settings } from '../../src-main/contract/index.ts';
import type { Learning } from '../../src-main/learning/learning.ts';
import { onBattery } from '../../src-main/learning/power.ts';
import { startSchedule } from '../../src-main/learning/schedule.ts';
import { idleLearning } from '../support/fake-slot.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

interface World {
  begun: number;
  duty: number;
  battery: boolean;
  idle: number;
  hour: number;
  when: Settings['learnWhen'];
  suggested: boolean;
}

function world(change: Partial<World> = {}) {
  const now: World = {
    begun: 0,
    duty: 1,
    battery: false,
    idle: 3_600_000,
    hour: 23,
    when: 'nightly',
    suggested: true,
    ...change,
  };
  const clock = manualClock();
  const learning: Pick<Learning, 'state' | 'begin' | 'pace'> = {
    state: () => ({ ...idleLearning, suggested: now.suggested }),
    async begin() {
      now.begun++;
      now.suggested = false;
      return { outcome: Promise.resolve({ kind: 'cancelled' as const }) };
    },
    pace(who, duty) {
      if (who === 'power') now.duty = duty;
    },
  };
  const stop = startSchedule({
    clock,
    log: silentLog,
    learning: learning as Learning,
    settings: () => Settings.parse({ learnWhen: now.when }),
    onBattery: () => now.battery,
    idle: () => now.idle,
    hour: () => now.hour,
  });
  return { now, clock, stop };
}

describe('a run by night', () => {
  test('begins once when enough waits, the writer is away and the machine is on mains', () => {
    const { now, clock } = world();
    clock.advance(3_600_000);
    expect(now.begun).toBe(1);
  });

  test.each([
    ['by day', { hour: 12 }],
    ['while the writer works', { idle: 60_000 }],
    ['on the battery', { battery: true }],
    ['with too little to learn', { suggested: false }],
    ['where the writer wants to be asked', { when: 'ask' as const }],
    ['where the writer wants none', { when: 'never' as const }],
  ])('does not begin %s', (_, change) => {
    const { now, clock } = world(change);
    clock.advance(3_600_000);
    expect(now.begun).toBe(0);
  });

  test('is not begun any more once the schedule has ended', () => {
    const { now, clock, stop } = world({ hour: 12 });
    stop();
    now.hour = 23;
    clock.advance(3_600_000);
    expect(now.begun).toBe(0);
  });
});

test('a run is slowed on the battery and goes on at full pace on mains', () => {
  const { now, clock } = world({ battery: true });
  expect(now.duty).toBeLessThan(1);
  now.battery = false;
  clock.advance(60_000);
  expect(now.duty).toBe(1);
});

test('a battery is told by what Linux says of its supplies', () => {
  const folder = tempDir();
  const supply = (name: string, type: string, status: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'type'), `${type}\n`);
    writeFileSync(join(folder, name, 'status'), `${status}\n`);
  };
  expect(onBattery(join(folder, 'none'))).toBe(false);
  supply('AC', 'Mains', 'Unknown');
  supply('BAT0', 'Battery', 'Charging');
  expect(onBattery(folder)).toBe(false);
  supply('BAT0', 'Battery', 'Discharging');
  expect(onBattery(folder)).toBe(true);
});
