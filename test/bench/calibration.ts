/**
 * `node test/bench/calibration.ts`: calibration errors on suites that nothing was fitted on, as shipped and after the run
 * that an installation does, for the model as it is and with its logits multiplied by 1.5 and 0.67.
 *
 * Words and characters are asked as the app does, for a word of unknown length, of sentences that are in no other suite:
 * every second of them, or every Nth with `N` as an argument. With `exam` as the second argument, the exam's questions
 * are asked too, as the exam asks them.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import type { Calibration, Ranking } from '../../src-main/contract/calibration.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { rowName } from '../../src-main/fillmask/bert/row-cache.ts';
import { calibrate } from '../../src-main/fillmask/calibration/calibrate.ts';
import { readCalibrationGaps } from '../../src-main/fillmask/calibration/gaps.ts';
import { asShipped } from '../../src-main/fillmask/calibration/ranking.ts';
import { calibrationError } from '../../src-main/fillmask/evaluate.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import type { MaskedRow, RowModel } from '../../src-main/fillmask/types.ts';
import { askFixed } from '../../src-main/learn/exam/examinee.ts';
import { type Question, question, readSuites } from '../../src-main/learn/exam/questions.ts';
import { equalMassError } from '../../src-main/learn/exam/score.ts';
import { openModel, precisionFor } from '../../src-main/models/precision.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const every = Number(process.argv[2] ?? 2);
const asksExam = process.argv[3] === 'exam';
const factors = [1, 1.5, 0.67];
const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const thinned = <T>(all: readonly T[]): T[] => all.filter((_, i) => i % every === 0);

const dir = benchModel();
const { checkpoint, precision } = await openModel(dir, await precisionFor(dir, 'cpu'));
const language = createLanguage(checkpoint, await loadLexicon());
const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });

/** Rows of one gap run once for all factors. */
const ran = new Map<string, Float32Array>();
async function logitsOf(rows: readonly MaskedRow[]): Promise<Float32Array[]> {
  const missing = rows.filter((row) => !ran.has(rowName(row)));
  const logits = missing.length > 0 ? await bert.logits(missing) : [];
  for (const [i, row] of missing.entries()) ran.set(rowName(row), must(logits[i], 'logits of a row'));
  return rows.map((row) => must(ran.get(rowName(row)), 'a row that was run'));
}

/** The model with its logits multiplied, as a head with a larger norm would give. */
const multiplied = (factor: number): RowModel => ({
  key: () => Promise.reject(new Error('no memory here')),
  states: () => Promise.reject(new Error('no other words here')),
  logits: async (rows) =>
    (await logitsOf(rows)).map((row) => (factor === 1 ? row : row.map((one) => one * factor))),
});

/** Single words of sentences that nothing was fitted on, drawn by a seed. */
function words(): Question[] {
  const jieba = Jieba.withDict(dict);
  const random = seededRng(20_261_128);
  const lines = readFileSync(folder('test/suites/general-sentences.txt'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    let offset = 0;
    const placed = jieba.cut(line, false).map((word) => {
      offset += word.length;
      return { word, start: offset - word.length };
    });
    const free = placed.filter(({ word }) => /^\p{Script=Han}{1,4}$/u.test(word));
    return [0, 1].map(() => {
      const { word, start } = must(free[Math.floor(random() * free.length)], 'a word');
      return question('words', `${line.slice(0, start)}[MASK]${line.slice(start + word.length)}`, word);
    });
  });
}

const characters = readFileSync(folder('test/suites/general.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; answer: string })
  .map(({ text, answer }) => question('characters', text, answer));

interface Answer {
  readonly suite: string;
  readonly probability: number;
  readonly right: boolean;
}

type Name = string;
interface Candidate {
  readonly name: Name;
  readonly model: RowModel;
  readonly ranking: Ranking;
}

const firstOf = (
  suite: string,
  first: { word: string; probability: number } | null | undefined,
  answer: string,
): Answer => ({
  suite,
  probability: first?.probability ?? 0,
  right: first?.word === answer,
});

async function askAsWritten(candidates: readonly Candidate[], questions: readonly Question[]) {
  const answers = new Map<Name, Answer[]>(candidates.map(({ name }) => [name, []]));
  const fillers = await Promise.all(
    candidates.map(async ({ name, model, ranking }) => ({
      name,
      filler: await createFiller({ model, language, ranking }),
    })),
  );
  for (const { suite, text, answer } of questions) {
    ran.clear();
    for (const { name, filler } of fillers) {
      const { gaps } = await filler.fill({ text, maxLength: 4, top: 1 });
      must(answers.get(name), 'a list').push(firstOf(suite, gaps[0]?.candidates[0], answer));
    }
  }
  return answers;
}

async function askAsExam({ model, ranking }: Candidate, questions: readonly Question[]): Promise<Answer[]> {
  const marks = await askFixed({ ...model, spent: () => 0 }, language, questions, () => undefined, ranking);
  return marks.map(({ first }, i) => {
    const { answer } = must(questions[i], 'a question');
    return firstOf(Array.from(answer).length > 1 ? 'exam words' : 'exam characters', first, answer);
  });
}

const gaps = await readCalibrationGaps(folder('resources/calibration'));
const calibrations = new Map<number, Calibration>();
let took = 0;
for (const factor of factors) {
  const began = performance.now();
  const made = await calibrate({
    model: multiplied(factor),
    language,
    gaps,
    at: 0,
    pause: async () => undefined,
  });
  if (factor === 1) took = performance.now() - began;
  calibrations.set(factor, made);
  process.stdout.write(`logits × ${factor}: ${JSON.stringify(made)}\n`);
}
ran.clear();
process.stdout.write(
  `${cpus()[0]?.model ?? ''}: the first calibration, on ${precision}, took ${round(took / 1000, 0)} s\n`,
);

const candidates: Candidate[] = factors.flatMap((factor) => [
  { name: `× ${factor} as shipped`, model: multiplied(factor), ranking: asShipped },
  {
    name: `× ${factor} calibrated`,
    model: multiplied(factor),
    ranking: must(calibrations.get(factor), 'one').ranking,
  },
]);
const answers = await askAsWritten(candidates, thinned([...words(), ...characters]));
const suites = ['words', 'characters'];
if (asksExam) {
  suites.push('exam words', 'exam characters');
  const exam = thinned(await readSuites(join(folder('resources'), 'suites')));
  // In parts, so that the rows of one part fit in memory for all factors.
  for (let from = 0; from < exam.length; from += 128) {
    ran.clear();
    for (const one of candidates)
      must(answers.get(one.name), 'a list').push(...(await askAsExam(one, exam.slice(from, from + 128))));
  }
}
table(
  'expected calibration error of the first word: equal width / equal mass, top-1',
  ['', ...suites],
  candidates.map(({ name }) => [
    name,
    ...suites.map((suite) => {
      const some = must(answers.get(name), 'a list').filter((one) => one.suite === suite);
      const top1 = some.filter(({ right }) => right).length / some.length;
      return `${round(calibrationError(some), 3)} / ${round(equalMassError(some), 3)}, ${round(top1, 3)} of ${some.length}`;
    }),
  ]),
);
await bert.release();
