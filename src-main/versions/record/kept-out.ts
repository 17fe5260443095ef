import type { ExamReport, Score, SuiteResult } from '../../contract/exam.ts';

/** What an exam found on all that was kept out of training, whole words and sentences of trained words together. */

function meanOf(scores: readonly Score[]): Score {
  const n = scores.reduce((sum, one) => sum + one.n, 0);
  const mean = (of: (one: Score) => number) =>
    n === 0 ? 0 : scores.reduce((sum, one) => sum + of(one) * one.n, 0) / n;
  return {
    n,
    top1: mean(({ top1 }) => top1),
    top3: mean(({ top3 }) => top3),
    top5: mean(({ top5 }) => top5),
    mrr: mean(({ mrr }) => mrr),
  };
}

/** Null where nothing was kept out. */
export function keptOutOf({
  heldOut,
  heldOutSentences,
}: Pick<ExamReport, 'heldOut' | 'heldOutSentences'>): Pick<SuiteResult, 'before' | 'after'> | null {
  const results = [heldOut, heldOutSentences].filter((one) => one !== null);
  if (results.length === 0) return null;
  return {
    before: meanOf(results.map(({ before }) => before)),
    after: meanOf(results.map(({ after }) => after)),
  };
}
