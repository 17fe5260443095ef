/** Decides which segments to merge or rewrite, as a log-structured merge tree does. */

export interface SegmentSize {
  readonly name: string;
  /** UTF-16 units of all its texts. */
  readonly units: number;
  readonly documents: number;
  /** Number of documents whose text is in use. */
  readonly used: number;
  /**
   * Documents that are gone or that the writer removed. Other unused documents were read again into another segment.
   */
  readonly removed: number;
}

/** Most units of a merged segment. */
const mostUnits = 16_000_000;
/** Share of unused documents above which a segment is rewritten. */
const mostUnused = 0.3;

const sum = (segments: readonly SegmentSize[]): number =>
  segments.reduce((units, one) => units + one.units, 0);

/** The smallest segments together with the next larger one, if they have more than half of its units. */
function tier(segments: readonly SegmentSize[]): readonly SegmentSize[] {
  const bySize = segments.toSorted((a, b) => b.units - a.units);
  for (const [i, { units }] of bySize.entries()) {
    const rest = bySize.slice(i + 1);
    if (rest.length > 0 && units < 2 * sum(rest) && units + sum(rest) <= mostUnits) return bySize.slice(i);
  }
  return [];
}

/** Names of the segments to merge next; empty if nothing is to be done. A removed text must not stay on the disk. */
export function mergePlan(segments: readonly SegmentSize[]): readonly string[] {
  const together = tier(segments);
  if (together.length > 0) return together.map(({ name }) => name);
  const stale = segments.find(
    ({ documents, used, removed }) => removed > 0 || documents - used > mostUnused * documents,
  );
  return stale ? [stale.name] : [];
}
