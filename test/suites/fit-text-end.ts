/**
 * Measures the model where nothing follows the caret, and fits the calibration of `completion/model-words.ts`:
 * node test/suites/fit-text-end.ts DIR…
 *
 * Each folder holds documents of one kind as .txt files, which are not ours to ship. From each document, places at word
 * boundaries are drawn by a seed; a word is right where the text goes on with it. Two seconds a place on two cores.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { seededRng } from '../../src-main/base/rng.ts';
import { isQuestion } from '../../src-main/completion/model-words.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';

const placesADocument = 6;
const placesAKind = 180;
const unitsRead = 6_000;
const reach = 400;
const steps = 3_000;

interface Place {
  readonly before: string;
  readonly rest: string;
}

const random = seededRng(15);
const jieba = Jieba.withDict(dict);
const drawn = <T>(values: readonly T[], count: number): T[] =>
  values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ value }) => value);

function placesOf(text: string): Place[] {
  const places: Place[] = [];
  let at = 0;
  for (const word of jieba.cut(text, false)) {
    at += word.length;
    const before = text.slice(Math.max(0, at - reach), at);
    if (at < text.length && text[at] !== '\n' && isQuestion({ before }))
      places.push({ before, rest: text.slice(at, at + 14) });
  }
  return drawn(places, placesADocument);
}

function placesIn(folder: string): Place[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  const all = files
    .toSorted()
    .flatMap((name) => placesOf(readFileSync(join(folder, name), 'utf8').slice(0, unitsRead)));
  return drawn(all, placesAKind);
}

interface Outcome {
  readonly length: number;
  readonly probability: number;
  readonly right: boolean;
}

const logit = (p: number) =>
  Math.log(Math.min(0.999, Math.max(0.001, p)) / (1 - Math.min(0.999, Math.max(0.001, p))));

/** Platt scaling by gradient descent: convex, so that where it ends is where any method would. */
function platt(outcomes: readonly Outcome[]): [intercept: number, slope: number] {
  let [a, b] = [0, 1];
  for (let step = 0; step < steps; step++) {
    let [da, db] = [0, 0.5 * (b - 1)];
    for (const { probability, right } of outcomes) {
      const x = logit(probability);
      const off = 1 / (1 + Math.exp(-(a + b * x))) - Number(right);
      da += off;
      db += off * x;
    }
    a -= (0.5 * da) / outcomes.length;
    b -= (0.1 * db) / outcomes.length;
  }
  return [a, b];
}

const checkpoint = await openCheckpoint(requireRealModel());
const model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
const filler = await createFiller({ model, language: createLanguage(checkpoint, await loadLexicon()) });

const folders = process.argv.slice(2);
const places = folders.flatMap(placesIn);
process.stdout.write(`${places.length} places: ${folders.map((one) => basename(one)).join(', ')}\n`);
for (const tail of [false, true]) {
  const firsts: Outcome[] = [];
  const byLength = { one: [] as Outcome[], more: [] as Outcome[] };
  for (const { before, rest } of places) {
    const { gaps } = await filler.fill({ text: `${before}[MASK]`, maxLength: 4, top: 40, tail });
    const outcomes = (gaps[0]?.candidates ?? []).map(
      ({ word, probability }): Outcome => ({
        length: word.length,
        probability,
        right: rest.startsWith(word),
      }),
    );
    firsts.push(...outcomes.slice(0, 1));
    byLength.one.push(...outcomes.filter(({ length }) => length === 1).slice(0, 1));
    byLength.more.push(...outcomes.filter(({ length }) => length > 1).slice(0, 1));
  }
  const right = (some: readonly Outcome[]) => some.filter((one) => one.right).length;
  const shown = [0.18, 0.25, 0.35, 0.5, 0.6, 0.7].map((least) => {
    const sure = firsts.filter(({ probability }) => probability >= least);
    return `≥ ${least}: ${right(sure)} of ${sure.length}`;
  });
  process.stdout.write(
    `${tail ? 'with' : 'without'} a tail: first right ${right(firsts)} of ${places.length}\n`,
  );
  process.stdout.write(`  ${shown.join(', ')}\n`);
  for (const [name, some] of Object.entries(byLength))
    process.stdout.write(
      `  ${name}: ${platt(some)
        .map((one) => one.toFixed(2))
        .join(', ')}\n`,
    );
}
await model.release();
