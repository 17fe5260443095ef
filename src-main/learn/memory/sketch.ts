import { seededRng } from '../../base/rng.ts';

/**
 * A sketch of a vector: the signs of its random projections (Charikar, 2002). The sketches of two vectors at an angle θ
 * differ in about a share θ/π of their bits, so that most distant vectors are ruled out by counting bits.
 */

export const sketchBits = 256;
export const sketchWords = sketchBits / 32;

export interface Sketcher {
  /** Writes the sketch of `key`, float32 [size], into `sketchWords` words of `to` from `at` on. */
  write(key: Float32Array, to: Uint32Array, at: number): void;
}

/** The same size gives the same projections on every machine. */
export function createSketcher(size: number): Sketcher {
  const random = seededRng(size);
  const signs = Int8Array.from({ length: sketchBits * size }, () => (random() < 0.5 ? -1 : 1));
  return {
    write(key, to, at) {
      to.fill(0, at, at + sketchWords);
      for (let bit = 0; bit < sketchBits; bit++) {
        let sum = 0;
        const row = bit * size;
        for (let i = 0; i < size; i++) sum += (signs[row + i] as number) * (key[i] as number);
        if (sum > 0) to[at + (bit >> 5)] = (to[at + (bit >> 5)] as number) | (1 << (bit & 31));
      }
    },
  };
}

/** Bits set in a 32-bit word (Warren, Hacker's Delight, 5-1). */
export function popCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  v = (v + (v >>> 4)) & 0x0f0f0f0f;
  return Math.imul(v, 0x01010101) >>> 24;
}

/** @returns the most bits in which two sketches differ, in all but few cases, if their vectors' cosine is `least` or more */
export function mostDiffering(least: number): number {
  const share = Math.acos(least) / Math.PI;
  // The mean and a standard deviation of a binomial count; the vectors that this misses lie just above `least`.
  return Math.ceil(sketchBits * share + Math.sqrt(sketchBits * share * (1 - share)));
}
