/** Corrections of test/suites and what a model makes of them; shared by the benchmarks of learning. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { shuffled } from '../../src-main/base/shuffle.ts';
import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { bindTerms } from '../../src-main/fillmask/infill/word-table.ts';
import type { Language } from '../../src-main/fillmask/language.ts';
import { longestWord } from '../../src-main/fillmask/lexicon.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import type { TrainingSample } from '../../src-main/learn/types.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { round } from './measure.ts';

export interface Correction {
  readonly text: string;
  readonly answer: string;
  readonly term: string;
  readonly split?: 'train' | 'unseen';
}

const suite = (name: string) => fileURLToPath(new URL(`../suites/${name}`, import.meta.url));
export const resource = (name: string) => fileURLToPath(new URL(`../../resources/${name}`, import.meta.url));
export const lines = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
export const records = (name: string) => lines(suite(name)).map((line) => JSON.parse(line) as Correction);

/**
 * The corrections that `BUMO_LEARN_SAMPLES` and `BUMO_LEARN_SET` choose. Set 0 is the first ones, any other a draw of
 * terms with all of their sentences.
 * @param most number of corrections where none is asked for
 */
export function givenCorrections(most: number): readonly Correction[] {
  const limit = Number(process.env.BUMO_LEARN_SAMPLES ?? most);
  const set = Number(process.env.BUMO_LEARN_SET ?? 0);
  const all = [
    ...records('corrections.jsonl').filter(({ split }) => split === 'train'),
    ...records('corrections-more.jsonl'),
  ];
  if (set === 0) return all.slice(0, limit);
  const terms = Map.groupBy([...all, ...records('corrections-weekly.jsonl')], ({ term }) => term);
  return shuffled([...terms.values()], seededRng(set))
    .flat()
    .slice(0, limit);
}

export const toSample = ({ text, answer, term }: Correction): TrainingSample => ({
  id: createHash('sha256').update(`${text} ${answer}`).digest('hex').slice(0, 16),
  text,
  answer,
  rejected: [],
  weight: 1,
  group: term,
  source: 'correction',
});

/** Single characters masked in sentences that no replay holds: rows and their answers. */
export function generalRows(checkpoint: Checkpoint) {
  const tokenizer = createTokenizer(checkpoint);
  const { cls, sep, mask } = tokenizer.special;
  return lines(suite('sentences.txt')).flatMap((line) => {
    const sentence = line.split('\t').at(-1) ?? '';
    const ids = [cls, ...tokenizer.encode(sentence).map(({ id }) => id), sep];
    const characters = [...ids.keys()].filter((at) =>
      /^\p{Script=Han}$/u.test(tokenizer.vocabulary[ids[at] ?? 0] ?? ''),
    );
    // Every fourth character: more than 600 of 125 sentences.
    return characters
      .filter((_, i) => i % 4 === 1)
      .map((at) => ({
        ids: ids.map((id, i) => (i === at ? mask : id)),
        masked: [at],
        answer: must(ids[at], 'a token'),
      }));
  });
}

/** @returns for each row whether its answer has the largest logit */
async function generalRight(bert: Bert, rows: ReturnType<typeof generalRows>): Promise<boolean[]> {
  const right: boolean[] = [];
  for (let at = 0; at < rows.length; at += 8) {
    const batch = rows.slice(at, at + 8);
    for (const [i, logits] of (await bert.logits(batch)).entries()) {
      const answer = must(batch[i], 'a row').answer;
      const own = must(logits[answer], 'a logit');
      right.push(logits.every((one, id) => one < own || id === answer));
    }
  }
  return right;
}

export const share = (values: readonly boolean[]) =>
  values.filter(Boolean).length / Math.max(1, values.length);

/** Change of a paired share in points, with half the width of its 95 % interval. */
export function change(before: readonly boolean[], after: readonly boolean[]): [number, number] {
  const differences = before.map((one, i) => Number(after[i]) - Number(one));
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (differences.length - 1);
  return [100 * mean, 196 * Math.sqrt(variance / differences.length)];
}

export interface Examined {
  /** Whether each general gap was filled right. */
  readonly general: readonly boolean[];
  /** Ranks of the right words, 0 for the first; Infinity beyond the tenth. */
  readonly learned: readonly number[];
  readonly unseen: readonly number[];
}

export interface ExamineOptions {
  readonly language: Language;
  /** Words that are offered whatever the lexicon holds. */
  readonly words: readonly string[];
  readonly general: ReturnType<typeof generalRows>;
  readonly learned: readonly Correction[];
  readonly unseen: readonly Correction[];
}

export async function examine(checkpoint: Checkpoint, options: ExamineOptions): Promise<Examined> {
  const { language, words, general, learned, unseen } = options;
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const terms = bindTerms(words, language.tokenizer, language.lexicon, longestWord);
  const filler = await createFiller({ model: bert, language });
  const taught = { terms, recall: null };
  const rankOf = async ({ text, answer }: Correction) => {
    const { gaps } = await filler.fill({ text, maxLength: 4, top: 10 }, { taught });
    const rank = gaps[0]?.candidates.findIndex(({ word }) => word === answer) ?? -1;
    if (process.env.BUMO_LEARN_VERBOSE && rank !== 0) {
      const offered = gaps[0]?.candidates
        .slice(0, 4)
        .map((one) => `${one.word} ${one.probability.toFixed(3)}`);
      process.stderr.write(`${answer} ${rank}: ${offered?.join(', ')} | ${text}\n`);
    }
    return rank < 0 ? Infinity : rank;
  };
  const ranks = async (items: readonly Correction[]) => {
    const out: number[] = [];
    for (const item of items) out.push(await rankOf(item));
    return out;
  };
  const report = {
    general: await generalRight(bert, general),
    learned: await ranks(learned),
    unseen: await ranks(unseen),
  };
  await bert.release();
  return report;
}

export const within = (ranks: readonly number[], depth: number) =>
  round(share(ranks.map((rank) => rank < depth)), 3);
