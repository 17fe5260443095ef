import weights from '../../resources/completion/phrases.json' with { type: 'json' };
import { type Evidence, offers, type Phrase } from './offers.ts';
import type { PhraseSources, SourceName } from './pools.ts';
import { probabilityOf, readTrees, type Trees } from './trees.ts';

/** Weights for phrases of the matches, and for marks of the document's numbering. */
export type Weights = Readonly<Record<Phrase['judge'], Trees>>;

export type PhraseKind = 'this-document' | 'own-documents' | 'phrasebook';

const kinds: Readonly<Record<SourceName, PhraseKind>> = {
  document: 'this-document',
  index: 'own-documents',
  phrasebook: 'phrasebook',
};

export interface PhraseCandidate {
  readonly text: string;
  /** Calibrated probability that the writer continues with exactly this text. */
  readonly probability: number;
  readonly kind: PhraseKind;
  /** Documents with this continuation, by their numbers in the index of `kind`, the latest first. */
  readonly documents: readonly number[];
  readonly evidence: Evidence;
}

/** Less probable phrases are below every level. */
const leastProbability = 0.1;

export const predictor =
  (judges: Weights) =>
  (context: string, sources: PhraseSources): readonly PhraseCandidate[] => {
    const once = new Map<string, { offer: Phrase; probability: number }>();
    for (const offer of offers(context, sources)) {
      const probability = probabilityOf(judges[offer.judge], offer.features);
      if (probability < leastProbability) continue;
      const other = once.get(offer.text);
      if (!other || other.probability < probability) once.set(offer.text, { offer, probability });
    }
    return [...once.values()]
      .toSorted((a, b) => b.probability - a.probability)
      .map(({ offer, probability }) => ({
        text: offer.text,
        probability,
        kind: kinds[offer.source],
        documents: offer.documents(),
        evidence: offer.evidence,
      }));
  };

/**
 * Predicts continuations from the writer's documents, this document and the phrasebook: the most probable first,
 * each text once. The context is the text up to the caret, after `slotted`.
 */
export const predict = predictor({ paths: readTrees(weights.paths), marks: readTrees(weights.marks) });
