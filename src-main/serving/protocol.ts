import { z } from 'zod';

/**
 * What a serving engine and Bumo agree on: the names of the served model, its tensors and its addresses, in the terms
 * of the Open Inference Protocol, version 2 (KServe's `predict-v2`, which Triton, MLServer, OVMS and KServe speak).
 * The bytes of a request and an answer are in `wire.ts`, rows of token ids in `rows.ts`.
 */

/** The name under which every engine serves Bumo's model. */
export const servedModel = 'bumo';

/**
 * Tensors of the served graph. B rows of at most S tokens, M positions a row, V tokens in the vocabulary. What is
 * padded is 0 and its logits are ignored.
 */
export const tensorNames = {
  /** INT64 [B, S] */
  ids: 'input_ids',
  /** INT64 [B, S]: 1 at a token, 0 at padding. */
  mask: 'attention_mask',
  /** INT64 [B, M]: the positions whose logits are wanted. */
  positions: 'positions',
  /** FP32 [B, M, V] */
  logits: 'logits',
} as const;

const model = (version?: string) =>
  version === undefined
    ? `/v2/models/${servedModel}`
    : `/v2/models/${servedModel}/versions/${encodeURIComponent(version)}`;

/** Addresses below an engine's own; without a version the engine's traffic split chooses one. */
export const paths = {
  live: '/v2/health/live',
  ready: '/v2/health/ready',
  metadata: (version?: string) => model(version),
  modelReady: (version?: string) => `${model(version)}/ready`,
  infer: (version?: string) => `${model(version)}/infer`,
  /** Triton's statistics extension. */
  stats: (version: string) => `${model(version)}/stats`,
} as const;

const TensorMetadata = z.object({
  name: z.string(),
  datatype: z.string(),
  /** -1 where a dimension is free. */
  shape: z.array(z.int().min(-1)).max(8),
});

/** The answer to `paths.metadata`. */
export const ModelMetadata = z.object({
  name: z.string(),
  versions: z.array(z.string()).optional(),
  platform: z.string().optional(),
  inputs: z.array(TensorMetadata).optional(),
  outputs: z.array(TensorMetadata).optional(),
});
export type ModelMetadata = z.infer<typeof ModelMetadata>;

/** V as the engine declares it; null where the metadata leaves it open. */
export function vocabSizeOf(metadata: ModelMetadata): number | null {
  const size = metadata.outputs?.find((one) => one.name === tensorNames.logits)?.shape.at(-1);
  return size === undefined || size < 1 ? null : size;
}

/** The metadata of a served version. @param vocabSize V */
export const metadataOf = (
  versions: readonly string[],
  vocabSize: number,
  platform: string,
): ModelMetadata => ({
  name: servedModel,
  versions: [...versions],
  platform,
  inputs: [tensorNames.ids, tensorNames.mask, tensorNames.positions].map((name) => ({
    name,
    datatype: 'INT64',
    shape: [-1, -1],
  })),
  outputs: [{ name: tensorNames.logits, datatype: 'FP32', shape: [-1, -1, vocabSize] }],
});

const Statistic = z.object({ count: z.int().min(0), ns: z.number().min(0) });

/** The answer to `paths.stats`: counts and times since the engine loaded the version. */
export const ModelStats = z.object({
  model_stats: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** Rows that were answered. */
      inference_count: z.int().min(0).optional(),
      /** Batches that ran. */
      execution_count: z.int().min(0).optional(),
      inference_stats: z.object({ success: Statistic, fail: Statistic }),
    }),
  ),
});
export type ModelStats = z.infer<typeof ModelStats>;

/** What an engine answers instead of a result. */
export const ErrorAnswer = z.object({ error: z.string() });

/** The length of the JSON in front of binary tensors, in bytes. */
export const headerLengthName = 'Inference-Header-Content-Length';

/** The parameter of a request that keeps a writer on one version: 32 hexadecimal digits. */
export const stickyParameter = 'sticky';

/** A message that breaks the protocol; `problem` says how, in English, for a log. */
export class ProtocolError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'ProtocolError';
  }
}
