import type { OriginKind } from '../contract/phrases.ts';
import type { InlineLevel } from '../contract/schemas.ts';

/** Promised precision of each level: the share of shown offers that are right. */
export const promised: Readonly<Record<InlineLevel, number>> = { quiet: 0.7, moderate: 0.5, eager: 0.35 };

/**
 * Least probability of a phrase. It is below the promised precision because the shown phrases are on average more
 * probable than the least one. Measured on documents outside the training data: the promise holds with many own
 * documents, with few, and with the phrasebook alone.
 */
const leastOfPhrases: typeof promised = { quiet: 0.6, moderate: 0.42, eager: 0.27 };
/**
 * Least probability of a word of the model: 3 of 4, 14 of 25 and 26 of 69 were right at ends of text in documents
 * outside the training data.
 */
const leastOfWords: typeof promised = { quiet: 0.75, moderate: 0.4, eager: 0.22 };
const phrases: ReadonlySet<OriginKind> = new Set(['this-document', 'own-documents', 'phrasebook']);

/** Least calibrated probability for an offer to be shown, by its origin. */
export function least(level: InlineLevel, origin: OriginKind): number {
  if (origin === 'model') return leastOfWords[level];
  return (phrases.has(origin) ? leastOfPhrases : promised)[level];
}
