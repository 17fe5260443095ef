import type { Mark } from '../../contract/exam.ts';
import type { LoadReport } from '../../engine/protocol.ts';
import type { Question } from '../../learn/exam/questions.ts';

/** Gaps that a version must answer after it is loaded as it did in its exam. */
export interface Golden {
  readonly text: string;
  readonly word: string;
  readonly probability: number;
}

const goldens = 3;
/** Providers differ in the last bits of a logit, not by more than this. */
const tolerance = 0.05;

/** The surest single characters of an exam: nothing but another model answers them otherwise. */
export function goldensOf(questions: readonly Question[], marks: readonly Mark[]): Golden[] {
  const texts = new Map(
    questions.filter(({ answer }) => Array.from(answer).length === 1).map(({ item, text }) => [item, text]),
  );
  return marks
    .flatMap(({ item, first }) => {
      const text = texts.get(item);
      return text !== undefined && first ? [{ text, ...first }] : [];
    })
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, goldens);
}

/**
 * @param sameScale whether scores become probabilities now as they did in the exam
 * @returns the golden gap that came out otherwise; null where all are as the exam recorded
 */
export function mismatch(
  expected: readonly Golden[],
  answers: LoadReport['answers'],
  sameScale: boolean,
): Golden | null {
  const differs = ({ word, probability }: Golden, i: number) => {
    const answer = answers[i];
    if (answer?.word !== word) return true;
    return sameScale && Math.abs(answer.probability - probability) > tolerance;
  };
  return expected.find(differs) ?? null;
}
