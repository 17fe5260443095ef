import type { Provider } from '../contract/schemas.ts';

/** The port between graphs and whatever runs them. Shapes are row-major. */

export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Int8Array;
export type TensorType = 'float32' | 'int32' | 'int64' | 'uint8' | 'int8' | 'float16' | 'bool';

export interface Tensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export interface SessionOptions {
  readonly provider: Provider;
  /** Intra-op threads; absent leaves the choice to the runtime. */
  readonly threads?: number;
  /** Repacked weights run about 15 % faster and cost their whole size again in private memory. Default false. */
  readonly prepack?: boolean;
  /**
   * Allocates a run's memory as one block, planned once for each combination of input shapes. Where shapes differ from
   * run to run the blocks cost more than they save. Default true.
   */
  readonly planned?: boolean;
  /** Folder that relative `location`s of external initializers are resolved against. */
  readonly weightsDir?: string;
}

export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** @param fetches tensors to write outputs into, by output name; others are allocated. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches?: Readonly<Record<string, Tensor | null>>,
  ): Promise<Record<string, Tensor>>;
  /** Frees the session's memory; the session must not be used again. */
  release(): Promise<void>;
}

export interface Runner {
  /** @param model a serialised ONNX `ModelProto`. @throws with the runtime's own message. */
  createSession(model: Uint8Array, options: SessionOptions): Promise<Session>;
}
