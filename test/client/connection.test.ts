import { expect, test } from 'vitest';
import {
  type ConnectionEvent,
  type ConnectionState,
  connecting,
  update,
} from '../../src-renderer/client/connection.ts';

/** What was said and how long was waited, over a series of events. */
function run(events: readonly ConnectionEvent[]) {
  let state: ConnectionState = connecting;
  const said: string[] = [];
  const waits: number[] = [];
  for (const event of events) {
    const step = update(state, event);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'say') said.push(effect.connection);
      else waits.push(effect.ms);
    }
  }
  return { said, waits };
}

const opened: ConnectionEvent = { type: 'opened' };
const broke = (known: boolean | null): ConnectionEvent => ({ type: 'broke', known });

test('a first stream that opens is no news', () => {
  expect(run([opened])).toEqual({ said: [], waits: [] });
});

test('a server that is gone is told once, and tried again ever more slowly, yet every few seconds', () => {
  const { said, waits } = run([opened, ...Array.from({ length: 8 }, () => broke(null))]);
  expect(said).toEqual(['lost']);
  expect(waits).toEqual([300, 600, 1200, 2400, 3000, 3000, 3000, 3000]);
});

test('a server that does not know the page is another case than none, and one that does ends it', () => {
  const { said, waits } = run([opened, broke(null), broke(false), opened, broke(true)]);
  expect(said).toEqual(['lost', 'refused', 'open', 'lost']);
  expect(waits.at(-1)).toBe(300);
});
