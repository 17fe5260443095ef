import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller, type Filler } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { readSuites } from '../../src-main/learn/exam/questions.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { answerer } from './answers.ts';
import { medianOf } from './measure.ts';
import { timed, untilThreadsSleep } from './peers.ts';
import { batchOf } from './texts.ts';

/** Characters on each side of the gaps of the suites. */
const side = 30;
const warmUp = 5;
export const documentSizes = [1e3, 1e4, 1e5, 1e6];

const suites = fileURLToPath(new URL('../../resources/suites', import.meta.url));
const ask = { maxLength: 4, top: 5 } as const;

interface Answerer {
  readonly bert: Bert;
  readonly filler: Filler;
}

async function answererOf(checkpoint: Checkpoint): Promise<Answerer> {
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const language = createLanguage(checkpoint, await loadLexicon());
  return { bert, filler: await createFiller({ model: bert, language }) };
}

export interface Both<T> {
  readonly float32: T;
  readonly int8: T;
}

export interface Suggestion {
  readonly first: number;
  readonly full: number;
  readonly rows: number;
}

async function suggest({ filler }: Answerer, text: string): Promise<Suggestion> {
  const began = performance.now();
  let first = Number.NaN;
  const onFirst = () => {
    first = performance.now() - began;
  };
  const { rows } = await filler.fill({ text, ...ask }, { onFirst });
  return { first, full: performance.now() - began, rows };
}

const middle = (all: readonly Suggestion[]): Suggestion => ({
  first: medianOf(all.map(({ first }) => first)),
  full: medianOf(all.map(({ full }) => full)),
  rows: medianOf(all.map(({ rows }) => rows)),
});

/** Gaps of the exam's questions with their neighbours around them, cut to the same number of characters on both sides. */
async function longGaps(most: number): Promise<string[]> {
  const questions = await readSuites(suites);
  const whole = questions.map(({ text, answer }) => text.replace('[MASK]', answer));
  const every = Math.max(1, Math.floor(questions.length / most));
  return questions.flatMap(({ text }, i) => {
    if (i % every !== 0 || i < side || i + side >= questions.length) return [];
    const [before = '', after = ''] = text.split('[MASK]');
    const left = whole.slice(i - side, i).join('') + before;
    const right = after + whole.slice(i + 1, i + side).join('');
    return [`${left.slice(-side)}[MASK]${right.slice(0, side)}`];
  });
}

export interface SuggestionTimes {
  /** Milliseconds of one float32 pass over 32 tokens. */
  readonly single: number;
  /** A word of unknown length in those 32 tokens. */
  readonly short: Both<Suggestion>;
  /** Gaps of the exam with as many characters on each side. */
  readonly long: Both<Suggestion> & { readonly gaps: number };
  /** Milliseconds of a full answer by the length of the document, with int8. */
  readonly documents: Readonly<Record<string, number>>;
}

/** One text asked of both, one after the other. */
async function inTurns({ float32, int8 }: Both<Answerer>, text: string): Promise<Both<Suggestion>> {
  await sleep(untilThreadsSleep);
  const exact = await suggest(float32, text);
  await sleep(untilThreadsSleep);
  return { float32: exact, int8: await suggest(int8, text) };
}

const middles = (all: readonly Both<Suggestion>[]): Both<Suggestion> => ({
  float32: middle(all.map(({ float32 }) => float32)),
  int8: middle(all.map(({ int8 }) => int8)),
});

async function timeShort(both: Both<Answerer>, checkpoint: Checkpoint, runs: number) {
  const text = must(batchOf(32, 1)[0], 'a text');
  const answer = answerer(checkpoint, both.float32.bert);
  const singles: number[] = [];
  const taken: Both<Suggestion>[] = [];
  for (let i = 0; i < runs + warmUp; i++) {
    await sleep(untilThreadsSleep);
    singles.push(await timed(() => answer([text])));
    taken.push(await inTurns(both, text));
  }
  return { single: medianOf(singles.slice(warmUp)), short: middles(taken.slice(warmUp)) };
}

async function timeLong(both: Both<Answerer>, most: number) {
  const taken: Both<Suggestion>[] = [];
  for (const text of await longGaps(most)) taken.push(await inTurns(both, text));
  return { ...middles(taken), gaps: taken.length };
}

async function timeDocuments({ filler }: Answerer, runs: number): Promise<Record<string, number>> {
  const near = '会议由总经理[MASK]，各部门负责人参加。';
  const filling = '请各部门按时完成本周的工作。';
  // Whole sentences next to the gap: cut ones would give each size another window, of another number of tokens.
  const texts = documentSizes.map((size) => {
    const half = Math.floor((size - near.length) / 2);
    const sentences = filling.repeat(Math.ceil(half / filling.length));
    return sentences.slice(-half) + near + sentences.slice(0, half);
  });
  const taken = texts.map((): number[] => []);
  for (let i = 0; i < runs + 3; i++)
    for (const [at, text] of texts.entries()) {
      const milliseconds = await timed(() => filler.fill({ text, ...ask }));
      if (i >= 3) must(taken[at], 'a list').push(milliseconds);
    }
  return Object.fromEntries(documentSizes.map((size, at) => [size, medianOf(must(taken[at], 'a list'))]));
}

/** First and full answers for words of unknown length beside one float32 pass, float32 and int8 in turns. */
export async function timeSuggestions(
  checkpoints: Both<Checkpoint>,
  runs: number,
  gaps: number,
): Promise<SuggestionTimes> {
  const both = {
    float32: await answererOf(checkpoints.float32),
    int8: await answererOf(checkpoints.int8),
  };
  const { single, short } = await timeShort(both, checkpoints.float32, runs);
  const long = await timeLong(both, gaps);
  const documents = await timeDocuments(both.int8, runs);
  await Promise.all([both.float32.bert.release(), both.int8.bert.release()]);
  return { single, short, long, documents };
}
