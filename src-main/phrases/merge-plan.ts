/** Which segments are to be written anew, as in a log-structured merge tree. */

export interface SegmentSize {
  readonly name: string;
  /** Of all its texts. */
  readonly units: number;
  readonly documents: number;
  /** Documents whose text is in use. */
  readonly used: number;
  /** Documents that the writer took out, or that are gone; the others that are out of use were read anew. */
  readonly removed: number;
}

/** A segment never grows beyond. */
const mostUnits = 16_000_000;
/** Share of documents out of use from which on a segment is written anew. */
const mostUnused = 0.3;

const sum = (segments: readonly SegmentSize[]): number =>
  segments.reduce((units, one) => units + one.units, 0);

/** The smaller segments that weigh as much as half of the next larger one, with that one. */
function tier(segments: readonly SegmentSize[]): readonly SegmentSize[] {
  const bySize = segments.toSorted((a, b) => b.units - a.units);
  for (const [i, { units }] of bySize.entries()) {
    const rest = bySize.slice(i + 1);
    if (rest.length > 0 && units < 2 * sum(rest) && units + sum(rest) <= mostUnits) return bySize.slice(i);
  }
  return [];
}

/** Names of the segments to write as one next; none when all is well. What is taken out must not stay on the disk. */
export function mergePlan(segments: readonly SegmentSize[]): readonly string[] {
  const together = tier(segments);
  if (together.length > 0) return together.map(({ name }) => name);
  const stale = segments.find(
    ({ documents, used, removed }) => removed > 0 || documents - used > mostUnused * documents,
  );
  return stale ? [stale.name] : [];
}
