import type { Trend } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';

/** Trends as lines over versions. Pure. */

export interface Line {
  readonly name: string;
  /** One value for each version of the chart; null for a version that was not measured. */
  readonly values: readonly (number | null)[];
  /** Whether it is drawn more strongly. */
  readonly main: boolean;
}

export interface Chart {
  readonly id: 'suites' | 'heldOut' | 'ece' | 'latency';
  /** Ids, the base model first. */
  readonly versions: readonly string[];
  readonly lines: readonly Line[];
  /** The unit of its figures. */
  readonly unit: 'share' | 'plain' | 'ms';
}

export interface Names {
  /** Name of a suite in the writer's language. */
  suite(name: Message): string;
  heldOut: string;
  ece: string;
  p50: string;
  p95: string;
}

/** The charts of a trend; charts without figures are left out. */
export function chartsOf(trend: Trend, names: Names): Chart[] {
  const versions = trend.versions.map(({ version }) => version);
  const suites = trend.series.map(({ suite, name, points }): Line => {
    const scores = new Map(points.map((point) => [point.version, point.score.top1]));
    return {
      name: names.suite(name),
      values: versions.map((version) => scores.get(version) ?? null),
      main: suite === 'overall',
    };
  });
  const line = (name: string, of: (one: Trend['versions'][number]) => number | null, main = true): Line => ({
    name,
    values: trend.versions.map(of),
    main,
  });
  const all: Chart[] = [
    // The main line is drawn last, on top.
    {
      id: 'suites',
      versions,
      unit: 'share',
      lines: suites.toSorted((a, b) => Number(a.main) - Number(b.main)),
    },
    { id: 'heldOut', versions, unit: 'share', lines: [line(names.heldOut, (one) => one.heldOut)] },
    { id: 'ece', versions, unit: 'plain', lines: [line(names.ece, (one) => one.ece)] },
    {
      id: 'latency',
      versions,
      unit: 'ms',
      lines: [line(names.p50, (one) => one.p50), line(names.p95, (one) => one.p95, false)],
    },
  ];
  return all.filter(({ lines }) => lines.some(({ values }) => values.some((value) => value !== null)));
}

/** First and last figure of a line; null for a line without figures. */
export function endsOf({
  values,
}: Line): { readonly first: number; readonly last: number; readonly count: number } | null {
  const known = values.filter((value) => value !== null);
  const [first] = known;
  const last = known.at(-1);
  return first === undefined || last === undefined ? null : { first, last, count: known.length };
}
