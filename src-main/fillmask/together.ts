import type { MaskedLm, MaskedRow } from './types.ts';

/**
 * Answers several requests side by side: rows that they ask for at the same time go through the model as one batch.
 * A short row costs a top mostly the reading of its weights: ten rows take three times as long as one.
 */
export interface Together {
  /** The model, for whoever answers; outside of `all` it is the model itself. */
  readonly model: MaskedLm;
  /** @returns what each gave, in their order. @throws the first error, once all have ended */
  all<T>(answers: readonly (() => Promise<T>)[]): Promise<T[]>;
}

interface Call {
  readonly rows: readonly MaskedRow[];
  readonly resolve: (logits: readonly Float32Array[]) => void;
  readonly reject: (error: unknown) => void;
}

export function createTogether(model: MaskedLm): Together {
  let calls: Call[] = [];
  /** Answers that have not ended; a batch runs when each of them waits for one. */
  let open = 0;

  async function flush(): Promise<void> {
    if (open === 0 || calls.length < open) return;
    const batch = calls;
    calls = [];
    try {
      const logits = await model.logits(batch.flatMap(({ rows }) => rows));
      let at = 0;
      for (const { rows, resolve } of batch) {
        resolve(logits.slice(at, at + rows.length));
        at += rows.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function ended<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } finally {
      open--;
      void flush();
    }
  }

  return {
    model: {
      ...model,
      logits(rows) {
        if (open === 0) return model.logits(rows);
        return new Promise((resolve, reject) => {
          calls.push({ rows, resolve, reject });
          void flush();
        });
      },
    },
    async all(answers) {
      open = answers.length;
      const settled = await Promise.allSettled(answers.map((answer) => ended(answer())));
      const failed = settled.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    },
  };
}
