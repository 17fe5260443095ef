import { describe, expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { probabilityOf, readTrees } from '../../src-main/completion/trees.ts';
import { boost } from '../suites/boost.ts';

const stump = {
  base: 0,
  trees: [{ feature: [1, -1, -1], value: [0.5, -2, 3], low: [1, 0, 0], high: [2, 0, 0] }],
};

describe('trees', () => {
  test('add up to log-odds', () => {
    expect(probabilityOf(stump, [9, 0.4])).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
    expect(probabilityOf(stump, [9, 0.5])).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
    expect(probabilityOf(stump, [])).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
  });

  test('that are damaged are refused', () => {
    const [tree] = stump.trees;
    for (const change of [
      { low: [0, 0, 0] },
      { high: [3, 0, 0] },
      { value: [0.5, -2] },
      { value: [0.5, Number.NaN, 3] },
      { feature: [1.5, -1, -1] },
    ]) {
      expect(() =>
        readTrees({ base: 0, trees: [{ ...stump.trees[0], ...tree, ...change } as never] }),
      ).toThrow();
    }
    expect(readTrees(stump)).toBe(stump);
  });

  test('find a rule of two features again, and give the shares that it has', () => {
    const rng = seededRng(11);
    const rows = 8000;
    const features = new Float32Array(rows * 3);
    const labels = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      const [a, b, noise] = [rng(), rng(), rng()];
      features.set([a, b, noise], row * 3);
      labels[row] = Number(rng() < (a > 0.5 && b > 0.3 ? 0.9 : 0.1));
    }
    const options = { trees: 40, depth: 3, rate: 0.3, part: 1, ridge: 1, leastHessian: 1 };
    const weights = new Float32Array(rows).fill(1);
    const trees = readTrees(boost({ features, width: 3, labels, weights }, options, rng));
    expect(probabilityOf(trees, [0.8, 0.8, 0.5])).toBeGreaterThan(0.8);
    expect(probabilityOf(trees, [0.8, 0.1, 0.5])).toBeLessThan(0.3);
    expect(probabilityOf(trees, [0.2, 0.8, 0.5])).toBeLessThan(0.3);
  });
});
