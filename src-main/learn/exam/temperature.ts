import { must } from '../../base/assert.ts';
import type { Mark } from '../../contract/exam.ts';

/** Fewest questions that a temperature is fitted to. */
const enough = 100;
const bounds = [0.5, 3] as const;
const steps = 40;
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * @returns −log p of the right word after each probability is raised to 1/T and all are scaled to their old sum; null
 *   where the list lacks the word
 */
function lossOf({ rank }: Mark, list: readonly number[], temperature: number): number | null {
  if (rank === null) return null;
  const mass = list.reduce((sum, one) => sum + one, 0);
  const cooled = list.map((one) => one ** (1 / temperature));
  const sum = cooled.reduce((all, one) => all + one, 0);
  return -Math.log(Math.max(1e-9, (must(cooled[rank], 'a listed word') / sum) * mass));
}

/**
 * Fits the temperature that calibrates a version's probabilities best (Guo et al., 2017), by golden-section search for
 * the smallest loss over the questions whose word is listed.
 * @param lists probabilities of each question's list, best first
 * @returns 1 where there are fewer than 100 questions
 */
export function fitTemperature(marks: readonly Mark[], lists: readonly (readonly number[])[]): number {
  if (marks.length < enough) return 1;
  const loss = (temperature: number) =>
    marks.reduce((sum, mark, i) => sum + (lossOf(mark, lists[i] ?? [], temperature) ?? 0), 0);
  let [low, high]: [number, number] = [...bounds];
  for (let step = 0; step < steps; step++) {
    const a = high - golden * (high - low);
    const b = low + golden * (high - low);
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}
