import { must } from '../../base/assert.ts';
import type { Change, Mark, SuiteResult } from '../../contract/exam.ts';
import type { Question } from './questions.ts';
import { pairedOf, scoreOf } from './score.ts';

/** The marks of two versions for the same questions, all three in the same order. */
export interface Comparison {
  readonly questions: readonly Question[];
  /** Of the version that was running. */
  readonly before: readonly Mark[];
  /** Of the version that is examined. */
  readonly after: readonly Mark[];
}

export const resultOf = (
  suite: string,
  { before, after }: Pick<Comparison, 'before' | 'after'>,
): SuiteResult => ({
  suite,
  before: scoreOf(before),
  after: scoreOf(after),
  paired: pairedOf(before, after),
});

/** One result for each suite, in the order in which the suites first appear. */
export function suiteResults({ questions, before, after }: Comparison): SuiteResult[] {
  const bySuite = Map.groupBy([...questions.keys()], (i) => must(questions[i], 'a question').suite);
  return [...bySuite].map(([suite, indexes]) => {
    const pick = (marks: readonly Mark[]) => indexes.map((i) => must(marks[i], 'a mark'));
    return resultOf(suite, { before: pick(before), after: pick(after) });
  });
}

/** The first word of both versions for each question. */
export const changesOf = ({ questions, before, after }: Comparison): Change[] =>
  questions.map(({ suite, text, answer }, i) => ({
    suite,
    text,
    answer,
    before: before[i]?.first?.word ?? null,
    after: after[i]?.first?.word ?? null,
  }));
