import type { OriginKind } from '../contract/phrases.ts';

/**
 * Adjusts the probability of a source's offers to the writer's earlier answers: logit p' = a + b·logit p (Platt
 * scaling), with one intercept and one slope for each source, by maximum likelihood with a ridge towards a = 0 and b
 * = 1. Deterministic.
 */

export interface Answer {
  readonly origin: OriginKind;
  /** Before any adjustment. */
  readonly probability: number;
  readonly accepted: boolean;
}

export interface Shift {
  readonly intercept: number;
  readonly slope: number;
}

export type Personal = Readonly<Partial<Record<OriginKind, Shift>>>;

/** Fewer answers of a source give no adjustment. */
export const leastAnswers = 20;
/** The ridge weighs as much as this number of answers at p = 0.5. */
const ridge = 5;
/**
 * Bounds of the intercept (nats, both signs) and the slope, so that a source is neither silenced for good nor
 * trusted blindly.
 */
const most = { intercept: 2, slope: [0.5, 1.5] } as const;
const steps = 25;
/** Probabilities are clamped to this distance from 0 and 1. */
const margin = 0.001;

const clamp = (value: number, least: number, greatest: number) => Math.min(greatest, Math.max(least, value));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
function logit(probability: number): number {
  const p = clamp(probability, margin, 1 - margin);
  return Math.log(p / (1 - p));
}

/** Newton's method on two parameters. The function is convex and has a single minimum. */
function shiftOf(answers: readonly Answer[]): Shift {
  const points = answers.map(({ probability, accepted }) => ({ x: logit(probability), y: Number(accepted) }));
  const strength = ridge / 4;
  let a = 0;
  let b = 1;
  for (let step = 0; step < steps; step++) {
    let [ga, gb, haa, hab, hbb] = [strength * a, strength * (b - 1), strength, 0, strength];
    for (const { x, y } of points) {
      const p = sigmoid(a + b * x);
      const weight = p * (1 - p);
      ga += p - y;
      gb += (p - y) * x;
      haa += weight;
      hab += weight * x;
      hbb += weight * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    a -= clamp((hbb * ga - hab * gb) / determinant, -1, 1);
    b -= clamp((haa * gb - hab * ga) / determinant, -1, 1);
  }
  return {
    intercept: clamp(a, -most.intercept, most.intercept),
    slope: clamp(b, most.slope[0], most.slope[1]),
  };
}

/** Fits a shift for each source with enough answers. */
export function fitPersonal(answers: readonly Answer[]): Personal {
  const bySource = Map.groupBy(answers, ({ origin }) => origin);
  const enough = [...bySource].filter(([, of]) => of.length >= leastAnswers);
  return Object.fromEntries(enough.map(([origin, of]) => [origin, shiftOf(of)]));
}

/** The probability that this writer accepts the offer. */
export function shifted(probability: number, shift: Shift | undefined): number {
  return shift ? sigmoid(shift.intercept + shift.slope * logit(probability)) : probability;
}
