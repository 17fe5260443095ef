import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rolloutPlan } from '../../../src-main/versions/policy/plan.ts';
import {
  advance,
  carryOver,
  type Evidence,
  nextPhase,
  noEvidence,
  noteJudgement,
  noteReplay,
  noteRun,
  noteUse,
  type Phase,
  type Rollout,
  startRollout,
} from '../../../src-main/versions/policy/rollout.ts';

const plan = rolloutPlan;
const inPhase = (phase: Phase): Rollout => ({ ...startRollout('v1', 'staged', plan, 0), phase });
const stage = (index: number) => inPhase({ name: 'stage', index });
const minute = 60_000;
const equalPace = { pairs: 60, ratio: 1.1 };

function runs(count: number, from: Evidence = noEvidence, every = minute, failed = false): Evidence {
  let evidence = from;
  for (let i = 0; i < count; i++)
    evidence = noteRun(
      plan,
      evidence,
      { failed, counts: true, agrees: true },
      Math.max(1, evidence.lastAt + every),
    );
  return evidence;
}

const equal = (from: Evidence, gaps = 100) => {
  let evidence = from;
  for (let i = 0; i < gaps; i++) evidence = noteReplay(plan, evidence, i % 2 === 0, i % 2 === 0);
  return evidence;
};

describe('advance', () => {
  test('says what is still needed, each kind by itself', () => {
    const needs = (rollout: Rollout, evidence: Evidence, pace = equalPace) => {
      const decision = advance(rollout, evidence, pace);
      return decision.kind === 'hold' ? decision.needs : decision;
    };
    expect(needs(stage(1), equal(noEvidence))).toEqual([
      { kind: 'requests', requests: 15 },
      { kind: 'use', seconds: 2_400 },
      { kind: 'clean-runs', runs: 65 },
    ]);
    expect(needs(stage(1), runs(70))).toEqual([{ kind: 'comparisons', pairs: 30 }]);
    expect(needs(stage(1), equal(runs(70, noEvidence, 1_000)))).toEqual([{ kind: 'use', seconds: 2_331 }]);
    expect(needs(stage(1), equal(runs(70)), { pairs: 12, ratio: 1.6 })).toEqual([
      { kind: 'common-runs', runs: 18 },
    ]);
    expect(needs(stage(1), equal(runs(70)), { pairs: 30, ratio: 1.6 })).toEqual([
      { kind: 'slower', ratio: 1.6 },
    ]);
    expect(needs({ ...stage(1), paused: true }, equal(runs(70)))).toEqual([{ kind: 'resume' }]);
    expect(needs({ ...stage(1), mode: 'shadow' }, equal(runs(70)))).toEqual([{ kind: 'wish' }]);
    expect(needs(stage(1), equal(runs(70)))).toEqual({ kind: 'next', phase: { name: 'stage', index: 2 } });
    expect(needs(stage(3), equal(runs(70)))).toEqual({ kind: 'finish' });
    expect(needs(inPhase({ name: 'shadow' }), runs(70))).toEqual({
      kind: 'next',
      phase: { name: 'stage', index: 0 },
    });
  });

  test('stops on errors that are too many for chance', () => {
    const bad = runs(3, runs(5), minute, true);
    expect(advance(stage(0), bad, equalPace)).toEqual({
      kind: 'stop',
      opening: { rule: 'errors-sequential', figures: { errors: 3, requests: 8 } },
    });
  });

  test('never goes on unless every minimum is met, whatever was seen', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('run' as const), failed: fc.boolean(), counts: fc.boolean() }),
      fc.record({ kind: fc.constant('clean' as const), times: fc.nat(40) }),
      fc.record({ kind: fc.constant('judge' as const), ofNew: fc.boolean(), accepted: fc.boolean() }),
      fc.record({ kind: fc.constant('replay' as const), a: fc.boolean(), b: fc.boolean() }),
      fc.record({ kind: fc.constant('use' as const), later: fc.integer({ min: -1e7, max: 1e7 }) }),
    );
    let advanced = 0;
    fc.assert(
      fc.property(fc.nat(3), fc.array(step, { maxLength: 60, size: 'max' }), (index, steps) => {
        let evidence = equal(noEvidence, 70);
        for (const one of steps) {
          const at = evidence.lastAt + minute;
          if (one.kind === 'run')
            evidence = noteRun(plan, evidence, { ...one, failed: false, agrees: null }, at);
          else if (one.kind === 'clean') evidence = runs(one.times, evidence);
          else if (one.kind === 'judge') evidence = noteJudgement(plan, evidence, one.ofNew, one.accepted);
          else if (one.kind === 'replay') evidence = noteReplay(plan, evidence, one.a, one.b);
          else evidence = noteUse(plan, evidence, evidence.lastAt + one.later);
        }
        const decision = advance(stage(index), evidence, equalPace);
        const least = plan.stages[index];
        const enough =
          evidence.answered >= (least?.requests ?? 0) &&
          evidence.useMilliseconds >= (least?.seconds ?? 0) * 1_000 &&
          evidence.errors.verdict === 'healthy';
        if (decision.kind === 'next' || decision.kind === 'finish') advanced++;
        if (decision.kind === 'next' || decision.kind === 'finish') expect(enough).toBe(true);
        if (decision.kind === 'hold') expect(decision.needs.length).toBeGreaterThan(0);
        if (decision.kind === 'next') expect(decision.phase).toEqual({ name: 'stage', index: index + 1 });
      }),
      { numRuns: 1_000 },
    );
    expect(advanced).toBeGreaterThan(50);
  });
});

test('silence adds nothing: a pause counts as fifteen minutes at most, a clock set back as nothing', () => {
  const first = runs(1);
  const afterNight = noteUse(plan, first, first.lastAt + 12 * 3_600_000);
  expect(afterNight.useMilliseconds).toBe(plan.idleSeconds * 1_000);
  expect(noteUse(plan, afterNight, 5).useMilliseconds).toBe(afterNight.useMilliseconds);
});

test('a new phase asks for new runs and keeps what was learnt about quality', () => {
  const evidence = carryOver(equal(runs(70)));
  expect(evidence).toMatchObject({ answered: 0, useMilliseconds: 0, errors: { observed: 0 }, replayed: 100 });
  expect(evidence.comparison.ties).toBe(100);
  expect(evidence.agreement.of).toBe(70);
});

test('judgements of the two versions are paired in order of arrival', () => {
  let evidence = noteJudgement(plan, noEvidence, false, true);
  evidence = noteJudgement(plan, evidence, false, false);
  expect(evidence.comparison.ties).toBe(0);
  evidence = noteJudgement(plan, evidence, true, false);
  expect(evidence.comparison).toMatchObject({ wins: 0, ties: 0, losses: 1 });
  evidence = noteJudgement(plan, evidence, true, true);
  expect(evidence.comparison).toMatchObject({ wins: 1, ties: 0, losses: 1 });
  evidence = noteJudgement(plan, evidence, true, true);
  expect(noteJudgement(plan, evidence, false, true).comparison).toMatchObject({
    wins: 1,
    ties: 1,
    losses: 1,
  });
});

test('the modes differ in where they begin', () => {
  const first = (mode: 'now' | 'staged' | 'shadow') => nextPhase(startRollout('v1', mode, plan, 0));
  expect(first('now')).toEqual({ name: 'stage', index: 3 });
  expect(first('staged')).toEqual({ name: 'shadow' });
  expect(first('shadow')).toEqual({ name: 'shadow' });
});

test('the plan climbs 5, 20, 50, 100 % and asks for more the more is at stake', () => {
  const { stages } = plan;
  expect(stages.map((one) => one.share)).toEqual([0.05, 0.2, 0.5, 1]);
  for (const key of ['requests', 'seconds', 'odds'] as const) {
    // At 100 % there is no other version to compare with.
    const values = stages.slice(0, key === 'odds' ? 3 : 4).map((one) => one[key]);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  }
});
