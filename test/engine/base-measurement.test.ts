import { expect, test } from 'vitest';
import type { Engine } from '../../src-main/engine/api.ts';
import { measureBase } from '../../src-main/engine/base-measurement.ts';

type Part = Pick<Engine, 'prepare' | 'calibrate'>;
const on = {
  texts: ['[MASK]'],
  gaps: Array(3).fill({ text: '[MASK]', answer: '天', kind: 'word' as const }),
};

/** @param lengths of background left to measure @param isNew whether the model has to be calibrated */
function engineWith(lengths: number, isNew: boolean): Part {
  return {
    async prepare(_, { onProgress } = {}) {
      for (let i = 1; i <= lengths; i++) onProgress?.(i, lengths);
    },
    async calibrate(gaps, { onProgress } = {}) {
      if (!isNew) return null;
      for (const i of gaps.keys()) onProgress?.(i + 1, gaps.length);
      return {} as Awaited<ReturnType<Part['calibrate']>>;
    },
  };
}

async function progressOf(engine: Part): Promise<number[][]> {
  const told: number[][] = [];
  await measureBase(engine, on, { onProgress: (done, of) => told.push([done, of]) });
  return told;
}

test('background and calibration have one progress, which ends with the work', async () => {
  expect(await progressOf(engineWith(2, true))).toEqual([
    [1, 5],
    [2, 5],
    [3, 5],
    [4, 5],
    [5, 5],
  ]);
  expect(await progressOf(engineWith(2, false))).toEqual([
    [1, 5],
    [2, 5],
    [5, 5],
  ]);
  expect(await progressOf(engineWith(0, true))).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(await progressOf(engineWith(0, false))).toEqual([]);
});
