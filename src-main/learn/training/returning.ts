import { must } from '../../base/assert.ts';
import { seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import type { Material } from './material.ts';

/**
 * The second part of a run. What was held out of the trial returns, so that the shipped patch knows every sample. It
 * continues the trial instead of beginning anew: the returned rows are sentences of words that the trial knows, and
 * take few updates. The patch is another one than the trial, and passes the exam's general suites itself.
 */

/**
 * The rows of an epoch of the second part: the returned rows and as many of the trial's, so that these are not
 * forgotten. The choice depends on the seed and the epoch's number alone.
 */
export function returningMaterial(material: Material, seed: number, epoch: number): Material {
  const { corrections, returned, contexts, returnedContexts } = material;
  const rng = seededRng(seed * 2003 + epoch);
  const chosen = shuffled([...corrections.keys()], rng).slice(0, returned.length);
  return {
    ...material,
    corrections: [...returned, ...chosen.map((i) => must(corrections[i], 'a row of the trial'))],
    contexts: [...returnedContexts, ...contexts],
  };
}

/** Number of rows of corrections in such an epoch. */
export const returningRows = ({ corrections, returned }: Material): number =>
  returned.length + Math.min(returned.length, corrections.length);
