import type { FillRequest } from '../fillmask/types.ts';

/** How long this machine takes for requests of each kind: what a gateway is measured against. */

type Kind = 'list' | 'text-end' | 'phrases';

/** Answers of a kind that count. */
const counted = 15;

function kindOf({ tail = false, phrases = [] }: FillRequest): Kind {
  if (phrases.length > 0) return 'phrases';
  return tail ? 'text-end' : 'list';
}

/** The lower quartile: a budget that is a share of it is seldom more than that share of an answer's own time. */
function fast(times: readonly number[]): number | null {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? null;
}

export class LocalTimes {
  readonly #times = new Map<Kind, readonly number[]>();

  add(request: FillRequest, milliseconds: number): void {
    const kind = kindOf(request);
    this.#times.set(kind, [...(this.#times.get(kind) ?? []), milliseconds].slice(-counted));
  }

  /** Milliseconds of a fast answer of the request's kind; null where there was none yet. */
  of(request: FillRequest): number | null {
    return fast(this.#times.get(kindOf(request)) ?? []);
  }

  /** Milliseconds of a fast answer of the slowest kind; null where nothing was answered yet. */
  slowest(): number | null {
    const known = [...this.#times.values()].map(fast).filter((one) => one !== null);
    return known.length === 0 ? null : Math.max(...known);
  }
}
