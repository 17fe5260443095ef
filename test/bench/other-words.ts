/**
 * `node test/bench/other-words.ts [N]`: what is offered for the selected words of test/suites/other-words.jsonl that no
 * weight was fitted on (one of N), and the time of a list, call by call in turns with the list of a gap at the same place.
 */
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { createFiller, type Filler } from '../../src-main/fillmask/filler.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { synonymsOf } from '../../src-main/fillmask/substitution/thesaurus.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { judge, type OtherWord, readOtherWords } from '../suites/other-words.ts';
import { table } from './measure.ts';
import { benchModel } from './model.ts';
import { spread } from './statistics.ts';

const top = 5;
const every = Number(process.argv[2] ?? 1);
const items = readOtherWords()
  .filter(({ half }) => half === 'kept')
  .filter((_, i) => i % every === 0);

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  times.push(performance.now() - began);
  return result;
}

async function wordsFor(filler: Filler, { text, word }: OtherWord, times: number[]): Promise<string[]> {
  const original = { word, start: text.indexOf('[MASK]') };
  const { gaps } = await timed(times, () => filler.fill({ text, maxLength: 4, top, original }));
  return gaps[0]?.candidates.map((one) => one.word) ?? [];
}

const checkpoint = await openCheckpoint(benchModel());
const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', threads: 2 });
const filler = await createFiller({ model: bert, language: createLanguage(checkpoint, await loadLexicon()) });

const lists: string[][] = [];
const [others, gaps]: [number[], number[]] = [[], []];
for (const item of items) {
  lists.push(await wordsFor(filler, item, others));
  await timed(gaps, () => filler.fill({ text: item.text, maxLength: 4, top }));
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
function row(name: string, keep: (item: OtherWord) => boolean): string[] {
  const chosen = items.flatMap((item, i) => (keep(item) ? [{ item, list: lists[i] ?? [] }] : []));
  const { acceptable, first, opposite, empty } = judge(
    chosen.map(({ item }) => item),
    chosen.map(({ list }) => list),
  );
  return [
    name,
    String(chosen.length),
    percent(acceptable),
    percent(first),
    percent(opposite),
    percent(empty),
  ];
}
const inTable = ({ word }: OtherWord) => synonymsOf(word).length > 0;

table(
  'Other words for a selected one',
  ['words', 'n', 'one of three acceptable', 'the first', 'one of three opposite', 'nothing offered'],
  [
    row('all', () => true),
    row('in the own table', inTable),
    row('outside the table', (item) => !inTable(item)),
  ],
);
const [mine, theirs] = [spread(others), spread(gaps)];
process.stdout.write(
  `other words ${mine.p50.toFixed(0)} / ${mine.p95.toFixed(0)} ms, the list of a gap ${theirs.p50.toFixed(0)} / ` +
    `${theirs.p95.toFixed(0)} ms (p50 / p95 of ${others.length}), ratio ${(mine.p50 / theirs.p50).toFixed(2)}\n`,
);
await bert.release();
