/** What `node test/bench/scale.ts measure` printed; see `measured.when`. */

export type Precision = 'float32' | 'int8';

/** [value, how often] */
type Histogram = readonly (readonly [number, number])[];

export const measured = {
  when: '2026-11-28',
  cpu: 'AMD EPYC with AVX-512 VNNI, one core; the other one was busy with other programs',
  vocabulary: 21_128,
  /** Of `test/suites/documents.txt`, written by a writer who pauses after each word. */
  characters: 8993,
  words: 4249,
  /** Words after which no phrase is sure enough and the model is asked. */
  asked: 4171,
  /** Ghosts whose calls were counted, one of a hundred of these. */
  ghosts: 42,
  /** Calls of a ghost. */
  batches: [
    [1, 1],
    [2, 41],
  ] as Histogram,
  /** Rows of the first and of the second call. */
  rows: [
    [[4, 42]],
    [
      [1, 1],
      [2, 7],
      [3, 2],
      [4, 31],
    ],
  ] as readonly [Histogram, Histogram],
  /** Positions whose logits are asked for, of the row with the most. */
  positions: [[[4, 42]], [[1, 41]]] as readonly [Histogram, Histogram],
  /** Padded length of the batches that were timed; half of the first calls have up to 53. */
  tokens: 52,
  /** [rows, milliseconds of the processor] of a batch of that length. */
  times: {
    float32: [
      [1, 100.2],
      [4, 359.6],
      [8, 704.5],
      [16, 1466.3],
      [32, 3075.8],
    ],
    int8: [
      [1, 47.5],
      [4, 138],
      [8, 289.4],
      [16, 548.1],
      [32, 1151.3],
    ],
  } as Readonly<Record<Precision, Histogram>>,
} as const;
