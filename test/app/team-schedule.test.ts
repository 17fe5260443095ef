import { expect, test } from 'vitest';
import { startTeamSchedule } from '../../src-main/app/team-schedule.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { TeamState } from '../../src-main/contract/index.ts';
import { createEventHub } from '../../src-main/shell/dispatch.ts';
import { openStore } from '../../src-main/store/open.ts';
import { setSettings } from '../../src-main/store/settings.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

const minute = 60_000;
const turns = () => new Promise((resolve) => setTimeout(resolve, 0));

function world(isJoined: boolean) {
  const clock = manualClock();
  const store = openStore({ dir: tempDir(), clock: systemClock });
  const hub = createEventHub();
  const asked: number[] = [];
  const joined = { team: '测试局' } as NonNullable<TeamState['joined']>;
  const state = { joined: isJoined ? joined : null, busy: false };
  const team = {
    state: () => state,
    removeOrphans: () => Promise.resolve(),
    async sync() {
      asked.push(clock.now());
      hub.emit('team', state);
      return state;
    },
  };
  const end = startTeamSchedule({ clock, log: silentLog, store, hub, team });
  const pass = async (minutes: number) => {
    for (let i = 0; i < minutes; i++) {
      clock.advance(minute);
      await turns();
    }
  };
  const set = (teamMinutes: number | null) => hub.emit('settings', setSettings(store.write, { teamMinutes }));
  return { asked, pass, set, end, state, hub };
}

test('a desktop that joined asks soon after the start, and then every hour', async () => {
  const { asked, pass, end } = world(true);
  await pass(1);
  expect(asked).toHaveLength(1);
  await pass(59);
  expect(asked).toHaveLength(1);
  await pass(2);
  expect(asked).toHaveLength(2);
  end();
  await pass(120);
  expect(asked).toHaveLength(2);
});

test('one that did not join asks nothing', async () => {
  const { asked, pass } = world(false);
  await pass(200);
  expect(asked).toEqual([]);
});

test('another interval counts from the change; never means never', async () => {
  const { asked, pass, set } = world(true);
  await pass(1);
  set(15);
  await pass(16);
  expect(asked).toHaveLength(2);
  set(null);
  await pass(2_000);
  expect(asked).toHaveLength(2);
});

test('changes of other settings do not put it off', async () => {
  const { asked, pass, hub, set } = world(true);
  await pass(1);
  for (let i = 0; i < 4; i++) {
    await pass(16);
    set(60);
    hub.emit('team', { joined: null, busy: true });
  }
  expect(asked).toHaveLength(2);
});

test('a desktop that joins later is asked for from then on', async () => {
  const { asked, pass, state, hub } = world(false);
  await pass(2);
  state.joined = { team: '测试局' } as NonNullable<TeamState['joined']>;
  hub.emit('team', state);
  await pass(61);
  expect(asked).toHaveLength(1);
});
