/**
 * Fits resources/completion/phrases.json: node test/suites/fit-phrases.ts DIR DIR …
 *
 * Each folder holds texts of one kind, a .txt file each; they are fetched by hand and not part of the project. Of each
 * kind 150 are the writer's own documents, 14 are fitted on, and the rest is for `bench/drafting.ts`. So that the
 * probabilities hold for every writer, the documents to fit on are written four times: with all own documents, with 20
 * of them, with those of the next kind, and with none. The weights are numbers only. About a minute for each folder.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { createPhrasebook } from '../../src-main/phrases/phrasebook.ts';
import { boost } from './boost.ts';
import { indexOf, type Labelled, prepared, readCorpus, rowsOf, tableOf } from './phrase-rows.ts';

const seed = 5;
const most = { all: 7000, few: 2500 };
const root = resolve(import.meta.dirname, '../..');
const out = resolve(root, 'resources/completion/phrases.json');

const corpora = process.argv.slice(2).map(readCorpus);
if (corpora.length < 2) throw new Error('name two folders of texts or more');
const indexes = corpora.map(({ own }) => indexOf(own));
const phrasebook = createPhrasebook(resolve(root, 'resources'))();
const rng = seededRng(seed);

const groups: { rows: readonly Labelled[]; most: number }[] = [];
for (const [i, { own, fitted }] of corpora.entries()) {
  const texts = fitted.map(prepared);
  const half = texts.length >> 1;
  const other = must(indexes[(i + 1) % corpora.length], 'another kind');
  const all = { index: must(indexes[i], 'own documents'), phrasebook };
  const writers = [
    { texts, sources: all, units: 2500, most: most.all },
    {
      texts: texts.slice(0, half),
      sources: { ...all, index: indexOf(own.slice(0, 20)) },
      units: 2000,
      most: most.few,
    },
    { texts: texts.slice(half), sources: { ...all, index: other }, units: 2000, most: most.few },
    { texts: texts.slice(0, half), sources: { ...all, index: null }, units: 2000, most: most.few },
  ];
  for (const { texts: some, sources, units, most: limit } of writers) {
    groups.push({ rows: rowsOf(some, sources, { units, rng }), most: limit });
  }
  process.stderr.write(`${process.argv[2 + i]} ${groups.slice(-4).map(({ rows }) => rows.length)}\n`);
}

const rows = tableOf(groups, rng);
const options = { trees: 100, depth: 4, rate: 0.15, part: 0.6, ridge: 5, leastHessian: 8 };
const { base, trees } = boost(rows, options, rng);
/** Six digits tell apart all that single precision does. */
const short = (value: number) => Number(value.toPrecision(6));
const lines = trees.map(({ value, ...tree }) => JSON.stringify({ ...tree, value: value.map(short) }));
writeFileSync(out, `{"base":${short(base)},"trees":[\n${lines.join(',\n')}\n]}\n`);
process.stderr.write(`${rows.labels.length} rows, ${trees.length} trees\n`);
