import { type Match, type PhraseIndex, reach } from '../phrases/types.ts';

export type PhraseKind = 'this-document' | 'own-documents' | 'phrasebook';

/** What speaks for a phrase, as plain data. */
export interface Evidence {
  /** Units of the context that were found before the phrase, at most. */
  readonly matched: number;
  /** Places that go on this way, about. */
  readonly count: number;
  /** Their share of the places where the context was found. */
  readonly share: number;
}

export interface PhraseCandidate {
  readonly text: string;
  /** Calibrated probability that the writer goes on exactly this way. */
  readonly probability: number;
  readonly kind: PhraseKind;
  /** Documents that go on this way, by their numbers in the index of `kind`, the latest first. */
  readonly documents: readonly number[];
  readonly evidence: Evidence;
}

export interface PhraseSources {
  /** The writer's own documents. */
  readonly index: PhraseIndex | null;
  readonly phrasebook: PhraseIndex | null;
  /** The document being written. */
  readonly document: PhraseIndex | null;
}

const kinds = [
  ['document', 'this-document'],
  ['index', 'own-documents'],
  ['phrasebook', 'phrasebook'],
] as const;

/** The commonest continuation of a match, unit by unit. */
function commonest({ sample }: Match): { text: string; share: number; documents: number[] } {
  let text = '';
  let going = sample;
  while (text.length < reach) {
    const counts = new Map<string, number>();
    for (const { next } of going) {
      const char = next[text.length];
      if (char) counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    const best = [...counts].sort(([, a], [, b]) => b - a)[0];
    if (!best || best[1] * 2 < sample.length) break;
    text += best[0];
    going = going.filter(({ next }) => next.startsWith(text));
  }
  const documents = [...new Set(going.map(({ document }) => document))];
  return { text, share: going.length / Math.max(1, sample.length), documents };
}

/** @param context text up to the caret, after `slotted` @returns best first */
export function predict(context: string, sources: PhraseSources): readonly PhraseCandidate[] {
  return kinds
    .flatMap(([source, kind]) => {
      const match = sources[source]?.matches(context)[0];
      if (!match || match.length < 3) return [];
      const { text, share, documents } = commonest(match);
      if (text.length < 2) return [];
      const evidence = { matched: match.length, count: Math.round(share * match.count), share };
      const probability = (share * match.count) / (match.count + 2);
      return [{ text, probability, kind, documents, evidence }];
    })
    .sort((a, b) => b.probability - a.probability);
}
