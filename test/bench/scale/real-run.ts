import { must } from '../../../src-main/base/assert.ts';
import { seededRng } from '../../../src-main/base/rng.ts';
import { type Bert, createBert } from '../../../src-main/fillmask/bert/model.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { medianOf, round, table } from '../measure.ts';
import { benchModel } from '../model.ts';
import { quantile } from '../statistics.ts';
import { assumed, callsOf, rowsPerAsk } from './demand.ts';
import { type Answered, simulate } from './fleet.ts';
import { measured } from './measured.ts';

/**
 * One replica for real: asks arrive at random, what waits runs as one batch of the model, as the simulated replica does.
 * Beside it the simulation of the same rate, with the times that the batches of this run took.
 */

const seconds = 60;
const second = 1000;
const loads = [0.4, 0.8] as const;
const seed = 7;

interface Waiting {
  readonly at: number;
  /** When the call that waits was sent. */
  sent: number;
  readonly calls: readonly number[];
  done: number;
}

export function syntheticRows(count: number, tokens: number, vocabulary: number): MaskedRow[] {
  const id = (i: number, j: number) => 700 + ((i * 31 + j * 17) % (vocabulary - 700));
  return Array.from({ length: count }, (_, i) => ({
    ids: Array.from({ length: tokens }, (_unused, j) => id(i, j)),
    masked: [5, 6, 7, 8],
  }));
}

function arrivals(rate: number): Waiting[] {
  const rng = seededRng(seed);
  const all: Waiting[] = [];
  for (let at = 0; ; ) {
    at += (-Math.log(1 - rng()) / rate) * second;
    if (at >= seconds * second) return all;
    all.push({ at, sent: at, calls: callsOf(rng), done: 0 });
  }
}

const rowsOf = ({ calls, done }: Waiting): number => must(calls[done], 'a call that is not answered yet');

/** @param times gets the milliseconds of each batch, by its rows */
async function runReplica(bert: Bert, rate: number, times: Map<number, number[]>): Promise<Answered[]> {
  let waiting = arrivals(rate);
  const answered: Answered[] = [];
  const began = performance.now();
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.sent - b.sent);
    const now = performance.now() - began;
    const first = must(waiting[0], 'a call');
    if (first.sent > now) {
      await new Promise((resolve) => setTimeout(resolve, first.sent - now));
      continue;
    }
    let rows = 0;
    const batch: Waiting[] = [];
    for (const one of waiting) {
      if (one.sent > now || (batch.length > 0 && rows + rowsOf(one) > assumed.mostRows)) break;
      rows += rowsOf(one);
      batch.push(one);
    }
    await bert.logits(syntheticRows(rows, measured.tokens, bert.vocabSize));
    const ended = performance.now() - began;
    times.set(rows, [...(times.get(rows) ?? []), ended - now]);
    for (const one of batch) {
      one.done++;
      one.sent = ended + assumed.between;
      if (one.done === one.calls.length) answered.push({ at: one.at, took: ended - one.at, again: false });
    }
    waiting = waiting.filter(({ done, calls }) => done < calls.length);
  }
  return answered;
}

const figures = (answered: readonly Answered[]): string => {
  const took = answered.map((one) => one.took);
  return [0.5, 0.95, 0.99].map((part) => round(quantile(took, part), 0)).join(' / ');
};

export async function compareWithReal(): Promise<void> {
  const checkpoint = await openCheckpoint(benchModel());
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', threads: 1, prepack: true });
  const four: number[] = [];
  for (let i = 0; i < 15; i++) {
    const began = performance.now();
    await bert.logits(syntheticRows(4, measured.tokens, bert.vocabSize));
    four.push(performance.now() - began);
  }
  const capacity = (4 * second) / medianOf(four) / rowsPerAsk();
  const rows: (string | number)[][] = [];
  for (const load of loads) {
    const rate = load * capacity;
    const times = new Map<number, number[]>();
    const real = await runReplica(bert, rate, times);
    const sizes = [...times.keys()];
    // A size that the simulation meets and the run did not takes the time of the nearest one.
    const nearest = (wanted: number) =>
      sizes.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
    const simulated = simulate({
      replicas: [{ serves: ['stable'] }],
      batchTime: (count, rng) => {
        const some = must(times.get(nearest(count)), 'times of a size');
        return must(some[Math.floor(rng() * some.length)], 'a time');
      },
      mostRows: assumed.mostRows,
      calls: callsOf,
      rate: () => rate,
      highestRate: rate,
      version: () => 'stable',
      between: assumed.between,
      noticed: 0,
      milliseconds: 100 * seconds * second,
      seed,
    });
    rows.push([round(load, 1), round(rate, 1), real.length, figures(real), figures(simulated.answered)]);
  }
  await bert.release();
  table(
    `One replica for ${seconds} s, ms: p50 / p95 / p99`,
    ['load', 'asks a second', 'asks', 'real', 'simulated'],
    rows,
  );
}
