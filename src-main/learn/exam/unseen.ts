import { assert } from '../../base/assert.ts';

/**
 * Checks that a version may be asked samples as unseen ones.
 * @param learned ids of the samples that the version was trained on, from its patch
 * @throws AssertionError where it has learned one of them
 */
export function assertUnseen(learned: readonly string[], heldOut: readonly string[]): void {
  const known = new Set(learned);
  assert(!heldOut.some((id) => known.has(id)), 'what is asked as unseen was not trained on');
}
