import type { MaskedRow, RowModel } from '../types.ts';
import { type Taught, untaught } from './taught.ts';

export interface InferenceOptions {
  readonly signal?: AbortSignal | undefined;
  /** The writer's words and corrections that count in this request; none by default. */
  readonly taught?: Taught | undefined;
}

/**
 * One request's use of a model: it counts the rows that the request runs, and ends the request between two batches
 * when its signal fires.
 */
export class Inference implements RowModel {
  readonly taught: Taught;
  readonly #model: RowModel;
  readonly #signal: AbortSignal | undefined;
  #rows = 0;

  constructor(model: RowModel, { signal, taught = untaught }: InferenceOptions = {}) {
    this.#model = model;
    this.#signal = signal;
    this.taught = taught;
  }

  /** Rows run so far. */
  get rows(): number {
    return this.#rows;
  }

  /** @throws the signal's reason, before the batch runs or after it */
  async logits(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    this.#signal?.throwIfAborted();
    const logits = await this.#model.logits(rows);
    this.#rows += rows.length;
    this.#signal?.throwIfAborted();
    return logits;
  }

  /** @throws the signal's reason, before the batch runs or after it */
  async states(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    this.#signal?.throwIfAborted();
    const states = await this.#model.states(rows);
    this.#rows += rows.length;
    this.#signal?.throwIfAborted();
    return states;
  }

  key(row: MaskedRow): Promise<Float32Array> {
    return this.#model.key(row);
  }
}
