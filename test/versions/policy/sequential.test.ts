import { expect, test } from 'vitest';
import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import {
  type Comparison,
  cleanStillNeeded,
  compare,
  observe,
  oddsWorse,
  openComparison,
  openSprt,
  pairsStillNeeded,
  type Sprt,
  wilson,
} from '../../../src-main/versions/policy/sequential.ts';

const design = { healthy: 0.005, bad: 0.05, alpha: 0.01, beta: 0.05 };

function verdict(rng: Rng, rate: number): Sprt {
  let test = openSprt;
  while (test.verdict === 'open') test = observe(design, test, rng() < rate);
  return test;
}

test("Wald's bounds: a healthy rate is called bad in 1 %, a bad one healthy in 5 %", () => {
  const rng = seededRng(5);
  const runs = 4_000;
  const share = (rate: number, wanted: Sprt['verdict']) =>
    Array.from({ length: runs }, () => verdict(rng, rate)).filter((one) => one.verdict === wanted).length /
    runs;
  // α/(1 − β) and β/(1 − α) bound what the approximate limits reach; three standard errors on top.
  expect(share(0.005, 'bad')).toBeLessThan(0.0105 + 3 * Math.sqrt(0.01 / runs));
  expect(share(0.05, 'healthy')).toBeLessThan(0.0505 + 3 * Math.sqrt(0.05 / runs));
});

test('what is said to be still needed is exactly what ends the test', () => {
  let test = observe(design, openSprt, true);
  const needed = cleanStillNeeded(design, test);
  for (let i = 1; i < needed; i++) test = observe(design, test, false);
  expect(test.verdict).toBe('open');
  expect(cleanStillNeeded(design, test)).toBe(1);
  test = observe(design, test, false);
  expect(test).toMatchObject({ verdict: 'healthy', observed: needed + 1, failures: 1 });
  expect(cleanStillNeeded(design, test)).toBe(0);
  expect(cleanStillNeeded(design, openSprt)).toBe(65);
});

test('a verdict stays while the counts go on', () => {
  let test = openSprt;
  for (let i = 0; i < 65; i++) test = observe(design, test, false);
  for (let i = 0; i < 9; i++) test = observe(design, test, true);
  expect(test).toMatchObject({ verdict: 'healthy', observed: 74, failures: 9 });
});

const best = (test: Comparison) => test.best;

/** Share of runs in which `odds` ever reaches `bound` within `pairs`. */
function everReaches(
  odds: typeof oddsWorse,
  bound: number,
  newRate: number,
  oldRate: number,
  margin: number,
) {
  const rng = seededRng(6);
  const runs = 600;
  let reached = 0;
  for (let run = 0; run < runs; run++) {
    let test = openComparison;
    for (let pair = 0; pair < 400; pair++) {
      test = compare(margin, test, rng() < newRate, rng() < oldRate);
      if (odds(test) < bound) continue;
      reached++;
      break;
    }
  }
  return reached / runs;
}

test('looked at after every pair, an equal version seems worse, and a harmful one fine, no oftener than 1 / odds', () => {
  expect(everReaches(oddsWorse, 20, 0.4, 0.4, 0.1)).toBeLessThan(0.05 + 3 * Math.sqrt(0.05 / 600));
  expect(everReaches(best, 20, 0.3, 0.4, 0.1)).toBeLessThan(0.05 + 3 * Math.sqrt(0.05 / 600));
});

test('a version that is 25 points worse is found, and an equal one is found fine', () => {
  expect(everReaches(oddsWorse, 500, 0.25, 0.5, 0.1)).toBeGreaterThan(0.9);
  expect(everReaches(best, 20, 0.5, 0.5, 0.1)).toBeGreaterThan(0.6);
});

test('pairs still needed are exactly the ties that reach the odds', () => {
  const after = compare(0.1, openComparison, false, true);
  expect(after).toMatchObject({ wins: 0, ties: 0, losses: 1 });
  const needed = pairsStillNeeded(0.1, after, 3);
  let test = after;
  for (let i = 1; i < needed; i++) test = compare(0.1, test, true, true);
  expect(test.best).toBeLessThan(3);
  expect(compare(0.1, test, false, false).best).toBeGreaterThanOrEqual(3);
  expect(pairsStillNeeded(0.1, after, 1e300, 50)).toBe(50);
});

test("Wilson's interval as tabulated, and sound at the ends", () => {
  // 5 of 10: 0.2366–0.7634 (statsmodels proportion_confint, method wilson).
  expect(wilson(5, 10).low).toBeCloseTo(0.2366, 3);
  expect(wilson(5, 10).high).toBeCloseTo(0.7634, 3);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilson(0, 20).low).toBe(0);
  expect(wilson(20, 20).high).toBeCloseTo(1);
});
