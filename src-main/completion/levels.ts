import type { OriginKind } from '../contract/phrases.ts';
import type { InlineLevel } from '../contract/schemas.ts';
import { leastAtEnd } from './text-ends.ts';

/** Promised precision of each level: the share of shown offers that are right. */
export const promised: Readonly<Record<InlineLevel, number>> = { quiet: 0.7, moderate: 0.5, eager: 0.35 };

/**
 * The phrases that are shown are surer on average than the least sure one, so that the threshold lies below the
 * promise; it was chosen on documents that the weights were not fitted on. Where the text reads like the writer's own
 * documents, more of the phrases are far above the threshold, and it may lie lower.
 */
const leastOfPhrases: Readonly<Record<'ownKind' | 'other', typeof promised>> = {
  ownKind: { quiet: 0.6, moderate: 0.42, eager: 0.21 },
  other: { quiet: 0.63, moderate: 0.45, eager: 0.3 },
};
const phrases: ReadonlySet<OriginKind> = new Set(['this-document', 'own-documents', 'phrasebook']);

interface Judged {
  readonly origin: OriginKind;
  readonly evidence?: { readonly isOwnKind: boolean };
}

/** Least calibrated probability with which an offer is shown, by where it comes from. */
export function least(level: InlineLevel, { origin, evidence }: Judged): number {
  if (origin === 'model') return leastAtEnd[level];
  if (!phrases.has(origin)) return promised[level];
  return leastOfPhrases[evidence?.isOwnKind ? 'ownKind' : 'other'][level];
}
