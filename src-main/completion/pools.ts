import type { Match, Occurrence, PhraseIndex } from '../phrases/types.ts';

/** Where a phrase may come from, in the order of the features. */
export const sourceNames = ['document', 'index', 'phrasebook'] as const;
export type SourceName = (typeof sourceNames)[number];

export type PhraseSources = Readonly<Record<SourceName, PhraseIndex | null>>;

/** What one place counts: what stands in this document is likelier to stand here again. */
const weights: Readonly<Record<SourceName, number>> = { document: 2, index: 1, phrasebook: 0.5 };

/** The places of one source where the last `length` units of the context stand. */
export interface Pool {
  readonly source: SourceName;
  readonly length: number;
  /** Places, those that the sample leaves out too. */
  readonly count: number;
  /** What each place of the sample counts in the mixture. */
  readonly weight: number;
  readonly sample: readonly Occurrence[];
  /** Whether the next shorter match has the very same places. */
  readonly same: boolean;
}

function poolsOf(source: SourceName, matches: readonly Match[]): Pool[] {
  return matches.map(({ length, count, sample }, i) => ({
    source,
    length,
    count,
    weight: (weights[source] * count) / Math.max(1, sample.length),
    sample,
    same: matches[i + 1]?.count === count,
  }));
}

/** A document begins as its paragraphs do. */
export const asked = (context: string): string => `\n${context}`;

/** Longest first within a source. */
export function pools(context: string, sources: PhraseSources): Pool[] {
  const end = asked(context);
  return sourceNames.flatMap((source) => poolsOf(source, sources[source]?.matches(end) ?? []));
}
