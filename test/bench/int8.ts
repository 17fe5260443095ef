/**
 * `node test/bench/int8.ts`: the int8 copy of a model beside the model itself, call by call in turns: the same single
 * characters asked of both, and the time of a run by tokens and rows. The copy is made in a folder of its own.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { must } from '../../src-main/base/assert.ts';
import { rowOfSentence } from '../../src-main/engine/trial-gaps.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createTokenizer, type Tokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { makeInt8Copy } from './int8-copy.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';
import { spread } from './statistics.ts';

const options = { provider: 'cpu', threads: 2 } as const;
const shapes = [
  [1, 32],
  [4, 32],
  [1, 128],
  [8, 64],
] as const;
const repeats = 25;

interface Question {
  readonly text: string;
  readonly answer: string;
}

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8').trim();
const suite = (name: string): Question[] =>
  read(`../suites/${name}.jsonl`)
    .split('\n')
    .map((line) => JSON.parse(line) as Question);

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  times.push(performance.now() - began);
  return result;
}

function logSoftmax(logits: Float32Array): Float32Array {
  const most = logits.reduce((max, one) => Math.max(max, one), Number.NEGATIVE_INFINITY);
  const sum = logits.reduce((total, one) => total + Math.exp(one - most), 0);
  return logits.map((one) => one - most - Math.log(sum));
}

const best = (logits: Float32Array): number =>
  logits.reduce((top, one, i) => (one > (logits[top] ?? Number.NEGATIVE_INFINITY) ? i : top), 0);

const divergence = (p: Float32Array, q: Float32Array): number =>
  p.reduce((sum, one, i) => sum + Math.exp(one) * (one - (q[i] ?? Number.NaN)), 0);

async function compareAnswers(tokenizer: Tokenizer, exact: Bert, near: Bert): Promise<void> {
  const questions = ['general', 'characters'].flatMap(suite);
  const totals = { exact: 0, near: 0, same: 0, divergence: 0 };
  for (const { text, answer } of questions) {
    const row = rowOfSentence(tokenizer, text);
    const wanted = tokenizer.idOf(answer);
    const [a, b] = [await exact.logits([row]), await near.logits([row])].map(([logits]) =>
      logSoftmax(must(logits, 'logits of the row')),
    );
    const [p, q] = [must(a, 'an answer'), must(b, 'an answer')];
    totals.exact += Number(best(p) === wanted);
    totals.near += Number(best(q) === wanted);
    totals.same += Number(best(p) === best(q));
    totals.divergence += divergence(p, q);
  }
  const share = (count: number) => round(count / questions.length, 4);
  table(
    `Answers to ${questions.length} single characters`,
    ['top-1 float32', 'top-1 int8', 'same answer', 'KL divergence'],
    [[share(totals.exact), share(totals.near), share(totals.same), share(totals.divergence)]],
  );
}

async function compareTimes(vocabSize: number, exact: Bert, near: Bert): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [count, tokens] of shapes) {
    const id = (i: number, j: number) => 700 + ((i * 31 + j * 17) % (vocabSize - 700));
    const batch = Array.from({ length: count }, (_, i) => ({
      ids: Array.from({ length: tokens }, (_unused, j) => id(i, j)),
      masked: [5],
    }));
    const times = { exact: [] as number[], near: [] as number[] };
    for (let i = 0; i < repeats; i++) {
      await timed(times.exact, () => exact.logits(batch));
      await timed(times.near, () => near.logits(batch));
    }
    const [a, b] = [spread(times.exact.slice(1)).p50, spread(times.near.slice(1)).p50];
    rows.push([`${count} × ${tokens}`, round(a, 1), round(b, 1), round(b / a)]);
  }
  table(`One run in ms, ${cpus()[0]?.model}`, ['rows × tokens', 'float32', 'int8', 'int8 / float32'], rows);
}

const copy = await makeInt8Copy(benchModel());
try {
  process.stdout.write(`The copy was made in ${round(copy.seconds, 1)} s.\n`);
  const [exact, near] = [
    await createBert(copy.float32, ortRunner, options),
    await createBert(copy.int8, ortRunner, options),
  ];
  await compareTimes(copy.float32.config.vocabSize, exact, near);
  await compareAnswers(createTokenizer(copy.float32), exact, near);
} finally {
  copy.dispose();
}
