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

/** The tokens with the largest logits at a mask, best first, of equal ones the first. One pass: there are thousands. */
function bestTokens(span: SpanLogits, mask: number, tokens: ArrayLike<number>) {
  const best: { readonly id: number; readonly logit: number }[] = [];
  let least = -Infinity;
  for (let i = 0; i < tokens.length; i++) {
    const id = tokens[i] as number;
    const logit = span.logits[mask * span.vocabSize + id] as number;
    if (best.length === tokensPerMask && logit <= least) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.logit ?? 0) < logit) at--;
    best.splice(at, 0, { id, logit });
    if (best.length > tokensPerMask) best.pop();
    least = best.at(-1)?.logit ?? -Infinity;
  }
  return best.map(({ id }) => ({ id, evidence: logProbability(span, mask, id) }));
}

/**
 * The most probable token sequences for a run of masks, by beam search over each mask's best tokens.
 * @param span logits of the run's masks
 * @param singles ids of the tokens that sequences are made of
 */
export function looseSequences(span: SpanLogits, masks: number, singles: ArrayLike<number>): Sequence[] {
  let beam: Sequence[] = [{ ids: [], evidence: 0 }];
  for (let mask = 0; mask < masks; mask++) {
    const options = bestTokens(span, mask, singles);
    beam = beam
      .flatMap(({ ids, evidence }) =>
        options.map((option) => ({ ids: [...ids, option.id], evidence: evidence + option.evidence })),
      )
      .toSorted(byEvidence)
      .slice(0, sequences);
  }
  return beam;
}
