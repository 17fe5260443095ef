import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import { percentile } from '../../fillmask/evaluate.ts';
import type { Slots } from '../../versions/live/slots.ts';

/** Requests at a steady pace, which slow answers and errors do not change. */

/** A request and its outcome. */
export interface Served {
  /** Time of the request, milliseconds on the monotonic clock. */
  readonly asked: number;
  readonly milliseconds: number;
  /** The version that answered; null for an error. */
  readonly version: string | null;
  /** The error's code; null for an answer. */
  readonly error: string | null;
}

export interface LoadOptions {
  readonly slots: Pick<Slots, 'fill'>;
  readonly clock: Clock;
  readonly rps: number;
  /** Texts with one gap each, asked in turn. */
  readonly texts: readonly string[];
}

export interface Load {
  readonly served: readonly Served[];
  /** Makes one more request at once. */
  ask(): Promise<Served>;
  /** The next answer of that version. */
  answerOf(version: string): Promise<Served>;
  /** Ends the load. Settles when all requests have ended. */
  stop(): Promise<readonly Served[]>;
}

const documents = 20;

export function startLoad({ slots, clock, rps, texts }: LoadOptions): Load {
  const served: Served[] = [];
  const waiting = new Set<{ readonly version: string; readonly resolve: (one: Served) => void }>();
  const open = new Set<Promise<Served>>();
  const began = clock.monotonic();
  let asked = 0;
  let cancel: () => void = () => undefined;

  async function run(count: number): Promise<Served> {
    const at = clock.monotonic();
    const text = texts[count % texts.length] ?? '';
    const key = { document: `document ${count % documents}`, gap: `gap ${count}` };
    const ended = await slots.fill({ text, maxLength: 1, top: 5 }, key).then(
      ({ version }) => ({ version, error: null }),
      (error: unknown) => ({
        version: null,
        error: error instanceof CodedError ? error.code : String(error),
      }),
    );
    const one = { asked: at, milliseconds: clock.monotonic() - at, ...ended };
    served.push(one);
    for (const wish of waiting) {
      if (wish.version !== one.version) continue;
      waiting.delete(wish);
      wish.resolve(one);
    }
    return one;
  }

  function ask(): Promise<Served> {
    const running = run(asked++);
    open.add(running);
    void running.finally(() => open.delete(running));
    return running;
  }

  /** Each due time follows from the clock, not from the last timer, so that a late timer does not lower the pace. */
  function next(tick: number): void {
    const due = began + (tick * 1_000) / rps;
    cancel = clock.after(Math.max(0, due - clock.monotonic()), () => {
      void ask();
      next(tick + 1);
    });
  }
  next(0);

  return {
    served,
    ask,
    answerOf: (version) => new Promise((resolve) => waiting.add({ version, resolve })),
    async stop() {
      cancel();
      await Promise.all(open);
      return served;
    },
  };
}

/** Percentiles of the milliseconds that answers took; 0 without answers. */
export function latencies(served: readonly Served[]): { p50: number; p95: number; p99: number } {
  const answered = served.filter(({ error }) => error === null).map(({ milliseconds }) => milliseconds);
  return { p50: percentile(answered, 0.5), p95: percentile(answered, 0.95), p99: percentile(answered, 0.99) };
}
