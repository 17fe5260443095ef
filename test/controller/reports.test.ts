import { afterEach, expect, test } from 'vitest';
import {
  isLoopback,
  ReportSums,
  type ReportsServer,
  serveReports,
} from '../../src-main/controller/reports-server.ts';
import type { OutcomeReport } from '../../src-main/serving/outcome-report.ts';
import { reportOutcomes } from '../../src-main/serving/report-outcomes.ts';

/** Counts from desktops to the controller. */

let server: ReportsServer | null = null;
afterEach(() => server?.close());

const report: OutcomeReport = { version: 'v1', accepted: 5, refused: 2, errors: 1 };
const accessWith = (token: string) => ({ token: () => token, ca: null });

async function start(): Promise<{ address: string; taken: OutcomeReport[] }> {
  const taken: OutcomeReport[] = [];
  server = await serveReports({
    host: '127.0.0.1',
    port: 0,
    token: 'secret',
    tls: null,
    take: (one) => void taken.push(one),
  });
  return { address: server.address, taken };
}

test('a report arrives as it was sent', async () => {
  const { address, taken } = await start();
  await reportOutcomes(address, report, accessWith('secret'));
  expect(taken).toEqual([report]);
});

test.each([
  ['a wrong key', 'wrong', JSON.stringify(report), 401],
  ['no key', '', JSON.stringify(report), 401],
  ['a text along with the counts', 'secret', JSON.stringify({ ...report, text: '关于' }), 400],
  ['a version that is no name', 'secret', JSON.stringify({ ...report, version: '../x' }), 400],
  ['counts below zero', 'secret', JSON.stringify({ ...report, accepted: -1 }), 400],
  ['absurd counts', 'secret', JSON.stringify({ ...report, errors: 1e9 }), 400],
  ['a fraction', 'secret', JSON.stringify({ ...report, errors: 0.5 }), 400],
  ['no JSON', 'secret', '{', 400],
  ['a long body', 'secret', ' '.repeat(5_000) + JSON.stringify(report), 400],
])('%s is refused', async (_, key, body, status) => {
  const { address, taken } = await start();
  const response = await fetch(`${address}/v1/outcomes`, {
    method: 'POST',
    headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    body,
  }).catch(() => ({ status: 400 }));
  expect([response.status, taken]).toEqual([status, []]);
});

test('only addresses of this machine need no certificate', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', 'localhost.example', '127.example'].some(isLoopback)).toBe(false);
});

test('reports are summed by version between two looks', () => {
  const sums = new ReportSums();
  sums.add(report);
  sums.add(report);
  sums.add({ ...report, version: 'base' });
  const seen: unknown[] = [];
  sums.take((version, sum) => seen.push([version, sum.accepted, sum.refused, sum.errors]));
  sums.take((version) => seen.push(version));
  expect(seen).toEqual([
    ['v1', 10, 4, 2],
    ['base', 5, 2, 1],
  ]);
});
