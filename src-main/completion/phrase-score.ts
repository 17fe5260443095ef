import type { Decision, Offer } from './decide.ts';
import { least } from './levels.ts';
import { shifted } from './personal.ts';

/**
 * Adjusts the probability of phrases that are slightly below the level by the model's score: log p of the phrase's
 * least probable token, in nats, with the whole phrase masked at the end of the text (`FillRequest.phrases`).
 *
 * logit p' = a + b·logit p + c·score, fitted with the multilingual stand-in on 2,096 phrases at 1,018 places where the
 * best one had 0.15 ≤ p < 0.7, in seven kinds of documents. At the quiet level fewer than half of the phrases that it
 * lifted were right, so that none is scored there.
 */
const weights = { a: 0.417, b: 0.849, c: 0.088 } as const;
/** Each phrase is a row of the model's batch. */
const mostScored = 3;

function scored(phrase: Offer, score: number): Offer {
  const shift = { intercept: weights.a + weights.c * score, slope: weights.b };
  return { ...phrase, probability: shifted(phrase.probability, shift) };
}

/**
 * The phrases that the best possible score (0) would lift to the level, those that save most first.
 * @param phrases phrases of the indexes, all below the level
 */
export function worthScoring(
  phrases: readonly Offer[],
  { level, personal, isUnwanted }: Pick<Decision, 'level' | 'personal' | 'isUnwanted'>,
): readonly Offer[] {
  if (level === 'quiet') return [];
  const expected = ({ probability, origin }: Offer) => shifted(probability, personal[origin]);
  const saved = (one: Offer) => expected(one) * (one.text.length - 1);
  return phrases
    .filter((one) => expected(scored(one, 0)) >= least(level, one) && !isUnwanted(one.text))
    .toSorted((a, b) => saved(b) - saved(a))
    .slice(0, mostScored);
}

/** @param scores one for each phrase; empty if the model gave none */
export const withScores = (phrases: readonly Offer[], scores: readonly number[] = []): readonly Offer[] =>
  phrases.slice(0, scores.length).map((one, i) => scored(one, scores[i] as number));
