/**
 * Fits the weights of `infill/weights.ts` and compares scorings: node test/suites/fit.ts
 *
 * Every scoring is linear in its weights, so a word's features are its scores under unit weights, taken
 * from the very functions that the app scores with. Weights maximise the likelihood of the right word
 * (softmax regression, a small L2 penalty); every figure is of sentences that the weights were not fitted
 * on (two folds by sentence). The model runs once for each gap: 12 minutes on two cores.
 */
import { readFileSync } from 'node:fs';
import { must } from '../../src-main/base/assert.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { findGaps } from '../../src-main/fillmask/infill/gaps.ts';
import {
  favourJoined,
  type LengthScores,
  price,
  rescore,
  scoreTable,
} from '../../src-main/fillmask/infill/scores.ts';
import { type Filling, rowOf, type SpanLogits, spanLogits } from '../../src-main/fillmask/infill/span.ts';
import { weights as current, type Weights } from '../../src-main/fillmask/infill/weights.ts';
import { type Window, windowOf } from '../../src-main/fillmask/infill/window.ts';
import { bindLexicon, isHan, withPrefix } from '../../src-main/fillmask/infill/word-table.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';

const longest = 4;
/** Words of a gap that take part in the fit. */
const pool = 1500;
const mostRescored = 8;
const budget = { before: 48, after: 32 };

/** The features, each with the weights that make it the score. */
const zero = {
  evidence: 0,
  wordMass: 0,
  frequency: 0,
  prior: 0,
  repetition: 0,
  length: [0, 0, 0, 0],
  joined: { 2: 0, 3: 0, 4: 0 },
  joinedShare: 0,
  joinedDoubt: current.joinedDoubt,
  revealed: 0,
  rescored: 0,
};
const unit = {
  evidence: { ...zero, evidence: 1 },
  frequency: { ...zero, frequency: 1 },
  length2: { ...zero, length: [0, 1, 0, 0] },
  length3: { ...zero, length: [0, 0, 1, 0] },
  length4: { ...zero, length: [0, 0, 0, 1] },
  prior: { ...zero, prior: 1 },
  repetition: { ...zero, repetition: 1 },
  wordMass: { ...zero, wordMass: 1 },
  joined2: { ...zero, joined: { 2: 1, 3: 0, 4: 0 } },
  joined3: { ...zero, joined: { 2: 0, 3: 1, 4: 0 } },
  joined4: { ...zero, joined: { 2: 0, 3: 0, 4: 1 } },
  joinedShare: { ...zero, joinedShare: 1 },
  revealed: { ...zero, revealed: 1 },
  rescored: { ...zero, rescored: 1 },
} as const;
type Feature = keyof typeof unit;
const features = Object.keys(unit) as Feature[];
const unitWeights = (name: Feature) => unit[name] as unknown as Weights;

const checkpoint = await openCheckpoint(requireRealModel());
const tokenizer = createTokenizer(checkpoint);
const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
const { tables, total } = bindLexicon(await loadLexicon(), tokenizer, longest);
const classes = new Uint8Array(tokenizer.vocabulary.length);
for (const id of must(tables[0], 'singles').ids) classes[id] = 1;
for (const [id, token] of tokenizer.vocabulary.entries()) if (isHan(token)) classes[id] = 2;
const masks = (count: number): Filling => new Array<number>(count).fill(tokenizer.special.mask);

async function run(window: Window, fillings: readonly Filling[]): Promise<SpanLogits[]> {
  const rows = fillings.map((filling) => rowOf(window, filling, () => [], tokenizer.special));
  return (await bert.logits(rows)).map((one) => spanLogits(one, classes));
}

const contextless = await run(
  { before: [], after: [] },
  tables.map(({ length }) => masks(length)),
);
const pricedBy = new Map(
  [...features.map((name) => unitWeights(name)), current].map((weights) => [
    weights,
    tables.map((table, i) => price(table, must(contextless[i], 'a row'), weights)),
  ]),
);

interface Item {
  readonly kind: 'words' | 'characters';
  readonly fold: 0 | 1;
  readonly answer: number;
  /** By feature, one value a word of the pool. */
  readonly values: Readonly<Record<Feature, Float64Array>>;
  /** `revealed` and `rescored` if only so many prefixes had been. */
  readonly order: Float64Array;
  /** Whether the fit may use it: an answer far outside the pool says nothing about its order. */
  readonly inPool: boolean;
}

async function itemOf(text: string, answer: string, kind: Item['kind'], fold: 0 | 1): Promise<Item | null> {
  const window = windowOf(text, findGaps(text), 0, (...one) => tokenizer.encode(...one), budget);
  const spans = await run(
    window,
    tables.map(({ length }) => masks(length)),
  );
  const repeated = new Uint8Array(bert.vocabSize);
  for (const slot of [...window.before, ...window.after]) if ('id' in slot) repeated[slot.id] = 1;
  const ids = (slots: Window['before']) => slots.flatMap((slot) => ('id' in slot ? [slot.id] : []));
  const neighbours = { before: ids(window.before).slice(-3), after: ids(window.after).slice(0, 3) };
  const score = (weights: Weights): LengthScores[] => {
    const lengths = must(pricedBy.get(weights), 'a price').map((table, i) =>
      scoreTable(table, must(spans[i], 'a row'), repeated, weights),
    );
    favourJoined(must(lengths[0], 'singles'), tables.slice(1), neighbours, { total, weights });
    return lengths;
  };
  const places = score(current).flatMap(({ scores, table }, i) =>
    Array.from(scores, (value, word) => ({ value, i, word, first: table.ids[word * table.length] ?? 0 })),
  );
  places.sort((a, b) => b.value - a.value);
  const prefixes = [
    ...new Map(
      places.filter(({ i }) => i > 0).map(({ i, first }) => [`${i} ${first}`, { i, first }]),
    ).values(),
  ].slice(0, mostRescored);
  const revealed = await run(
    window,
    prefixes.map(({ i, first }) => [first, ...masks(i)]),
  );
  const characters = [...answer].map((character) => tokenizer.idOf(character) ?? -1);
  const table = must(tables[characters.length - 1], 'a table');
  const [from, to] = withPrefix(table, characters[0] ?? -1);
  const word = Array.from({ length: to - from }, (_, k) => from + k).find((at) =>
    characters.every((id, j) => table.ids[at * table.length + j] === id),
  );
  if (word === undefined) return null;
  const kept = places.slice(0, pool);
  let at = kept.findIndex((one) => one.i === characters.length - 1 && one.word === word);
  const inPool = at >= 0;
  if (!inPool) {
    at = kept.length;
    kept.push(
      must(
        places.find((one) => one.i === characters.length - 1 && one.word === word),
        'the answer',
      ),
    );
  }
  const values = Object.fromEntries(
    features.map((name) => {
      const lengths = score(unitWeights(name));
      for (const [k, { i, first }] of prefixes.entries()) {
        rescore(must(lengths[i], 'a length'), first, must(revealed[k], 'a row'), unitWeights(name));
      }
      return [name, Float64Array.from(kept, (one) => lengths[one.i]?.scores[one.word] ?? 0)];
    }),
  ) as Record<Feature, Float64Array>;
  const order = Float64Array.from(kept, (one) => {
    const found = prefixes.findIndex(({ i, first }) => i === one.i && first === one.first);
    return found < 0 || one.i === 0 ? Infinity : found;
  });
  return { kind, fold, answer: at, values, order, inPool };
}

const items: Item[] = [];
const sentences = new Map<string, number>();
for (const kind of ['words', 'characters'] as const) {
  const lines = readFileSync(new URL(`${kind}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const { text, answer } = JSON.parse(line) as { text: string; answer: string };
    const sentence = text.replace('[MASK]', answer);
    if (!sentences.has(sentence)) sentences.set(sentence, sentences.size);
    const item = await itemOf(text, answer, kind, ((sentences.get(sentence) ?? 0) % 2) as 0 | 1);
    if (item) items.push(item);
    if (items.length % 50 === 0) process.stderr.write(`${items.length}\n`);
  }
}

/** Rows of a design matrix: one array a feature; prefixes beyond `rescoredRows` count as not rescored. */
const columnsOf = (item: Item, names: readonly Feature[], rescoredRows: number) =>
  names.map((name) =>
    name === 'revealed' || name === 'rescored'
      ? item.values[name].map((value, k) => ((item.order[k] ?? Infinity) < rescoredRows ? value : 0))
      : item.values[name],
  );

function scoresOf(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const scores = new Float64Array(columns[0]?.length ?? 0);
  for (const [f, column] of columns.entries()) {
    for (let k = 0; k < scores.length; k++)
      scores[k] = (scores[k] ?? 0) + (weights[f] ?? 0) * (column[k] ?? 0);
  }
  return scores;
}

/** Softmax regression by Adam over whole passes; convex, so where it ends is where any method would. */
function regress(
  designs: readonly (readonly Float64Array[])[],
  answers: readonly number[],
  count: number,
): number[] {
  const weights: number[] = Array.from({ length: count }, (_, f) => (f === 0 ? 0.7 : 0));
  const mean = new Float64Array(count);
  const square = new Float64Array(count);
  for (let step = 1; step <= 250; step++) {
    const gradient = Float64Array.from(weights, (weight) => 0.002 * weight);
    for (const [i, columns] of designs.entries()) {
      const scores = scoresOf(columns, weights);
      const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
      const shares = scores.map((score) => Math.exp(score - most));
      const sum = shares.reduce((a, b) => a + b, 0);
      for (const [f, column] of columns.entries()) {
        let expected = 0;
        for (let k = 0; k < column.length; k++) expected += (shares[k] ?? 0) * (column[k] ?? 0);
        gradient[f] = (gradient[f] ?? 0) + (expected / sum - (column[answers[i] ?? 0] ?? 0)) / designs.length;
      }
    }
    const rate = 0.1 / (1 + step / 50);
    for (const [f, slope] of gradient.entries()) {
      mean[f] = 0.9 * (mean[f] ?? 0) + 0.1 * slope;
      square[f] = 0.999 * (square[f] ?? 0) + 0.001 * slope * slope;
      const corrected = (mean[f] ?? 0) / (1 - 0.9 ** step);
      weights[f] =
        (weights[f] ?? 0) - (rate * corrected) / (Math.sqrt((square[f] ?? 0) / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return weights;
}

const rankOf = (scores: Float64Array, answer: number) =>
  scores.reduce((rank, score) => rank + Number(score > (scores[answer] ?? 0)), 0);

function report(name: string, ranks: readonly number[], weights?: readonly number[]): void {
  const figures = (['words', 'characters'] as const).map((kind) => {
    const own = ranks.filter((_, i) => items[i]?.kind === kind);
    const within = (depth: number) => own.filter((rank) => rank < depth).length / own.length;
    const mrr = own.reduce((sum, rank) => sum + 1 / (1 + rank), 0) / own.length;
    return `${kind} ${within(1).toFixed(3)} ${within(5).toFixed(3)} ${mrr.toFixed(3)}`;
  });
  const list = weights ? `  [${weights.map((weight) => weight.toFixed(2)).join(', ')}]` : '';
  process.stdout.write(`${name.padEnd(44)} ${figures.join('  ')}${list}\n`);
}

function fixed(name: string, score: (item: Item) => Float64Array): void {
  report(
    name,
    items.map((item) => rankOf(score(item), item.answer)),
  );
}

function fitted(name: string, names: readonly Feature[], rescoredRows = 0): void {
  const designs = items.map((item) => columnsOf(item, names, rescoredRows));
  const train = (keep: (item: Item) => boolean) => {
    const chosen = items.flatMap((item, i) => (item.inPool && keep(item) ? [i] : []));
    return regress(
      chosen.map((i) => must(designs[i], 'a design')),
      chosen.map((i) => must(items[i], 'an item').answer),
      names.length,
    );
  };
  const byFold = [0, 1].map((fold) => train((item) => item.fold !== fold));
  const ranks = items.map((item, i) =>
    rankOf(scoresOf(must(designs[i], 'a design'), must(byFold[item.fold], 'weights')), item.answer),
  );
  report(
    name,
    ranks,
    train(() => true),
  );
}

const lengthOf = (item: Item, k: number) =>
  1 + (item.values.length2[k] ?? 0) + 2 * (item.values.length3[k] ?? 0) + 3 * (item.values.length4[k] ?? 0);
const firstPass = (item: Item) =>
  item.values.evidence.map(
    (value, k) => value + 3 * lengthOf(item, k) + 0.3 * (item.values.frequency[k] ?? 0),
  );

process.stdout.write(`${items.length} gaps; figures: top-1, top-5, MRR\n`);
fixed('mean log p', (item) => item.values.evidence.map((value, k) => value / lengthOf(item, k)));
fixed('Σ log p + 3·L + 0.3·log f', firstPass);
for (const bonus of [1, 1.5, 2]) {
  fixed(`… best 8 rescored, + ${bonus}·L + 0.4·log f`, (item) => {
    const scores = firstPass(item);
    const eighth = [...scores].sort((a, b) => b - a)[7] ?? 0;
    return scores.map((score, k) => {
      if (score < eighth) return score - 1000;
      const evidence = (item.values.evidence[k] ?? 0) + (item.values.revealed[k] ?? 0);
      return evidence + bonus * lengthOf(item, k) + 0.4 * (item.values.frequency[k] ?? 0);
    });
  });
}
const lengths = ['length2', 'length3', 'length4'] as const;
const plain = ['evidence', 'frequency', ...lengths] as const;
const joined = ['joined2', 'joined3', 'joined4', 'joinedShare'] as const;
fitted('fitted: evidence, length', ['evidence', ...lengths]);
fitted('+ frequency', plain);
fitted('+ prior', [...plain, 'prior']);
fitted('+ repetition', [...plain, 'prior', 'repetition']);
fitted('+ word mass', [...plain, 'prior', 'repetition', 'wordMass']);
fitted('+ joined: the first answer', [...plain, 'prior', 'repetition', 'wordMass', ...joined]);
for (const rows of [2, 4, 8]) {
  const full = [...plain, 'prior', 'repetition', 'wordMass', ...joined, 'revealed', 'rescored'] as const;
  fitted(`+ ${rows} rows of revealed characters`, full, rows);
}
