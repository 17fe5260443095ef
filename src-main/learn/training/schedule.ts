export interface Schedule {
  /** Share of all steps over which the rate rises from zero, 0–1. */
  readonly warmUp: number;
  /** What is left of the rate at the end, 0–1. */
  readonly floor: number;
}

/**
 * The factor of the learning rate: a straight rise, then half a cosine down to the floor
 * (Loshchilov and Hutter, 2017, without restarts).
 * @param step counted from 0, of `steps`
 */
export function rateAt(step: number, steps: number, { warmUp, floor }: Schedule): number {
  const rising = Math.ceil(warmUp * steps);
  if (step < rising) return (step + 1) / rising;
  const way = Math.min(1, (step - rising) / Math.max(1, steps - 1 - rising));
  return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * way));
}
