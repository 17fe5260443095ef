import { assert } from '../../base/assert.ts';

/** AdamW (Loshchilov and Hutter, 2019) over flat arrays, computed as in `torch.optim.AdamW`. */

/** All arrays have one length; `step` is the number of updates so far. */
export interface AdamWState {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** Running mean of the gradients. */
  readonly first: Float32Array;
  /** Running mean of their squares. */
  readonly second: Float32Array;
  step: number;
}

/** The parameters [from, to), which have one learning rate. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly learningRate: number;
}

export interface AdamWOptions {
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  /** Decoupled: the parameter times this and the learning rate is subtracted from the parameter. */
  readonly weightDecay: number;
  /** Largest global norm of the gradients; larger ones are scaled down to it (Pascanu et al., 2013). */
  readonly clipNorm: number;
}

/** Euclidean norm of all gradients. Four sums, so that an addition need not wait for the one before. */
export function globalNorm(gradients: Float32Array): number {
  const { length } = gradients;
  const even = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < even; i += 4) {
    const [w, x] = [gradients[i] as number, gradients[i + 1] as number];
    const [y, z] = [gradients[i + 2] as number, gradients[i + 3] as number];
    a += w * w;
    b += x * x;
    c += y * y;
    d += z * z;
  }
  for (let i = even; i < length; i++) a += (gradients[i] as number) ** 2;
  return Math.sqrt(a + b + c + d);
}

/**
 * Makes one update in place.
 * @param scale factor of the spans' learning rates in this update (the schedule)
 * @returns the gradients' norm before clipping; where it is not finite, nothing was changed
 */
export function adamWStep(
  state: AdamWState,
  spans: readonly Span[],
  { betas: [beta1, beta2], epsilon, weightDecay, clipNorm }: AdamWOptions,
  scale: number,
): number {
  const { parameters, gradients, first, second } = state;
  assert(
    [gradients, first, second].every(({ length }) => length === parameters.length),
    'the optimizer’s arrays have one length',
  );
  const norm = globalNorm(gradients);
  if (!Number.isFinite(norm)) return norm;
  state.step++;
  const clip = Math.min(1, clipNorm / (norm + 1e-6));
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = Math.sqrt(1 - beta2 ** state.step);
  for (const { from, to, learningRate } of spans) {
    const rate = learningRate * scale;
    const keep = 1 - rate * weightDecay;
    const size = rate / correction1;
    // The hot loop of training: plain indexing, one pass.
    for (let i = from; i < to; i++) {
      const gradient = (gradients[i] as number) * clip;
      const m = (first[i] as number) * beta1 + gradient * (1 - beta1);
      const v = (second[i] as number) * beta2 + gradient * gradient * (1 - beta2);
      first[i] = m;
      second[i] = v;
      parameters[i] = (parameters[i] as number) * keep - (size * m) / (Math.sqrt(v) / correction2 + epsilon);
    }
  }
  return norm;
}
