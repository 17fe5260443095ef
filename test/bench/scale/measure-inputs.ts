import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { must } from '../../../src-main/base/assert.ts';
import { ghostOf, written } from '../../../src-main/cli/drafting/written.ts';
import { isQuestion } from '../../../src-main/completion/model-words.ts';
import { predict } from '../../../src-main/completion/predict.ts';
import { type Bert, createBert } from '../../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../../src-main/fillmask/filler.ts';
import { createLanguage, type Language } from '../../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../../src-main/fillmask/lexicon.ts';
import type { MaskedRow, RowModel } from '../../../src-main/fillmask/types.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { createPhrasebook } from '../../../src-main/phrases/phrasebook.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { makeInt8Copy } from '../int8-copy.ts';
import { benchModel } from '../model.ts';
import { quantile } from '../statistics.ts';
import { syntheticRows } from './real-run.ts';

/** Measures what the capacity model is given: `node test/bench/scale.ts measure`. */

const batches = [1, 4, 8, 16, 32] as const;
/** Of the first batch of half the ghosts, and what the other benches measure with. */
const lengths = [32, 52] as const;
const repeats = 7;
/** Other programs make a run longer, nothing makes it shorter than it is: the lower quartile is taken. */
const share = 0.25;
/** Every so many places where the model is asked, one is asked for the shape of its batches. */
const everyPlace = 100;
const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

interface Place {
  readonly before: string;
}

/** Where a writer who rests after each word, and accepts exactly the right ghosts, makes the app ask the model. */
function placesOf(documents: readonly string[]): { characters: number; words: number; asked: Place[] } {
  const jieba = Jieba.withDict(dict);
  const phrasebook = createPhrasebook(resources)();
  const asked: Place[] = [];
  let words = 0;
  for (const document of documents) {
    const { candidatesAt } = written(document, { index: null, phrasebook }, { predict, times: [] });
    let end = 0;
    let taken = 0;
    for (const word of jieba.cut(document, false)) {
      end += word.length;
      if (!/\p{Script=Han}$/u.test(word)) continue;
      words++;
      if (end < taken) continue;
      const ghost = ghostOf(candidatesAt(end), 'moderate');
      const before = document.slice(0, end);
      if (ghost === null && isQuestion({ before })) asked.push({ before });
      else if (ghost && document.startsWith(ghost.text, end)) taken = end + ghost.text.length;
    }
  }
  const characters = documents.reduce((sum, { length }) => sum + length, 0);
  return { characters, words, asked };
}

interface Batch {
  readonly rows: number;
  /** The batch's padded length. */
  readonly tokens: number;
  /** Positions of the row with the most. */
  readonly positions: number;
}

const batchOf = (rows: readonly MaskedRow[]): Batch => ({
  rows: rows.length,
  tokens: Math.max(...rows.map(({ ids }) => ids.length)),
  positions: Math.max(...rows.map(({ masked }) => masked.length)),
});

/** The batches that each ghost takes. */
async function batchesOf(bert: Bert, language: Language, places: readonly Place[]): Promise<Batch[][]> {
  let ran: Batch[] = [];
  const model: RowModel = {
    ...bert,
    logits: (rows) => {
      ran.push(batchOf(rows));
      return bert.logits(rows);
    },
  };
  const filler = await createFiller({ model, language });
  const all: Batch[][] = [];
  for (const { before } of places) {
    ran = [];
    const text = `${before.slice(-400).trimStart()}[MASK]`;
    await filler.fill({ text, maxLength: 4, top: 20, tail: true });
    all.push(ran);
  }
  return all;
}

/** Milliseconds of the processor since `before`. */
function processorSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Milliseconds of a batch of each size on one thread: of the processor, which other programs do not add to, and on the
 * clock. Models, lengths and sizes take turns.
 */
async function timesOf(models: Readonly<Record<string, Bert>>) {
  const kinds = Object.keys(models).flatMap((name) =>
    lengths.flatMap((tokens) =>
      batches.map((count) => ({ name, tokens, count, busy: [] as number[], passed: [] as number[] })),
    ),
  );
  for (let i = 0; i <= repeats; i++)
    for (const { name, tokens, count, busy, passed } of kinds) {
      const bert = must(models[name], 'a model');
      const rows = syntheticRows(count, tokens, bert.vocabSize);
      const [began, before] = [performance.now(), process.cpuUsage()];
      await bert.logits(rows);
      if (i === 0) continue;
      busy.push(processorSince(before));
      passed.push(performance.now() - began);
    }
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return kinds.map(({ busy, passed, ...kind }) => ({
    ...kind,
    processor: tenth(quantile(busy, share)),
    clock: tenth(quantile(passed, share)),
  }));
}

/** How many batches have which value of a property: [value, count] by value. */
const histogram = (values: readonly number[]) =>
  [...Map.groupBy(values, (one) => one)]
    .map(([one, { length }]) => [one, length])
    .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

export async function measureInputs(): Promise<void> {
  const documents = readFileSync(resolve(import.meta.dirname, '../../suites/documents.txt'), 'utf8')
    .split(/^# /m)
    .filter((one) => one.trim() !== '');
  const places = placesOf(documents);
  const dir = benchModel();
  const checkpoint = await openCheckpoint(dir);
  const options = { provider: 'cpu', threads: 1 } as const;
  const exact = await createBert(checkpoint, ortRunner, { ...options, prepack: true });
  const language = createLanguage(checkpoint, await loadLexicon());
  const sampled = places.asked.filter((_, i) => i % everyPlace === 0);
  const ghosts = await batchesOf(exact, language, sampled);
  const some = (index: number) => ghosts.flatMap((one) => one[index] ?? []);
  const report = {
    cpu: cpus()[0]?.model,
    vocabulary: checkpoint.config.vocabSize,
    documents: documents.length,
    characters: places.characters,
    words: places.words,
    asked: places.asked.length,
    ghosts: ghosts.length,
    batches: histogram(ghosts.map(({ length }) => length)),
    rows: [0, 1].map((index) => histogram(some(index).map(({ rows }) => rows))),
    positions: [0, 1].map((index) => histogram(some(index).map(({ positions }) => positions))),
    tokens: [0.5, 0.95].map((part) =>
      quantile(
        some(0).map((one) => one.tokens),
        part,
      ),
    ),
  };
  const copy = await makeInt8Copy(dir);
  try {
    const near = await createBert(copy.int8, ortRunner, options);
    const times = await timesOf({ float32: exact, int8: near });
    process.stdout.write(`${JSON.stringify({ ...report, times }, null, 1)}\n`);
  } finally {
    copy.dispose();
  }
}
