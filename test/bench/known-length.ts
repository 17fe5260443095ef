/**
 * `node test/bench/known-length.ts [N]`: the words of test/suites/words.jsonl (one of N) asked with their number of characters and
 * without, one after the other.
 */
import { readFileSync } from 'node:fs';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { table } from './measure.ts';
import { benchModel } from './model.ts';

interface Question {
  readonly text: string;
  readonly answer: string;
}

const lines = readFileSync(new URL('../suites/words.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const every = Number(process.argv[2] ?? 1);
const questions = lines.filter((_, i) => i % every === 0).map((line) => JSON.parse(line) as Question);
const checkpoint = await openCheckpoint(benchModel());
const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', threads: 2 });
const filler = await createFiller({ model: bert, language: createLanguage(checkpoint, await loadLexicon()) });

async function rankOf({ text, answer }: Question, isKnown: boolean): Promise<number> {
  const length = { characters: Array.from(answer).length, start: text.indexOf('[MASK]') };
  const { gaps } = await filler.fill({ text, maxLength: 4, top: 5, ...(isKnown ? { length } : {}) });
  const rank = gaps[0]?.candidates.findIndex(({ word }) => word === answer) ?? -1;
  return rank < 0 ? Infinity : rank;
}

const ranks: { readonly characters: number; readonly known: number; readonly unknown: number }[] = [];
for (const question of questions) {
  const [known, unknown] = [await rankOf(question, true), await rankOf(question, false)];
  ranks.push({ characters: Array.from(question.answer).length, known, unknown });
}

function row(name: string, keep: (characters: number) => boolean): string[] {
  const chosen = ranks.filter(({ characters }) => keep(characters));
  const share = (which: 'known' | 'unknown', depth: number) =>
    (chosen.filter((one) => one[which] < depth).length / Math.max(1, chosen.length)).toFixed(3);
  const figures = (['unknown', 'known'] as const).map((which) => `${share(which, 1)} / ${share(which, 5)}`);
  return [name, String(chosen.length), ...figures];
}

table(
  'Words of known length',
  ['words', 'n', 'length unknown, top-1 / top-5', 'length known, top-1 / top-5'],
  [
    row('all', () => true),
    ...[1, 2, 3, 4].map((count) => row(`${count} characters`, (characters) => characters === count)),
  ],
);
await bert.release();
