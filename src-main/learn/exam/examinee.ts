import { must } from '../../base/assert.ts';
import type { Ranking } from '../../contract/calibration.ts';
import type { Mark } from '../../contract/exam.ts';
import { rowName } from '../../fillmask/bert/row-cache.ts';
import type { VersionModel } from '../../fillmask/bert/versions.ts';
import { asShipped } from '../../fillmask/calibration/ranking.ts';
import { sharpened } from '../../fillmask/calibration/sharpened.ts';
import { contextBudget, createFiller, gapsOf } from '../../fillmask/filler.ts';
import { createGapFiller } from '../../fillmask/infill/gap-filler.ts';
import { Inference } from '../../fillmask/infill/inference.ts';
import { rowOf } from '../../fillmask/infill/span.ts';
import type { Taught } from '../../fillmask/infill/taught.ts';
import { windowOf } from '../../fillmask/infill/window.ts';
import { bindTerms } from '../../fillmask/infill/word-table.ts';
import type { Language } from '../../fillmask/language.ts';
import { longestWord } from '../../fillmask/lexicon.ts';
import type { Candidate, MaskedRow, RowModel } from '../../fillmask/types.ts';
import type { Question } from './questions.ts';

/** Asks one version questions. */

/** Questions of the fixed suites that run in one batch. */
const batch = 16;
/** Words of a list among which the right one is looked for. */
const depth = 50;
/** Longest word that the app offers by default. For a longer answer the asked length is the answer's. */
const usualLength = 4;

function markOf({ item, answer }: Question, candidates: readonly Candidate[]): Mark {
  const rank = candidates.findIndex(({ word }) => word === answer);
  const [first] = candidates;
  return {
    item,
    rank: rank < 0 ? null : rank,
    probability: candidates[rank]?.probability ?? 0,
    first: first ? { word: first.word, probability: first.probability } : null,
  };
}

/** A model that has its answers ready for rows that were run in a batch. */
function prefetching(model: RowModel) {
  const ready = new Map<string, Float32Array>();
  return {
    key: model.key,
    states: model.states,
    async logits(rows: readonly MaskedRow[]) {
      const known = rows.map((row) => ready.get(rowName(row)));
      return known.every((one) => one !== undefined) ? known : model.logits(rows);
    },
    async prefetch(rows: readonly MaskedRow[]) {
      ready.clear();
      const logits = await model.logits(rows);
      for (const [i, row] of rows.entries()) ready.set(rowName(row), must(logits[i], 'logits of a row'));
    },
  };
}

/**
 * Asks fixed questions for a word of the answer's length: one row each, so that hundreds of questions take seconds.
 * @param onProgress called with the number of answered questions
 * @param ranking the base model's calibration
 * @returns marks in the order of the questions
 */
export async function askFixed(
  model: VersionModel,
  language: Language,
  questions: readonly Question[],
  onProgress: (done: number) => void,
  ranking: Ranking = asShipped,
): Promise<readonly Mark[]> {
  const ready = prefetching(sharpened(model, ranking.sharpness));
  const filler = await createGapFiller(ready, language, { temperature: ranking.temperature });
  const { special, encode } = language.tokenizer;
  const tasks = questions.map((question) => {
    const { length } = Array.from(question.answer);
    const gap = { ...must(gapsOf(question.text)[0], 'a question has a gap'), masks: length };
    const window = windowOf(question.text, [gap], 0, encode, contextBudget);
    const row = rowOf(window, new Array<number>(length).fill(special.mask), () => [], special);
    return { question, row, task: { gap, window, others: () => [], maxLength: length } };
  });
  const marks = new Map<string, Mark>();
  // Rows with as many masks and of like length together, since padding is computed too.
  const sorted = tasks.toSorted(
    ({ row: a }, { row: b }) => a.masked.length - b.masked.length || a.ids.length - b.ids.length,
  );
  for (let from = 0; from < sorted.length; from += batch) {
    const part = sorted.slice(from, from + batch);
    await ready.prefetch(part.map(({ row }) => row));
    for (const { question, task } of part) {
      const { ranked } = await filler.fill(task, new Inference(ready));
      marks.set(question.item, markOf(question, ranked));
    }
    onProgress(marks.size);
  }
  return questions.map(({ item }) => must(marks.get(item), 'every question was asked'));
}

export interface Asked {
  readonly mark: Mark;
  /** Time of the version's own layers. */
  readonly milliseconds: number;
  /** Probabilities of the candidates, best first. */
  readonly list: readonly number[];
}

/**
 * @param terms words that the lexicon lacks
 * @returns a function that asks like the writer does: for a word of unknown length, with the full ranking
 */
export async function createAsker(
  model: VersionModel,
  language: Language,
  terms: readonly string[],
  ranking: Ranking = asShipped,
): Promise<(question: Question) => Promise<Asked>> {
  const tables = bindTerms(terms, language.tokenizer, language.lexicon, longestWord);
  const taught: Taught = { terms: tables, recall: null };
  const filler = await createFiller({ model, language, ranking });
  return async (question) => {
    const spent = model.spent();
    const maxLength = Math.max(usualLength, Array.from(question.answer).length);
    const { gaps } = await filler.fill({ text: question.text, maxLength, top: depth }, { taught });
    const candidates = gaps[0]?.candidates ?? [];
    return {
      mark: markOf(question, candidates),
      milliseconds: model.spent() - spent,
      list: candidates.map(({ probability }) => probability),
    };
  };
}
