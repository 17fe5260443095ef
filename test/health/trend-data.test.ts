import { expect, test } from 'vitest';
import type { Message } from '../../src-main/contract/text.ts';
import { render } from '../../src-main/texts/message.ts';
import { chartsOf, endsOf } from '../../src-renderer/health/trend-data.ts';
import { trend } from '../support/health-fixtures.ts';

const names = {
  suite: (name: Message) => render(name, 'en'),
  heldOut: 'held out',
  ece: 'ECE',
  p50: 'p50',
  p95: 'p95',
};

test('every figure is at the place of its version; what was not measured is a gap', () => {
  const [suites, heldOut, ece, latency] = chartsOf(trend, names);
  expect(suites?.versions).toEqual(trend.versions.map(({ version }) => version));
  expect(suites?.lines.map(({ name }) => name)).toContain('idioms');
  expect(heldOut?.lines[0]?.values).toEqual([null, ...trend.versions.slice(1).map((one) => one.heldOut)]);
  expect(ece?.lines[0]?.values).toEqual(trend.versions.map((one) => one.ece));
  expect(latency?.lines.map(({ name }) => name)).toEqual(['p50', 'p95']);
});

test('all suites together are drawn last, on top of the others', () => {
  const [suites] = chartsOf(trend, names);
  expect(suites?.lines.at(-1)).toMatchObject({ name: 'all fixed suites', main: true });
});

test('a suite that an older version was not asked leaves a gap there', () => {
  const series = trend.series.map((one) => ({ ...one, points: one.points.slice(1) }));
  const [suites] = chartsOf({ ...trend, series }, names);
  for (const line of suites?.lines ?? []) expect(line.values[0]).toBeNull();
});

test('a chart without any figure is left out', () => {
  const versions = trend.versions.map((one) => ({ ...one, heldOut: null }));
  expect(chartsOf({ ...trend, versions }, names).map(({ id }) => id)).toEqual(['suites', 'ece', 'latency']);
});

test('the ends of a line are its first and last figures', () => {
  expect(endsOf({ name: 'a', main: true, values: [null, 0.2, 0.4, null] })).toEqual({
    first: 0.2,
    last: 0.4,
    count: 2,
  });
  expect(endsOf({ name: 'a', main: true, values: [null] })).toBeNull();
});
