import type { MaskedRow, RowModel } from './types.ts';

interface Call {
  readonly rows: readonly MaskedRow[];
  readonly resolve: (logits: readonly Float32Array[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A model that several requests run at once: a batch starts when every request that has not ended waits for one. */
class SharedBatches implements RowModel {
  readonly #model: RowModel;
  #calls: Call[] = [];
  /** Requests that have not ended. */
  #open: number;

  constructor(model: RowModel, requests: number) {
    this.#model = model;
    this.#open = requests;
  }

  logits(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    return new Promise((resolve, reject) => {
      this.#calls.push({ rows, resolve, reject });
      void this.#flush();
    });
  }

  key(row: MaskedRow): Promise<Float32Array> {
    return this.#model.key(row);
  }

  states(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]> {
    return this.#model.states(rows);
  }

  requestEnded(): void {
    this.#open--;
    void this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#open === 0 || this.#calls.length < this.#open) return;
    const batch = this.#calls;
    this.#calls = [];
    try {
      const logits = await this.#model.logits(batch.flatMap(({ rows }) => rows));
      let at = 0;
      for (const { rows, resolve } of batch) {
        resolve(logits.slice(at, at + rows.length));
        at += rows.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/**
 * Answers several requests at once; rows that they ask for at the same time run as one batch. Most of what a short row
 * costs is reading the weights: ten rows take three times as long as one.
 * @param requests each is given the model to run its rows with
 * @returns the requests' results, in their order
 * @throws the first error, once all requests have ended
 */
export async function answerSideBySide<T>(
  model: RowModel,
  requests: readonly ((model: RowModel) => Promise<T>)[],
): Promise<T[]> {
  const shared = new SharedBatches(model, requests.length);
  const settled = await Promise.allSettled(
    requests.map((request) => request(shared).finally(() => shared.requestEnded())),
  );
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
