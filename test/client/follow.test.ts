import { expect, test } from 'vitest';
import type { EngineState } from '../../src-main/contract/index.ts';
import { follow } from '../../src-renderer/client/follow.ts';
import { createListeners } from '../../src-renderer/client/listeners.ts';

const starting: EngineState = { phase: 'starting', modelId: 'one' };
const none: EngineState = { phase: 'none' };

test('a value is asked for, then followed until that is ended', async () => {
  const { on, deliver } = createListeners();
  const seen: EngineState[] = [];
  const end = await follow(
    { on },
    'engine',
    async () => starting,
    (state) => seen.push(state),
  );
  deliver('engine', none);
  end();
  deliver('engine', starting);
  expect(seen).toEqual([starting, none]);
});

test('what is told while the call is under way is newer than its answer', async () => {
  const { on, deliver } = createListeners();
  const seen: EngineState[] = [];
  const asked = Promise.withResolvers<EngineState>();
  const following = follow(
    { on },
    'engine',
    () => asked.promise,
    (state) => seen.push(state),
  );
  deliver('engine', none);
  asked.resolve(starting);
  await following;
  expect(seen).toEqual([none]);
});

test('a call that fails leaves no subscription behind', async () => {
  const { on, deliver } = createListeners();
  const seen: EngineState[] = [];
  const fail = () => Promise.reject(new Error('gone'));
  await expect(follow({ on }, 'engine', fail, (state) => seen.push(state))).rejects.toThrow('gone');
  deliver('engine', none);
  expect(seen).toEqual([]);
});
