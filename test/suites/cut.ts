/**
 * Cuts `words.jsonl` and `characters.jsonl` out of `sentences.txt`: node test/suites/cut.ts
 *
 * What becomes a gap is decided by a seed, not by taste. Words: four a sentence, drawn evenly from the
 * segmenter's words of 1–4 Chinese characters, so that lengths come as often as in writing.
 * Characters: two a sentence, wherever they stand in their words.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { seededRng } from '../../src-main/base/rng.ts';
import { chinese, placed } from './pieces.ts';

const wordsASentence = 4;
const charactersASentence = 2;

const at = (name: string) => new URL(name, import.meta.url);
const jieba = Jieba.withDict(dict);
const random = seededRng(20_261_124);
const words: string[] = [];
const characters: string[] = [];
let domain = '';

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

for (const line of readFileSync(at('sentences.txt'), 'utf8').split('\n')) {
  if (line.startsWith('#')) domain = line.slice(1).trim();
  if (line.startsWith('#') || line === '') continue;
  const cut = (pieces: readonly string[], count: number) =>
    shuffled(placed(pieces).filter(chinese))
      .slice(0, count)
      .map(({ word, start }) => {
        const text = `${line.slice(0, start)}[MASK]${line.slice(start + word.length)}`;
        return JSON.stringify({ text, answer: word, domain });
      });
  words.push(...cut(jieba.cut(line, false), wordsASentence));
  characters.push(...cut([...line], charactersASentence));
}
writeFileSync(at('words.jsonl'), `${words.join('\n')}\n`);
writeFileSync(at('characters.jsonl'), `${characters.join('\n')}\n`);
