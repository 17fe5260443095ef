import { must } from '../../base/assert.ts';
import { graph } from '../../graph/graph.ts';
import type { Result } from '../../graph/value.ts';
import { writeOnnx } from '../../graph/write.ts';
import { linearLayers } from '../../models/int8.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import type { MaskedRow } from '../types.ts';
import { type Weights, weightsOf } from './layers.ts';
import { type BertOptions, batchOf } from './model.ts';
import { asResult, encoderGraph } from './trunk.ts';

/** Rows of a batch: their activations take 6 MB a layer. */
const together = 8;

/**
 * Runs rows through a float32 model and notes how large the inputs of its linear layers become.
 * @param rows token ids; padding is not counted
 * @returns the largest magnitude of each input, [in], by the layer's name
 */
export async function inputRanges(
  checkpoint: Checkpoint,
  runner: Runner,
  rows: readonly MaskedRow[],
  options: BertOptions,
): Promise<Map<string, Float32Array>> {
  const layers = linearLayers(checkpoint.config);
  const first = new Set(layers.map(([name]) => name));
  /** Of the first of the layers that share one. */
  const inputs = new Map<string, Result>();
  const adapt: NonNullable<Weights['adapt']> = (name, x, y) => {
    if (first.has(name)) inputs.set(name, asResult(x));
    return y;
  };
  const weights: Weights = Object.assign(weightsOf(checkpoint), { adapt });
  const hidden = encoderGraph(checkpoint, weights, checkpoint.config.layers);
  const outputs = { ...Object.fromEntries(inputs), hidden };
  const session = await runner.createSession(writeOnnx(graph('ranges', outputs)), {
    ...options,
    weightsDir: checkpoint.dir,
  });
  const ranges = new Map(
    [...inputs].map(([name, { dims }]) => [name, new Float32Array(Number(dims.at(-1)))]),
  );
  try {
    for (let at = 0; at < rows.length; at += together) {
      const some = rows.slice(at, at + together);
      const { width, ...feeds } = batchOf(some);
      const values = await session.run(feeds);
      for (const [name, range] of ranges) {
        const data = must(values[name], name).data as Float32Array;
        for (const [i, { ids }] of some.entries())
          note(range, data.subarray(i * width * range.length, (i * width + ids.length) * range.length));
      }
    }
  } finally {
    await session.release();
  }
  return new Map(
    layers.flatMap((names) => {
      const range = must(ranges.get(names[0] ?? ''), 'a range of each input');
      return names.map((name) => [name, range] as const);
    }),
  );
}

function note(range: Float32Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > (range[i % range.length] as number)) range[i % range.length] = size;
  }
}
