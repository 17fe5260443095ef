/** `node test/bench/memory.ts`: what looking through a memory costs a suggestion, by its size. */
import { seededRng } from '../../src-main/base/rng.ts';
import { Memory } from '../../src-main/learn/memory/memory.ts';
import { median, round, table } from './measure.ts';

const width = 768;
const random = seededRng(1);
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** Unrelated keys of the real model resemble each other as vectors of so many independent directions do. */
const directions = 140;
const basis = Array.from({ length: directions }, () => Float32Array.from({ length: width }, gaussian));
function key(): Float32Array {
  const sum = new Float32Array(width);
  for (const direction of basis) {
    const share = gaussian();
    for (let i = 0; i < width; i++) sum[i] = (sum[i] as number) + share * (direction[i] as number);
  }
  return sum;
}

const rows: (string | number)[][] = [];
for (const size of [100, 1_000, 10_000, 100_000]) {
  const memory = new Memory();
  for (const length of [1, 2, 3, 4]) void memory.measure(length, Array.from({ length: 60 }, key));
  const place = key();
  for (let i = 0; i < size; i++) {
    const word = '甲乙丙丁'.slice(0, 1 + (i % 4));
    memory.change({ add: [{ id: String(i), key: i === 7 ? place : key(), word, weight: 1 }], remove: [] });
  }
  const { recall } = memory;
  if (!recall) throw new Error('a memory with entries recalls');
  const near = await recall(async (length) => (length <= 4 ? place : null));
  const far = key();
  const milliseconds = await median(() => recall(async (length) => (length <= 4 ? far : null)), 50);
  rows.push([size, round(milliseconds, 2), near.length]);
}
table(
  'Looking through a memory, four lengths of word a gap',
  ['entries', 'ms a suggestion', 'near its own place'],
  rows,
);
