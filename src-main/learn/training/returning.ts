import type { Material } from './material.ts';

/**
 * The second part of a run. What was held out of the trial returns, so that the shipped patch knows every sample. It
 * continues the trial instead of beginning anew: the returned rows are sentences of words that the trial knows, and
 * take few updates. The patch is another one than the trial, and passes the exam's general suites itself.
 */

/** The rows of the second part: everything, since rows that an epoch leaves out are partly forgotten in it. */
export const returningMaterial = (material: Material): Material => ({
  ...material,
  corrections: [...material.returned, ...material.corrections],
  contexts: [...material.returnedContexts, ...material.contexts],
});
