/** Of the learning rate. */
export interface Schedule {
  /** Share of all steps over which the rate rises from zero, 0–1. */
  readonly warmUp: number;
  /** Factor at the end, 0–1. */
  readonly floor: number;
}

/**
 * The learning rate's factor: a linear rise, then half a cosine down to the floor (Loshchilov and Hutter, 2017, without
 * restarts).
 * @param step 0 ≤ step < `steps`
 */
export function rateAt(step: number, steps: number, { warmUp, floor }: Schedule): number {
  const rising = Math.ceil(warmUp * steps);
  if (step < rising) return (step + 1) / rising;
  const way = Math.min(1, (step - rising) / Math.max(1, steps - 1 - rising));
  return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * way));
}
