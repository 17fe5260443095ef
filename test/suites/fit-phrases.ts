/**
 * Fits resources/completion/phrases.json: node test/suites/fit-phrases.ts DIR DIR …
 *
 * Each folder holds texts of one kind, a .txt file each; they are fetched by hand and not part of the project. Of each
 * kind 150 are the writer's own documents, 14 are fitted on, and the rest is for `bench/drafting.ts`. The weights are
 * numbers only. About a minute for each folder.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { seededRng } from '../../src-main/base/rng.ts';
import { createPhrasebook } from '../../src-main/phrases/phrasebook.ts';
import { fitOn, indexOf, markRows, readCorpus, writingsOf } from './phrase-rows.ts';

const seed = 5;
const resources = resolve(import.meta.dirname, '../../resources');

const corpora = process.argv.slice(2).map(readCorpus);
if (corpora.length < 2) throw new Error('name two folders of texts or more');
const indexes = corpora.map(({ own }) => indexOf(own));
const rng = seededRng(seed);
const phrasebook = createPhrasebook(resources)();
const marked = corpora.flatMap(({ own, fitted }) => markRows([...own.slice(0, 40), ...fitted]));
const weights = fitOn(writingsOf(corpora, indexes, phrasebook), marked, rng);

/** Six digits tell apart all that single precision does. */
const short = (_key: string, value: unknown) =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;
writeFileSync(resolve(resources, 'completion/phrases.json'), `${JSON.stringify(weights, short)}\n`);
