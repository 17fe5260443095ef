/** The texts that learning and its exam rest on: enough of them, well formed, nobody's data, nothing twice. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scrub } from '../../src-main/privacy/scrub.ts';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const linesOf = (path: string) =>
  readFileSync(at(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const length = (text: string) => [...text].length;
const replay = linesOf('resources/replay/sentences.txt');

/** What a sentence is made of, four characters at a time. */
function fourGrams(text: string): Set<string> {
  const characters = [...text];
  return new Set(characters.slice(3).map((_, i) => characters.slice(i, i + 4).join('')));
}

/** Pairs of sentences whose 4-grams overlap by more than `most` of their union. */
function nearPairs(sentences: readonly string[], most: number): string[] {
  const grams = sentences.map(fourGrams);
  const holders = new Map<string, number[]>();
  const shared = new Map<string, number>();
  grams.forEach((set, index) => {
    for (const gram of set) {
      const earlier = holders.get(gram) ?? [];
      for (const other of earlier)
        shared.set(`${other} ${index}`, (shared.get(`${other} ${index}`) ?? 0) + 1);
      holders.set(gram, [...earlier, index]);
    }
  });
  return [...shared].flatMap(([pair, count]) => {
    const [a = 0, b = 0] = pair.split(' ').map(Number);
    const union = (grams[a]?.size ?? 0) + (grams[b]?.size ?? 0) - count;
    return count / union > most ? [`${sentences[a]} ≈ ${sentences[b]}`] : [];
  });
}

describe('replay sentences', () => {
  test('are at least 700, of 12 to 40 characters', () => {
    expect(replay.length).toBeGreaterThanOrEqual(700);
    expect(replay.filter((line) => length(line) < 12 || length(line) > 40)).toEqual([]);
  });

  test('cover the language: no opening comes often, and many marks and characters occur', () => {
    const openings = Map.groupBy(replay, (line) => line.slice(0, 2));
    expect([...openings.values()].filter((lines) => lines.length > replay.length / 100)).toEqual([]);
    expect(new Set(replay.join('')).size).toBeGreaterThan(1800);
    for (const mark of '，。、；：？！“”《》（）—…') expect(replay.join('')).toContain(mark);
  });

  test('hold no gap', () => {
    expect(replay.filter((line) => line.includes('['))).toEqual([]);
  });
});

test('no sentence holds personal data', () => {
  expect(replay.filter((line) => scrub(line).text !== line)).toEqual([]);
});

test('no two sentences are nearly the same', () => {
  expect(nearPairs(replay, 0.6)).toEqual([]);
  expect(nearPairs(['今天下午三点在会议室开会', '今天下午四点在会议室开会吗'], 0.3)).toHaveLength(1);
});
