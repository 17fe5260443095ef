import type { VersionSummary } from '../../src-main/contract/index.ts';

/**
 * The place of a version in the order of learning, from 1. Records stay where patches are removed, so a number is
 * never given twice. Null for one that is not on record. @param versions newest first, as the contract lists them
 */
export function numberOf(versions: readonly VersionSummary[], id: string): number | null {
  const taught = versions.filter((one) => one.mode !== 'base').toReversed();
  const at = taught.findIndex((one) => one.id === id);
  return at < 0 ? null : at + 1;
}
