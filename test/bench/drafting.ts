/**
 * What phrases spare: node test/bench/drafting.ts [--leave-one-out] DIR DIR …
 *
 * Folders as for `suites/fit-phrases.ts`; what is written are documents that neither the index nor the fit has seen.
 * With `--leave-one-out` each kind is judged by weights that were fitted on the other kinds alone: half a minute of the
 * processor for each kind, and a minute for what is written.
 */
import { basename, resolve } from 'node:path';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { draftAt, quantile } from '../../src-main/cli/drafting/levels.ts';
import { type Predict, written } from '../../src-main/cli/drafting/written.ts';
import { promised } from '../../src-main/completion/levels.ts';
import { predictor, predict as shipped } from '../../src-main/completion/predict.ts';
import type { InlineLevel } from '../../src-main/contract/schemas.ts';
import { createPhrasebook } from '../../src-main/phrases/phrasebook.ts';
import type { PhraseIndex } from '../../src-main/phrases/types.ts';
import { fitOn, indexOf, markRows, readCorpus, writingsOf } from '../suites/phrase-rows.ts';

const documents = 4;
const units = 1800;
const seed = 5;

const [, , ...given] = process.argv;
const leavesOut = given.includes('--leave-one-out');
const folders = given.filter((one) => !one.startsWith('--'));
const corpora = folders.map(readCorpus);
const indexes = corpora.map(({ own }) => indexOf(own));
const phrasebook = createPhrasebook(resolve(import.meta.dirname, '../../resources'))();
const writings = leavesOut ? writingsOf(corpora, indexes, phrasebook) : [];

/** Marks of all kinds but one. */
const marksBut = (left: number) =>
  corpora
    .filter((_, i) => i !== left)
    .flatMap(({ own, fitted }) => markRows([...own.slice(0, 40), ...fitted]));
const line = (cells: readonly string[]) => process.stdout.write(`${cells.join('\t')}\n`);
const percent = (share: number | null) => (share === null ? '–' : (100 * share).toFixed(1));
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

interface Row {
  readonly writer: string;
  readonly level: InlineLevel;
  readonly precision: number | null;
  readonly saved: number;
}

const rows: Row[] = [];
for (const [i, folder] of folders.entries()) {
  const { own, unseen } = must(corpora[i], 'a corpus');
  const others = writings.filter((_, at) => at !== i);
  const predict: Predict = leavesOut ? predictor(fitOn(others, marksBut(i), seededRng(seed))) : shipped;
  const writers: Record<string, PhraseIndex | null> = {
    'own documents': indexes[i] ?? null,
    'twenty of them': indexOf(own.slice(0, 20)),
    'another kind': indexes[(i + 1) % corpora.length] ?? null,
    none: null,
  };
  for (const [writer, index] of Object.entries(writers)) {
    const times: number[] = [];
    const texts = unseen
      .slice(0, documents)
      .map((text) => written(text.slice(0, units), { index, phrasebook }, { predict, times }));
    for (const level of Object.keys(promised) as InlineLevel[]) {
      const { per100, precision, saved, sources } = draftAt(level, texts);
      rows.push({ writer, level, precision, saved });
      const bySource = Object.entries(sources).map(
        ([kind, { right, shown }]) => `${kind} ${right} of ${shown}`,
      );
      line([
        basename(folder),
        writer,
        level,
        per100.toFixed(1),
        percent(precision),
        percent(saved),
        ...bySource,
      ]);
    }
    line([
      basename(folder),
      writer,
      `p50 ${quantile(times, 0.5).toFixed(2)} p95 ${quantile(times, 0.95).toFixed(2)} ms`,
    ]);
  }
}
for (const [key, some] of Map.groupBy(rows, ({ writer, level }) => `${writer}\t${level}`)) {
  line([
    'mean',
    key,
    '',
    percent(mean(some.map(({ precision }) => precision ?? 1))),
    percent(mean(some.map(({ saved }) => saved))),
  ]);
}
