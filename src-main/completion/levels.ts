import type { OriginKind } from '../contract/phrases.ts';
import type { InlineLevel } from '../contract/schemas.ts';

/** What each level promises: the share of what is shown that is right. */
export const promised: Readonly<Record<InlineLevel, number>> = { quiet: 0.7, moderate: 0.5, eager: 0.35 };

/**
 * What is shown is surer than the least sure of it. So much below the promise a phrase may be, measured on documents
 * that were not fitted on: the promise holds with many own documents, with few, and with the phrasebook alone.
 */
const leastOfPhrases: typeof promised = { quiet: 0.6, moderate: 0.42, eager: 0.27 };
/** The same for the model’s words: 3 of 4, 14 of 25 and 26 of 69 right at text ends of documents that were not fitted on. */
const leastOfWords: typeof promised = { quiet: 0.75, moderate: 0.4, eager: 0.22 };
const phrases: ReadonlySet<OriginKind> = new Set(['this-document', 'own-documents', 'phrasebook']);

/** Least calibrated probability with which an offer is shown, by where it comes from. */
export function least(level: InlineLevel, origin: OriginKind): number {
  if (origin === 'model') return leastOfWords[level];
  return (phrases.has(origin) ? leastOfPhrases : promised)[level];
}
