import { smallest } from './search.ts';

/** The size of a base model's logits beside that of the model that the shipped weights were fitted on. */

/** The divisor of logits that makes the stand-in's own characters likeliest on the shipped gaps. */
const ofShippedWeights = 1.126;
const bounds = [0.2, 5] as const;

/** A character that is known to stand at a mask. */
export interface KnownCharacter {
  /** Logits of the Chinese characters, float32. */
  readonly logits: Float32Array;
  /** Index of the right one. */
  readonly answer: number;
}

/** −log p of the right character, nats. */
function lossOf({ logits, answer }: KnownCharacter, divisor: number): number {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i] as number);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(((logits[i] as number) - most) / divisor);
  return Math.log(sum) - ((logits[answer] as number) - most) / divisor;
}

/** The divisor of logits with which the right characters are likeliest. */
export function bestDivisor(characters: readonly KnownCharacter[]): number {
  const [low, high] = bounds;
  const loss = (log: number) => characters.reduce((sum, one) => sum + lossOf(one, Math.exp(log)), 0);
  return Math.exp(smallest(loss, [Math.log(low), Math.log(high)]));
}

/** @returns what divides the logits, so that the shipped weights fit; 1 for the model that they were fitted on */
export const sharpnessOf = (characters: readonly KnownCharacter[]): number =>
  characters.length === 0 ? 1 : bestDivisor(characters) / ofShippedWeights;
