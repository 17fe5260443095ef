import { logProbability, type SpanLogits } from './span.ts';

/** Sequences outside the lexicon that are offered for a run of masks. */
const sequences = 16;
/** Best tokens at each mask that sequences are made of. */
const tokensPerMask = 6;

export interface Sequence {
  readonly ids: readonly number[];
  /** Σ log p of the tokens. */
  readonly evidence: number;
}

const byEvidence = (a: { readonly evidence: number }, b: { readonly evidence: number }) =>
  b.evidence - a.evidence;

/**
 * The most probable token sequences for a run of masks, by beam search over each mask's best tokens.
 * @param span logits of the run's masks
 * @param singles ids of the tokens that sequences are made of
 */
export function looseSequences(span: SpanLogits, masks: number, singles: Iterable<number>): Sequence[] {
  const tokens = [...singles];
  let beam: Sequence[] = [{ ids: [], evidence: 0 }];
  for (let mask = 0; mask < masks; mask++) {
    const options = tokens
      .map((id) => ({ id, evidence: logProbability(span, mask, id) }))
      .toSorted(byEvidence)
      .slice(0, tokensPerMask);
    beam = beam
      .flatMap(({ ids, evidence }) =>
        options.map((option) => ({ ids: [...ids, option.id], evidence: evidence + option.evidence })),
      )
      .toSorted(byEvidence)
      .slice(0, sequences);
  }
  return beam;
}
