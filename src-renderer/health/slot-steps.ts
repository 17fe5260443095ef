import type { Need, SlotView } from '../../src-main/contract/index.ts';
import type { Code } from '../i18n/index.svelte.ts';

/** The state of the slot for the panel. Pure: sentences are given by key and values. */

export interface Sentence {
  readonly key: Code;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Step {
  readonly name: 'preparing' | 'shadow' | 'stage';
  /** Share of the gaps in a stage, 0–1. */
  readonly share: number;
  readonly state: 'done' | 'current' | 'next';
}

type Rollout = NonNullable<SlotView['rollout']>;

/** The steps into service. A version that starts at once goes from loading to all gaps. */
export function stepsOf({ mode, phase, stages }: Rollout): Step[] {
  const all = stages.map((share) => ({ name: 'stage', share }) as const);
  const ahead = mode === 'shadow' && typeof phase !== 'number' ? [] : mode === 'now' ? all.slice(-1) : all;
  const steps: Omit<Step, 'state'>[] = [
    { name: 'preparing', share: 0 },
    ...(mode === 'now' ? [] : [{ name: 'shadow', share: 0 } as const]),
    ...ahead,
  ];
  const at =
    typeof phase === 'number'
      ? steps.length - stages.length + phase
      : steps.findIndex(({ name }) => name === phase);
  return steps.map((step, i) => ({ ...step, state: i < at ? 'done' : i === at ? 'current' : 'next' }));
}

/** @param timeOf formats a duration */
export function needSentence(need: Need, timeOf: (seconds: number) => string): Sentence {
  switch (need.kind) {
    case 'requests':
      return { key: 'slot.need.requests', values: { n: need.requests } };
    case 'use':
      return { key: 'slot.need.use', values: { time: timeOf(need.seconds) } };
    case 'clean-runs':
    case 'common-runs':
      return { key: `slot.need.${need.kind}`, values: { n: need.runs } };
    case 'slower':
      return { key: 'slot.need.slower', values: { ratio: need.ratio.toFixed(1) } };
    case 'comparisons':
      return { key: 'slot.need.comparisons', values: { n: need.pairs } };
    case 'resume':
    case 'wish':
      return { key: `slot.need.${need.kind}`, values: {} };
  }
}

/** Whether the writer can advance a version by hand. */
export const canPush = (rollout: Rollout): boolean => rollout.phase !== 'preparing';

/** Advancing against the evidence is confirmed first; a decision that the slot waits for is not. */
export const pushesBlindly = (needs: readonly Need[]): boolean =>
  needs.some(({ kind }) => kind !== 'wish' && kind !== 'resume');
