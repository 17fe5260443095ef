import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../src-main/controller/events.ts';
import { checkpointOf, fold } from '../../src-main/controller/fold.ts';
import { commandOf, post, waitingCommands } from '../../src-main/controller/inbox.ts';
import { ledgerFile, openLedger, readState } from '../../src-main/controller/ledger.ts';
import type { ControllerState } from '../../src-main/controller/state.ts';
import { tempDir } from '../support/temp.ts';
import { World } from './world.ts';

/** The ledger on the disk. */

const opened: GatewayEvent = { at: 1, kind: 'opened', format: 1, engine: 'ray', main: 'base', origin: 7 };

/** The events of a roll-out that was stopped. */
async function stoppedLife(): Promise<GatewayEvent[]> {
  const world = new World(1);
  world.faults.set('v1', { errors: 0.2 });
  await world.steps(40);
  return world.lines.map((line) => JSON.parse(line) as GatewayEvent);
}

const stateAfter = (events: readonly GatewayEvent[]) =>
  events.reduce<ControllerState | null>((state, event) => fold(state, event), null);

test('a power loss at any byte leaves the state of the last whole event, and the next one follows it', async () => {
  const events = await stoppedLife();
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const dir = tempDir();
  const file = ledgerFile(dir);
  const size = Buffer.byteLength(text);
  for (let cut = 0; cut <= size; cut += cut > size - 200 ? 1 : 37) {
    writeFileSync(file, text);
    truncateSync(file, cut);
    const whole = text.slice(0, cut).split('\n').length - 1;
    const { ledger, state } = openLedger(dir);
    expect(state, `after ${cut} bytes`).toEqual(stateAfter(events.slice(0, whole)));
    ledger.append(whole === 0 ? opened : { at: 9e12, kind: 'foreign', shares: null });
    ledger.close();
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(whole + 2);
    expect(readState(dir)).not.toBeNull();
  }
});

test.each(['{"at":1', '{"at":2,"kind":"later"}', '{"at":2,"kind":"applied","shares":{"base":7}}'])(
  'a damaged event before the last ends the start: %s',
  (line) => {
    const dir = tempDir();
    writeFileSync(ledgerFile(dir), `${JSON.stringify(opened)}\n${line}\n`);
    appendFileSync(ledgerFile(dir), `${JSON.stringify({ at: 3, kind: 'foreign', shares: null })}\n`);
    expect(() => openLedger(dir)).toThrow('is damaged in its middle');
  },
);

test('a ledger that has grown long begins anew with the same state', async () => {
  const dir = tempDir();
  const { ledger } = openLedger(dir);
  let state = fold(null, opened);
  ledger.append(opened);
  const note = (event: GatewayEvent) => {
    ledger.append(event);
    state = fold(state, event);
  };
  note({ at: 2, kind: 'command', command: { id: 'x', what: 'offer', version: 'v1', acceptance: false } });
  note({ at: 3, kind: 'applied', shares: { base: 0.95, v1: 0.05 } });
  ledger.compact(state);
  const short = statSync(ledgerFile(dir)).size;
  // A long line instead of days of short ones.
  const totals = Object.fromEntries(
    Array.from({ length: 90_000 }, (_, i) => [
      `v1 pod-${i}-${'x'.repeat(40)}`,
      { answered: 1, failed: 0, milliseconds: 1 },
    ]),
  );
  note({ at: 4, kind: 'counted', totals });
  expect(short).toBeLessThan(2_000);
  ledger.compact({ ...state, totals: {} });
  expect(statSync(ledgerFile(dir)).size).toBeLessThan(8_000);
  ledger.append({ at: 5, kind: 'command', command: { id: 'y', what: 'push' } });
  ledger.close();
  const after = readState(dir);
  expect(after?.control.snapshot.rollout?.phase).toEqual({ name: 'stage', index: 1 });
  expect(after?.applied).toEqual({ base: 0.95, v1: 0.05 });
  expect(after?.offered).toEqual(['base', 'v1']);
});

test('after a new beginning, going back still leads to the version before', async () => {
  const world = new World(2);
  while (world.phase() !== 'main v1') await world.step(10);
  const { state } = world.controller;
  const checkpoint: GatewayEvent = {
    at: state.at,
    kind: 'checkpoint',
    format: 1,
    state: checkpointOf(state),
  };
  const back: GatewayEvent = { at: state.at + 1, kind: 'command', command: commandOf({ what: 'back' }) };
  const after = fold(fold(null, JSON.parse(JSON.stringify(checkpoint)) as GatewayEvent), back);
  expect(after.control.snapshot.main).toBe('base');
});

test('commands wait in the order of their posting; a broken file is removed', () => {
  const dir = tempDir();
  const first = commandOf({ what: 'pause' });
  const second = commandOf({ what: 'back' });
  const isWaiting = post(dir, first, 1_000);
  post(dir, second, 20_000);
  writeFileSync(`${dir}/inbox/0-broken.json`, '{');
  const waiting = waitingCommands(dir);
  expect(waiting.map(({ command }) => command)).toEqual([first, second]);
  expect(isWaiting()).toBe(true);
  for (const { done } of waiting) done();
  expect([isWaiting(), waitingCommands(dir)]).toEqual([false, []]);
});
