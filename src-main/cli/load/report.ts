import { percentile } from '../../fillmask/evaluate.ts';
import type { Store } from '../../store/open.ts';
import { rolloutOf } from '../../store/rollouts.ts';
import { render } from '../../texts/message.ts';
import { latencies, type Served } from './pace.ts';
import type { Swap } from './swap.ts';

/** The measurements of a load. Times are milliseconds. */

const round = (value: number) => Math.round(value * 10) / 10;
const rounded = ({ p50, p95, p99 }: ReturnType<typeof latencies>) => ({
  p50: round(p50),
  p95: round(p95),
  p99: round(p99),
});

function byVersion(served: readonly Served[]) {
  const groups = Map.groupBy(
    served.filter(({ version }) => version !== null),
    ({ version }) => version ?? '',
  );
  return Object.fromEntries(
    [...groups].map(([version, list]) => [version, { requests: list.length, ...rounded(latencies(list)) }]),
  );
}

function errorsOf(served: readonly Served[]): Record<string, number> {
  const groups = Map.groupBy(
    served.filter(({ error }) => error !== null),
    ({ error }) => error ?? '',
  );
  return Object.fromEntries([...groups].map(([code, list]) => [code, list.length]));
}

/** Incidents of these versions in the log of rollouts. @param from milliseconds since the epoch */
function incidents(store: Store, versions: readonly string[], from: number) {
  const entries = [...new Set(versions)].flatMap((id) => rolloutOf(store.read, id).items);
  const since = [...new Map(entries.map((one) => [`${one.id} ${one.at}`, one])).values()]
    .filter(({ at }) => at >= Math.floor(from))
    .toSorted((a, b) => a.id - b.id);
  const after = (at: number) => round((at - from) / 1_000);
  return {
    openings: since.flatMap((one) =>
      one.kind === 'opened'
        ? [
            {
              version: one.version,
              afterSeconds: after(one.at),
              rule: one.opening.rule,
              ...one.opening.figures,
            },
          ]
        : [],
    ),
    refused: since.flatMap((one) =>
      one.kind === 'failed'
        ? [
            {
              version: one.version,
              afterSeconds: after(one.at),
              code: one.failure.code,
              text: render(one.failure.text, 'en'),
            },
          ]
        : [],
    ),
    rollBacks: since.flatMap((one) =>
      one.kind === 'back-to' || (one.kind === 'ended' && one.how === 'rolled-back')
        ? [{ version: one.version, afterSeconds: after(one.at) }]
        : [],
    ),
  };
}

export interface LoadFacts {
  readonly rps: number;
  readonly seconds: number;
  readonly served: readonly Served[];
  /** Requests before the first swap or fault. */
  readonly quiet: readonly Served[];
  readonly swaps: readonly (Swap | null)[];
  readonly kills: number;
  readonly candidates: readonly string[];
  /** Trial versions, made for this load. */
  readonly trials: readonly string[];
  /** Begin of the load, milliseconds since the epoch. */
  readonly from: number;
  readonly end: { readonly main: string; readonly phase: string | null };
}

export function loadReport(facts: LoadFacts, store: Store) {
  const { rps, seconds, served, quiet, swaps, kills, candidates, trials, from, end } = facts;
  const failed = served.filter(({ error }) => error !== null).length;
  const done = swaps.filter((one) => one !== null);
  const times = done.map(({ firstAnswer }) => firstAnswer);
  return {
    rps,
    seconds,
    requests: served.length,
    failed,
    errors: errorsOf(served),
    ...rounded(latencies(served)),
    quiet: { requests: quiet.length, ...rounded(latencies(quiet)) },
    versions: byVersion(served),
    swaps: swaps.map(
      (one) => one && { to: one.to, ready: round(one.ready), firstAnswer: round(one.firstAnswer) },
    ),
    swap_ms: { count: done.length, p50: round(percentile(times, 0.5)), p95: round(percentile(times, 0.95)) },
    kills,
    ...incidents(store, candidates, from),
    candidates: candidates.map((id) => ({ id, trained: !trials.includes(id) })),
    end,
  };
}
