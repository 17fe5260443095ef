import { quantile } from '../statistics.ts';
import {
  aloneTime,
  asksPerDay,
  assumed,
  bytesAsJson,
  bytesPerAsk,
  callsPerAsk,
  goalOf,
  peakRate,
  rowsPerAsk,
} from './demand.ts';
import { type Answered, type Fleet, type Replica, simulate } from './fleet.ts';
import type { Precision } from './measured.ts';
import { measured } from './measured.ts';
import { counted, fewest, sizeFor, steady, times, tookOf } from './sizes.ts';

/** The tables of resources/docs/scale.md. */

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const second = 1000;
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const tenth = (value: number) => (value < 10 ? value.toFixed(1) : whole(value));
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 && share >= 0.0005 ? 1 : 0)} %`;
/** What is more or less than before, in whole percent. */
const change = (ratio: number) => `${Math.round(100 * (ratio - 1)) || 0} %`;

/** Writers of one router with its replicas; more are more of these, whose asks arrive independently. */
const cell = 10_000;
const sizes = [1000, 10_000, 100_000, 10_000_000] as const;
const precisions: readonly Precision[] = ['float32', 'int8'];

function demand(): Table {
  const { up, down } = bytesPerAsk(measured.vocabulary);
  const rows = sizes.map((writers) => {
    const rate = peakRate(writers);
    const megabytes = (bytes: number) => tenth((rate * bytes) / 1e6);
    return [
      whole(writers),
      whole(writers * asksPerDay()),
      tenth(rate),
      tenth(rate * callsPerAsk()),
      whole(rate * rowsPerAsk()),
      megabytes(up),
      megabytes(down),
      tenth((rate * down * 8) / 1e9),
    ];
  });
  return {
    head: [
      'writers',
      'asks a day',
      'asks a second',
      'calls',
      'rows',
      'MB/s to it',
      'MB/s from it',
      'Gbit/s from it',
    ],
    rows,
  };
}

function fleets(): Table {
  const rows = precisions.flatMap((precision) =>
    sizes.map((writers) => {
      const cells = Math.max(1, writers / cell);
      const { replicas, outcome } = sizeFor(precision, peakRate(writers / cells));
      const took = tookOf(counted(outcome));
      return [
        precision,
        whole(writers),
        cells > 1 ? `${whole(cells)} × ${whole(replicas)}` : whole(replicas),
        percent(outcome.busy),
        tenth(outcome.rows / outcome.batches),
        whole(aloneTime(precision)),
        whole(quantile(took, 0.5)),
        whole(quantile(took, 0.99)),
      ];
    }),
  );
  return {
    head: ['', 'writers', 'replicas', 'busy', 'rows a batch', 'alone, ms', 'p50', 'p99'],
    rows,
  };
}

/** From how many writers on a part of the way is full. */
function limits(): Table {
  const { up, down } = bytesPerAsk(measured.vocabulary);
  const rate = peakRate(1);
  const asJson = bytesPerAsk(measured.vocabulary, bytesAsJson()).down;
  const gigabit = 1e9 / 8;
  const perManifest = 1 / (60 * assumed.readEvery);
  const perPatch = assumed.patch / (3600 * assumed.patchWithin);
  const cores = sizeFor('float32', peakRate(cell)).replicas / cell;
  const parts: readonly (readonly [string, string, number])[] = [
    ['logits as JSON over 1 Gbit/s', `${tenth((rate * asJson) / 1e6)} MB/s`, gigabit / (rate * asJson)],
    ['logits in binary over 1 Gbit/s', `${((rate * down) / 1e6).toFixed(2)} MB/s`, gigabit / (rate * down)],
    ['… over 10 Gbit/s', '', (10 * gigabit) / (rate * down)],
    ['… over 100 Gbit/s', '', (100 * gigabit) / (rate * down)],
    ['64 cores, float32', `${cores.toFixed(3)} cores`, 64 / cores],
    ['token ids over 1 Gbit/s', `${((rate * up) / 1e6).toFixed(4)} MB/s`, gigabit / (rate * up)],
    ['a patch for all over 1 Gbit/s', `${(perPatch / 1e6).toFixed(5)} MB/s`, gigabit / perPatch],
    [
      'manifests over 1 Gbit/s',
      `${perManifest.toFixed(5)} reads/s`,
      gigabit / (assumed.manifest * perManifest),
    ],
  ];
  return {
    head: ['part', 'a writer', 'full at writers'],
    rows: parts.map(([part, one, most]) => [part, one, whole(Number(most.toPrecision(2)))]),
  };
}

const shares = [0.05, 0.2, 0.5, 1] as const;
const ofBoth = ['stable', 'canary'];
const split = (fleet: Fleet, share: number): Fleet => ({
  ...fleet,
  version: (_, rng) => (rng() < share ? 'canary' : 'stable'),
});

/** What a new version costs while it takes its share: fleets of their own, or both versions in each replica. */
function canary(): Table {
  const rows = [1000, 10_000].flatMap((writers) => {
    const rate = peakRate(writers);
    const alone = sizeFor('float32', rate).replicas;
    return shares.map((share) => {
      // At the last stage the old version's fleet stays, so that one click leads back.
      const stable = share === 1 ? alone : sizeFor('float32', rate * (1 - share)).replicas;
      const fresh = sizeFor('float32', rate * share).replicas;
      const both = fewest('float32', rate, (n) =>
        split(
          steady(
            'float32',
            rate,
            times(n, () => ({ serves: ofBoth })),
          ),
          share,
        ),
      ).replicas;
      return [
        whole(writers),
        percent(share),
        whole(alone),
        `${stable} + ${fresh}`,
        change((stable + fresh) / alone),
        whole(both),
        change(both / alone),
      ];
    });
  });
  return {
    head: ['writers', 'share', 'one version', 'fleets of their own', 'more', 'both in each', 'more'],
    rows,
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** p99 in milliseconds and the share over the goal, of what was asked in a span of seconds. */
function within(answered: readonly Answered[], { from, to }: Span): string {
  const took = tookOf(answered.filter(({ at }) => at >= from * second && at < to * second));
  const late = took.filter((one) => one > goalOf('float32')).length / Math.max(1, took.length);
  return `${whole(quantile(took, 0.99))} (${percent(late)})`;
}

/** A minute of 10,000 writers whose canary of a half is taken back after 20 seconds. */
function rollBack(): Table {
  const rate = peakRate(10_000);
  const at = 20;
  const lag = assumed.scaleDelay + assumed.replicaStart;
  const full = sizeFor('float32', rate).replicas;
  const half = sizeFor('float32', rate / 2).replicas;
  const of = (count: number, one: Replica) => times(count, () => one);
  const ways: readonly (readonly [string, readonly Replica[]])[] = [
    [
      'fleets of their own, the stable one is scaled up again',
      [
        ...of(half, { serves: ['stable'] }),
        ...of(half, { serves: ['canary'], until: (at + lag) * second }),
        ...of(full - half, { serves: ['stable'], from: (at + lag) * second }),
      ],
    ],
    [
      'fleets of their own, replicas are started at once',
      [
        ...of(half, { serves: ['stable'] }),
        ...of(half, { serves: ['canary'] }),
        ...of(full - half, { serves: ['stable'], from: (at + assumed.replicaStart) * second }),
      ],
    ],
    [
      'the stable fleet stays whole until the roll-out ends',
      [...of(full, { serves: ['stable'] }), ...of(half, { serves: ['canary'] })],
    ],
    ['both versions in each replica', of(sizeFor('float32', rate).replicas, { serves: ofBoth })],
  ];
  const rows = ways.map(([name, replicas]) => {
    const { answered } = simulate({
      ...steady('float32', rate, replicas),
      milliseconds: 110 * second,
      version: (now, rng) => (now < at * second && rng() < 0.5 ? 'canary' : 'stable'),
    });
    const spans = [
      { from: 5, to: at },
      { from: at, to: at + 10 },
      { from: at + 10, to: at + lag },
      { from: at + lag, to: at + lag + 20 },
      { from: at + lag + 20, to: 110 },
    ];
    return [
      name,
      whole(replicas.filter(({ from = 0 }) => from === 0).length),
      ...spans.map((span) => within(answered, span)),
    ];
  });
  return {
    head: ['', 'replicas before', 'before', '0–10 s after', '10–40 s', '40–60 s', '60–90 s'],
    rows,
  };
}

/** Replicas that die after 20 seconds and are replaced when others have started. */
function losses(): Table {
  const at = 20;
  const back = at + assumed.replicaStart;
  const rows = (
    [
      [1000, 0, 1],
      [1000, 1, 1],
      [10_000, 0, 1],
      [10_000, 0, 0.1],
      [10_000, 0.1, 0.1],
      [10_000, 0, 0.5],
    ] as const
  ).map(([writers, spare, lost]) => {
    const rate = peakRate(writers);
    const needed = sizeFor('float32', rate).replicas;
    const count = (share: number) => (share < 1 ? Math.round(share * needed) : share);
    const dead = count(lost);
    const there = needed + count(spare);
    const { answered } = simulate({
      ...steady('float32', rate, [
        ...times(there - dead, (): Replica => ({ serves: ['stable'] })),
        ...times(dead, (): Replica => ({ serves: ['stable'], until: at * second })),
        ...times(dead, (): Replica => ({ serves: ['stable'], from: back * second })),
      ]),
      milliseconds: 80 * second,
    });
    return [
      whole(writers),
      `${needed} + ${there - needed}`,
      whole(dead),
      whole(answered.filter(({ again }) => again).length),
      ...[
        { from: 5, to: at - 1 },
        { from: at - 1, to: back },
        { from: back, to: back + 20 },
        { from: back + 20, to: 80 },
      ].map((span) => within(answered, span)),
    ];
  });
  return {
    head: ['writers', 'replicas', 'lost', 'asks sent again', 'before', '10 s without', '20 s after', 'later'],
    rows,
  };
}

/** A fleet that follows the morning's rise from a tenth to the busiest minutes. */
function morning(): Table {
  const writers = 1000;
  const peak = peakRate(writers);
  const { replicas: most } = sizeFor('float32', peak);
  const tail = 120;
  const rows = [60, 300, 900].flatMap((rise) =>
    [0, assumed.scaleDelay + assumed.replicaStart].map((lag) => {
      const share = (at: number) => 0.1 + 0.9 * Math.min(1, at / (rise * second));
      // A replica for each step of the rise, ordered when the rate asks for it.
      const replicas = times(most, () => null).map((_, i): Replica => {
        const wanted = ((i + 1) / most - 0.1) / 0.9;
        return { serves: ['stable'], from: wanted <= 0 || lag === 0 ? 0 : (wanted * rise + lag) * second };
      });
      const { answered } = simulate({
        ...steady('float32', peak, [...replicas, { serves: ['stable'] }]),
        rate: (at) => peak * share(at),
        milliseconds: (rise + tail) * second,
      });
      return [
        `${rise / 60} min`,
        lag === 0 ? 'whole from the start' : `follows after ${lag} s`,
        within(answered, { from: 5, to: rise / 2 }),
        within(answered, { from: rise / 2, to: rise }),
        within(answered, { from: rise, to: rise + 60 }),
        within(answered, { from: rise + 60, to: rise + tail }),
      ];
    }),
  );
  return {
    head: ['rise', 'fleet', 'first half', 'second half', 'minute after', 'next minute'],
    rows,
  };
}

export const tables = { demand, limits, fleets, canary, rollBack, losses, morning } as const;
export type TableName = keyof typeof tables;
