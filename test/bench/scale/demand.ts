import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import { partsOf } from '../../../src-main/serving/parts.ts';
import { measured, type Precision } from './measured.ts';

/** What so many writers ask of a gateway: what was measured (`measured.ts`), times what is assumed here. */

/** Not measured; each line can be replaced by what an organisation knows of itself. */
export const assumed = {
  /** Characters that a writer writes on a working day. */
  charactersPerDay: 2000,
  /** Lists that a writer opens on a working day, each of which asks as a ghost does. */
  listsPerDay: 30,
  /** Share of the day's asks in its busiest hour; eight equal hours would have 0.125. */
  busiestHour: 0.2,
  /** The busiest minutes of that hour against its mean. */
  busiestMinutes: 1.5,
  /** Milliseconds between the two calls of an ask: the network and the desktop's work on the first answer. */
  between: 15,
  /** Milliseconds from a replica's death until the router sends its calls again. */
  noticed: 1000,
  /** Seconds until a replica that is started answers. */
  replicaStart: 10,
  /** Seconds that the autoscaler waits first: the default of Ray Serve 2.5x (`upscale_delay_s`). */
  scaleDelay: 30,
  /** Most rows of a batch: eight first calls. */
  mostRows: 32,
  /** Minutes between two looks of a desktop at the shared files. */
  readEvery: 30,
  /** Bytes of a manifest with its signature. */
  manifest: 4_000,
  /** Bytes of a patch: two factors of rank 8 in float16 for the seven matrices of one layer and the head. */
  patch: 2 * 8 * (5 * 2 * 768 + 2 * (768 + 3072)),
  /** Hours within which all desktops have read a new patch. */
  patchWithin: 8,
  /** 99 of 100 asks are to take at most so many times what one takes alone. */
  goal: 2.5,
} as const;

/** Asks of a writer on a working day, at most: a pause long enough for a ghost after every word. */
export const asksPerDay = (): number =>
  (assumed.charactersPerDay * measured.asked) / measured.characters + assumed.listsPerDay;

/** Asks a second in the busiest minutes. */
export const peakRate = (writers: number): number =>
  (writers * asksPerDay() * assumed.busiestHour * assumed.busiestMinutes) / 3600;

function drawn(histogram: readonly (readonly [number, number])[], rng: Rng): number {
  const all = histogram.reduce((sum, [, count]) => sum + count, 0);
  let left = rng() * all;
  for (const [value, count] of histogram) {
    left -= count;
    if (left < 0) return value;
  }
  return histogram.at(-1)?.[0] ?? 0;
}

/** Rows of an ask's calls: one row for each length of word, then the best words with their first character. */
export function callsOf(rng: Rng): readonly number[] {
  const [first, second] = measured.rows;
  const some = drawn(measured.batches, rng);
  return some === 1 ? [drawn(first, rng)] : [drawn(first, rng), drawn(second, rng)];
}

const meanOf = (histogram: readonly (readonly [number, number])[]): number =>
  histogram.reduce((sum, [value, count]) => sum + value * count, 0) /
  histogram.reduce((sum, [, count]) => sum + count, 0);

export const callsPerAsk = (): number => meanOf(measured.batches);
export const rowsPerAsk = (): number =>
  meanOf(measured.rows[0]) + (callsPerAsk() - 1) * meanOf(measured.rows[1]);

/** Milliseconds of a batch, between two measured sizes as the line between them; beyond the last, as its slope. */
export function batchTime(precision: Precision, rows: number): number {
  const times = measured.times[precision];
  const at = Math.max(
    1,
    times.findIndex(([size]) => size >= rows),
  );
  const upper = times[times.some(([size]) => size >= rows) ? at : times.length - 1];
  const lower = times[times.some(([size]) => size >= rows) ? at - 1 : times.length - 2];
  if (!upper || !lower) throw new RangeError('two sizes at least are measured');
  const [[a, fewer], [b, more]] = [lower, upper];
  return fewer + ((rows - a) * (more - fewer)) / (b - a);
}

/** Milliseconds of an ask on a replica that has nothing else to do. */
export const aloneTime = (precision: Precision): number =>
  batchTime(precision, meanOf(measured.rows[0])) +
  (callsPerAsk() - 1) * (assumed.between + batchTime(precision, meanOf(measured.rows[1])));

/** Milliseconds within which 99 of 100 asks are to be answered. */
export const goalOf = (precision: Precision): number => assumed.goal * aloneTime(precision);

/** Rows a second of a replica that always has full batches. */
export const fullRate = (precision: Precision): number =>
  (assumed.mostRows * 1000) / batchTime(precision, assumed.mostRows);

const bytes = { int64: 8, float32: 4 } as const;

/** A float32 as JSON, with its comma: mean characters of a sample. */
export function bytesAsJson(): number {
  const rng = seededRng(1);
  const values = Array.from({ length: 10_000 }, () => Math.fround(20 * rng() - 10));
  return JSON.stringify(values).length / values.length;
}

/**
 * Positions of the first call, which has a row for each length of word, as the desktop shares them out (two calls of
 * the protocol, which the simulation counts as one).
 */
function firstPositions(rows: number, positionBytes: number): number {
  const masked = Array.from({ length: rows }, (_, i) => new Array<number>(i + 1).fill(0));
  const parts = partsOf(
    masked.map((one) => ({ masked: one })),
    positionBytes,
  );
  return parts.reduce((sum, part) => sum + part.length * Math.max(...part.map((row) => row + 1)), 0);
}

/**
 * Bytes of an ask's tensors on the wire; headers are not counted.
 * @param logitBytes of a logit: by default in the binary form of the protocol
 */
export function bytesPerAsk(
  vocabulary: number,
  logitBytes: number = bytes.float32,
): { up: number; down: number } {
  const [first, second] = measured.rows;
  const calls = [
    { share: 1, rows: meanOf(first), positions: firstPositions(meanOf(first), vocabulary * logitBytes) },
    {
      share: callsPerAsk() - 1,
      rows: meanOf(second),
      positions: meanOf(second) * meanOf(measured.positions[1]),
    },
  ];
  let [up, down] = [0, 0];
  for (const { share, rows, positions } of calls) {
    up += share * (2 * rows * measured.tokens + positions) * bytes.int64;
    down += share * positions * vocabulary * logitBytes;
  }
  return { up, down };
}
