import { describe, expect, test } from 'vitest';
import type { Need, SlotView } from '../../src-main/contract/index.ts';
import { table } from '../../src-main/texts/table.ts';
import { canPush, needSentence, pushesBlindly, stepsOf } from '../../src-renderer/health/slot-steps.ts';
import { argumentsOf } from '../support/icu.ts';

type Rollout = NonNullable<SlotView['rollout']>;
const rollout = (change: Partial<Rollout>): Rollout => ({
  version: 'a'.repeat(16),
  mode: 'staged',
  phase: 'preparing',
  stages: [0.05, 0.2, 0.5, 1],
  paused: false,
  startedAt: 0,
  ...change,
});
const states = (change: Partial<Rollout>) =>
  stepsOf(rollout(change)).map(({ name, share, state }) => `${name} ${share} ${state}`);

describe('the way into service', () => {
  test('in stages: loading, the shadow, and each share in turn', () => {
    expect(states({ phase: 1 })).toEqual([
      'preparing 0 done',
      'shadow 0 done',
      'stage 0.05 done',
      'stage 0.2 current',
      'stage 0.5 next',
      'stage 1 next',
    ]);
  });

  test('at once: nothing between loading and all of it', () => {
    expect(states({ mode: 'now' })).toEqual(['preparing 0 current', 'stage 1 next']);
    expect(states({ mode: 'now', phase: 3 })).toEqual(['preparing 0 done', 'stage 1 current']);
  });

  test('in the shadow only: no stages, until the writer pushes it into them', () => {
    expect(states({ mode: 'shadow', phase: 'shadow' })).toEqual(['preparing 0 done', 'shadow 0 current']);
    expect(states({ mode: 'shadow', phase: 0 })).toContain('stage 0.05 current');
  });

  test('exactly one step is the current one, whatever the phase', () => {
    const phases = {
      staged: ['preparing', 'shadow', 0, 3],
      shadow: ['preparing', 'shadow', 0, 3],
      now: ['preparing', 3],
    } as const;
    for (const mode of ['staged', 'shadow', 'now'] as const)
      for (const phase of phases[mode])
        expect(states({ mode, phase }).filter((one) => one.endsWith('current'))).toHaveLength(1);
  });

  test('what is being loaded cannot be pushed', () => {
    expect(canPush(rollout({ phase: 'preparing' }))).toBe(false);
    expect(canPush(rollout({ phase: 'shadow' }))).toBe(true);
  });

  test('a decision that the slot waits for is not asked about again', () => {
    expect(pushesBlindly([{ kind: 'wish' }])).toBe(false);
    expect(pushesBlindly([{ kind: 'resume' }, { kind: 'requests', requests: 3 }])).toBe(true);
  });
});

/** Every value that a message asks for. */
describe('sentences of needs', () => {
  const needs: Need[] = [
    { kind: 'requests', requests: 23 },
    { kind: 'use', seconds: 1080 },
    { kind: 'clean-runs', runs: 12 },
    { kind: 'common-runs', runs: 9 },
    { kind: 'slower', ratio: 1.52 },
    { kind: 'comparisons', pairs: 4 },
    { kind: 'resume' },
    { kind: 'wish' },
  ];
  test('give every message the values that it asks for, in both languages', () => {
    const all = needs.map((need) => needSentence(need, String));
    for (const { key, values } of all) {
      const given = Object.keys(values).toSorted();
      expect(argumentsOf(table[key].zh), key).toEqual(given);
      expect(argumentsOf(table[key].en), key).toEqual(given);
    }
  });

  test('read figures as people do', () => {
    expect(needSentence({ kind: 'slower', ratio: 1.52 }, String).values).toEqual({ ratio: '1.5' });
  });
});
