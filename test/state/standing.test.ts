import { expect, test } from 'vitest';
import { asWritten } from '../../src-main/texts/message.ts';
import { standingOf } from '../../src-renderer/state/standing.ts';
import { staged } from '../support/health-fixtures.ts';

test('an answer more changes no standing', () => {
  const main = { ...staged.main, requests: staged.main.requests + 1 };
  expect(standingOf({ ...staged, main })).toBe(standingOf(staged));
});

test.each([
  ['another version answers', { main: { ...staged.main, version: 'other' } }],
  ['the next stage begins', { rollout: staged.rollout && { ...staged.rollout, phase: 2 } }],
  ['it is paused', { rollout: staged.rollout && { ...staged.rollout, paused: !staged.rollout.paused } }],
  ['it is over', { rollout: null }],
  ['the breaker opens', { breaker: { version: 'v', state: 'open' as const, why: null } }],
  ['a version fails', { failure: { version: 'v', code: 'x', text: asWritten('') } }],
  ['going back leads elsewhere', { backTo: 'elsewhere' }],
])('%s: records are read again', (_what, change) => {
  expect(standingOf({ ...staged, ...change })).not.toBe(standingOf(staged));
});
