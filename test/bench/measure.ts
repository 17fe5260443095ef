/** Times `step` by the median. @returns milliseconds */
export async function median(
  step: () => Promise<unknown> | unknown,
  runs: number,
  warmUp = 5,
): Promise<number> {
  for (let i = 0; i < warmUp; i++) await step();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    await step();
    times.push(performance.now() - began);
  }
  return medianOf(times);
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

/** Prints rows under a heading, columns padded. */
export function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
) {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell)));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ');
  process.stdout.write(`\n${title}\n${cells.map(line).join('\n')}\n`);
}
