import type {
  ExamReport,
  LearnOutcome,
  LearnProgress,
  SlotView,
  VersionSummary,
} from '../../src-main/contract/index.ts';

import { answeringVersion } from '../../src-main/contract/slot.ts';

/** The state of a run for the panel. Pure. */

export const phases = ['prepare', 'train', 'write', 'exam'] as const;

/** Progress of the present phase, 0–1; null while its length is unknown. */
export function shareDone({ step, steps }: LearnProgress): number | null {
  return steps > 0 ? Math.min(1, step / steps) : null;
}

/** Only training can pause; an exam is short. */
export const canPause = ({ phase }: LearnProgress): boolean => phase === 'prepare' || phase === 'train';

/** The text for a screen reader: a new phase or a pause, not each step. */
export const saidOf = ({ phase, paused }: LearnProgress): string => (paused ? 'paused' : phase);

export type Standing = 'in-use' | 'taking-over' | 'kept' | 'removed';

/** The present state of the version of a finished run. */
export function standingOf(
  { version }: Extract<LearnOutcome, { kind: 'learned' }>,
  slot: SlotView | null,
  versions: readonly VersionSummary[],
): Standing {
  if (slot && answeringVersion(slot) === version) return 'in-use';
  if (slot?.rollout?.version === version || slot?.target === version) return 'taking-over';
  return versions.find((one) => one.id === version)?.state === 'removed' ? 'removed' : 'kept';
}

/** Names with a sentence in the table of texts. */
const known = ['idioms', 'poetry', 'technology', 'medicine', 'finance', 'law', 'daily'] as const;
export type SuiteKey =
  | (typeof known)[number]
  | 'learned'
  | 'heldOut'
  | 'heldOutSentences'
  | 'returned'
  | 'overall';

export interface SuiteRow {
  readonly key: SuiteKey | null;
  /** The name in the report. */
  readonly suite: string;
  readonly result: ExamReport['overall'];
}

const keyOf = (suite: string): SuiteKey | null => known.find((one) => one === suite) ?? null;

/** Whether a suite's questions are the writer's own corrections. */
export const isOwnSuite = (suite: string): boolean => suite === 'learned' || suite === 'held-out';

/** The writer's own corrections first, then the fixed suites together, then one by one. */
export function suiteRows(report: ExamReport): SuiteRow[] {
  const { learned, heldOut, heldOutSentences, returned, overall, suites } = report;
  const row = (result: SuiteRow['result'] | null, key: SuiteKey | null): SuiteRow[] =>
    result && result.after.n > 0 ? [{ key, suite: result.suite, result }] : [];
  return [
    ...row(heldOutSentences, 'heldOutSentences'),
    ...row(heldOut, 'heldOut'),
    ...row(returned, 'returned'),
    ...row(learned, 'learned'),
    ...row(overall, 'overall'),
    ...suites.flatMap((one) => row(one, keyOf(one.suite))),
  ];
}
