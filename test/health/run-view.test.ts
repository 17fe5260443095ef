import { expect, test } from 'vitest';
import { canPause, saidOf, shareDone, standingOf, suiteRows } from '../../src-renderer/learn/run-view.ts';
import { suiteResult } from '../support/exam-report.ts';
import { quietSlot } from '../support/fake-slot.ts';
import { ids, learned, report, staged, training, versions } from '../support/health-fixtures.ts';

const progressOf = (change: Parameters<typeof training>[0]) => {
  const { run } = training(change);
  if (!run) throw new Error('the fixture runs');
  return run.progress;
};

test('how far a phase is, and that it is not known before its length is', () => {
  expect(shareDone(progressOf({ step: 24, steps: 96 }))).toBe(0.25);
  expect(shareDone(progressOf({ step: 0, steps: 0 }))).toBeNull();
  expect(shareDone(progressOf({ step: 97, steps: 96 }))).toBe(1);
});

test('only what the trainer does can be paused', () => {
  expect(
    (['prepare', 'train', 'write', 'exam'] as const).filter((phase) => canPause(progressOf({ phase }))),
  ).toEqual(['prepare', 'train']);
});

test('a new phase and a pause are said aloud, a step is not', () => {
  expect(saidOf(progressOf({ step: 1 }))).toBe(saidOf(progressOf({ step: 2 })));
  expect(saidOf(progressOf({ phase: 'exam' }))).not.toBe(saidOf(progressOf({ phase: 'train' })));
  expect(saidOf(progressOf({ paused: true }))).toBe('paused');
});

test('where the version of a run stands: on its way, in use, kept, or removed since', () => {
  const { last } = learned;
  if (last?.kind !== 'learned') throw new Error('the fixture has learned');
  expect(standingOf(last, staged, versions)).toBe('taking-over');
  expect(standingOf(last, { ...quietSlot, main: { ...quietSlot.main, version: ids[2] } }, versions)).toBe(
    'in-use',
  );
  const watched = staged.candidate && { ...staged.candidate, share: 1 };
  expect(standingOf(last, { ...staged, candidate: watched }, versions)).toBe('in-use');
  expect(standingOf(last, quietSlot, versions)).toBe('kept');
  const removed = versions.map((one) => (one.id === ids[2] ? { ...one, state: 'removed' as const } : one));
  expect(standingOf(last, quietSlot, removed)).toBe('removed');
});

test("the writer's corrections come first, then all suites together, then each; one without questions is left out", () => {
  const suites = [...report.suites, suiteResult('a suite to come', 0.5, 0.5)];
  const rows = suiteRows({ ...report, suites, learned: null });
  expect(rows.map(({ key, suite }) => key ?? suite)).toEqual([
    'heldOutSentences',
    'heldOut',
    'returned',
    'overall',
    'idioms',
    'poetry',
    'technology',
    'medicine',
    'finance',
    'law',
    'daily',
    'a suite to come',
  ]);
  const heldOut = { ...suiteResult('held-out', 0, 0), after: { n: 0, top1: 0, top3: 0, top5: 0, mrr: 0 } };
  expect(suiteRows({ ...report, heldOut }).map(({ key }) => key)).not.toContain('heldOut');
});
