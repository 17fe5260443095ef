/**
 * Fits the weights of `substitution/weights.ts`: node test/suites/fit-other-words.ts [cache.json]
 *
 * The evidence is what the app gathers. Logistic regression with an L2 penalty on the half `fit` of the suite: a word is
 * right where the suite has it as acceptable. The figures of the other half are of words that no weight has seen. With a
 * cache the model runs once: 343 lists, minutes on two cores.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { replacedBudget } from '../../src-main/fillmask/filler.ts';
import { createGapFiller } from '../../src-main/fillmask/infill/gap-filler.ts';
import { findGaps } from '../../src-main/fillmask/infill/gaps.ts';
import { Inference } from '../../src-main/fillmask/infill/inference.ts';
import { windowOf } from '../../src-main/fillmask/infill/window.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import {
  chanceOf,
  type Evidence,
  type EvidenceWeights,
  type Feature,
  featureNames,
  featuresOf,
} from '../../src-main/fillmask/substitution/evidence.ts';
import { gatherEvidence } from '../../src-main/fillmask/substitution/substitute.ts';
import { synonymsOf } from '../../src-main/fillmask/substitution/thesaurus.ts';
import { weights as current } from '../../src-main/fillmask/substitution/weights.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { requireRealModel } from '../support/real-model.ts';
import { judge, type OtherWord, readOtherWords } from './other-words.ts';

const items = readOtherWords();
const cache = process.argv[2];

async function gatherAll(): Promise<Evidence[][]> {
  const checkpoint = await openCheckpoint(requireRealModel());
  const language = createLanguage(checkpoint, await loadLexicon());
  const { tokenizer } = language;
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const substituter = { filler: await createGapFiller(bert, language), tokenizer };
  const all: Evidence[][] = [];
  for (const { text, word } of items) {
    const gaps = findGaps(text);
    const window = windowOf(text, gaps, 0, tokenizer.encode, replacedBudget);
    const gap = gaps[0];
    if (!gap) throw new Error(`no gap: ${text}`);
    const task = { gap, window, others: () => [], original: word, length: undefined };
    all.push(await gatherEvidence(substituter, new Inference(bert), task));
    if (all.length % 25 === 0) process.stderr.write(`${all.length}\n`);
  }
  return all;
}

const known = cache !== undefined && existsSync(cache);
const evidence = known ? (JSON.parse(readFileSync(cache, 'utf8')) as Evidence[][]) : await gatherAll();
if (cache !== undefined && !known) writeFileSync(cache, JSON.stringify(evidence));

/** Words of the half that is fitted on, with whether the suite accepts them. */
const rows = items.flatMap(({ half, acceptable }, i) =>
  half === 'fit'
    ? (evidence[i] ?? []).map((one) => ({
        features: featuresOf(one),
        right: Number(acceptable.includes(one.word)),
      }))
    : [],
);

/** Gradient descent with momentum; the loss is convex. */
function regress(names: readonly Feature[]): EvidenceWeights {
  const weights = Object.fromEntries(featureNames.map((name) => [name, 0])) as Record<Feature, number>;
  const speed = { ...weights };
  for (let step = 0; step < 6000; step++) {
    const slope = Object.fromEntries(names.map((name) => [name, 0])) as Record<Feature, number>;
    for (const { features, right } of rows) {
      const sum = names.reduce((all, name) => all + weights[name] * features[name], 0);
      const off = 1 / (1 + Math.exp(-sum)) - right;
      for (const name of names) slope[name] += (off * features[name]) / rows.length;
    }
    for (const name of names) {
      const penalty = name === 'constant' ? 0 : 0.002 * weights[name];
      speed[name] = 0.9 * speed[name] + 0.02 * (slope[name] + penalty);
      weights[name] -= speed[name];
    }
  }
  return weights;
}

function report(name: string, weights: EvidenceWeights, least = 0): void {
  const lists = evidence.map((all) =>
    all
      .map((one) => ({ word: one.word, chance: chanceOf(one, weights) }))
      .filter(({ chance }) => chance >= least)
      .toSorted((a, b) => b.chance - a.chance)
      .map(({ word }) => word),
  );
  const figures = (keep: (item: OtherWord) => boolean) => {
    const chosen = items.flatMap((item, i) => (keep(item) ? [i] : []));
    const { acceptable, first, opposite, empty } = judge(
      chosen.flatMap((i) => items[i] ?? []),
      chosen.map((i) => lists[i] ?? []),
    );
    const percent = [acceptable, first, opposite, empty].map((one) => (100 * one).toFixed(1).padStart(5));
    return `${percent.join(' ')} (${chosen.length})`;
  };
  const inTable = ({ word }: OtherWord) => synonymsOf(word).length > 0;
  process.stdout.write(
    `${name.padEnd(28)} fit ${figures(({ half }) => half === 'fit')}  kept ${figures(({ half }) => half === 'kept')}` +
      `  kept, outside the table ${figures((item) => item.half === 'kept' && !inTable(item))}\n`,
  );
}

process.stdout.write('one of three acceptable, the first, one of three opposite, nothing offered, %\n');
report('as shipped', current);
report('as shipped, 0.1 and more', current, 0.1);
for (const [name, names] of Object.entries({
  all: featureNames,
  'without likeness': featureNames.filter((one) => one !== 'around' && one !== 'inside'),
  'without fluency': featureNames.filter((one) => one !== 'fluency'),
  'without the table': featureNames.filter((one) => !['synonym', 'place', 'reversed'].includes(one)),
})) {
  const weights = regress(names);
  report(name, weights);
  for (const least of [0.05, 0.1, 0.15, 0.2]) report(`  ${least} and more`, weights, least);
  const list = names.map((one) => `${one}: ${weights[one].toFixed(2)}`);
  process.stdout.write(`  ${list.join(', ')}\n`);
}
