import type { Match, Occurrence, PhraseIndex } from '../phrases/types.ts';

/** The sources of phrases, in the order of the features. */
export const sourceNames = ['document', 'index', 'phrasebook'] as const;
export type SourceName = (typeof sourceNames)[number];

export type PhraseSources = Readonly<Record<SourceName, PhraseIndex | null>>;

/** Weight of one place: a repetition within the document is more likely than one of another document. */
const weights: Readonly<Record<SourceName, number>> = { document: 2, index: 1, phrasebook: 0.5 };

/** The places of one source that the last `length` units of the context precede. */
export interface Pool {
  readonly source: SourceName;
  readonly length: number;
  /** Number of places, also of those outside the sample. */
  readonly count: number;
  /** Weight of each place of the sample in the mixture. */
  readonly weight: number;
  readonly sample: readonly Occurrence[];
  /** Whether the next shorter match has the same places. */
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

/** The context as it is looked up: a line feed precedes the document, as it does every paragraph. */
export const asked = (context: string): string => `\n${context}`;

/** The pools of all sources; within a source, the longest match first. */
export function pools(context: string, sources: PhraseSources): Pool[] {
  const end = asked(context);
  return sourceNames.flatMap((source) => poolsOf(source, sources[source]?.matches(end) ?? []));
}
