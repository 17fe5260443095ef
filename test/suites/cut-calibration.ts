/**
 * Cuts `resources/calibration/gaps.jsonl` out of `calibration-sentences.txt`: node test/suites/cut-calibration.ts
 *
 * Three gaps a text, drawn by a seed: a word of 1–4 Chinese characters, a single character wherever it stands in its
 * word, and a word where the text ends before the rest is written. What is fitted on these gaps must hold for writing
 * of every kind: no sentence is in another suite or in the replay set.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { chinese, type Piece, placed } from './pieces.ts';

/** Fewest characters before a gap at a text's end. */
const leastBefore = 6;

const jieba = Jieba.withDict(dict);
const random = seededRng(20_261_127);

function draw(pieces: readonly Piece[], taken: readonly Piece[]): Piece {
  const free = pieces
    .filter(chinese)
    .filter(({ start, word }) => taken.every((one) => one.start !== start || one.word !== word));
  return must(free[Math.floor(random() * free.length)], 'a free piece');
}

const gaps: string[] = [];
const lines = readFileSync(new URL('calibration-sentences.txt', import.meta.url), 'utf8').split('\n');
for (const line of lines) {
  if (line.startsWith('#') || line === '') continue;
  const words = placed(jieba.cut(line, false));
  const word = draw(words, []);
  const character = draw(placed([...line]), [word]);
  const end = draw(
    words.filter(({ start }) => start >= leastBefore),
    [word],
  );
  const around = ({ start, word: answer }: Piece) =>
    `${line.slice(0, start)}[MASK]${line.slice(start + answer.length)}`;
  gaps.push(
    JSON.stringify({ text: around(word), answer: word.word, kind: 'word' }),
    JSON.stringify({ text: around(character), answer: character.word, kind: 'character' }),
    JSON.stringify({ text: `${line.slice(0, end.start)}[MASK]`, answer: end.word, kind: 'end' }),
  );
}
const folder = new URL('../../resources/calibration/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('gaps.jsonl', folder), `${gaps.join('\n')}\n`);
