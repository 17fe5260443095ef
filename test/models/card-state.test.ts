import { expect, test } from 'vitest';
import { asWritten } from '../../src-main/texts/message.ts';
import { cardState } from '../../src-renderer/models/card-state.ts';

const model = { id: 'one', installed: true };
const ready = {
  phase: 'ready',
  modelId: 'one',
  version: 'base',
  provider: 'cpu',
  precision: 'float32',
  providerNote: null,
  standInFor: null,
  next: null,
} as const;
const text = asWritten('引擎停了。', 'The engine stopped.');

test('a model that answers is in use; another one is installed', () => {
  expect(cardState(model, ready, 'open')).toEqual({ tag: 'inUse', chosen: true, failure: null });
  expect(cardState({ ...model, id: 'two' }, ready, 'open')).toEqual({
    tag: 'installed',
    chosen: false,
    failure: null,
  });
  expect(cardState({ id: 'two', installed: false }, { phase: 'none' }, 'open').tag).toBeNull();
});

test.each(['lost', 'refused'] as const)(
  'a page whose connection is %s says of no model that it is in use',
  (lost) => {
    expect(cardState(model, ready, lost)).toEqual({ tag: 'installed', chosen: true, failure: null });
  },
);

test('a model that does not answer is not in use, and its card says why', () => {
  expect(cardState(model, { phase: 'starting', modelId: 'one' }, 'open').tag).toBe('starting');
  expect(cardState(model, { phase: 'failed', modelId: 'one', text }, 'open')).toEqual({
    tag: 'stopped',
    chosen: true,
    failure: text,
  });
  expect(cardState(model, { phase: 'restarting', modelId: 'one', attempt: 1, text }, 'open')).toMatchObject({
    tag: 'starting',
    failure: text,
  });
});
