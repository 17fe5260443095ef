/**
 * Whether logits can come from a version of the same base model: their least correlation with the base version's.
 * Versions differ from their base in a few places; another model, or noise, differs everywhere.
 */

const least = 0.8;

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return both / Math.sqrt(squaresA * squaresB);
}

/** @param theirs, ours the same rows' logits. Constant logits are like nothing. */
export const isAlike = (theirs: readonly Float32Array[], ours: readonly Float32Array[]): boolean =>
  theirs.length === ours.length &&
  theirs.every((one, i) => {
    const own = ours[i];
    return own !== undefined && own.length === one.length && correlation(one, own) >= least;
  });
