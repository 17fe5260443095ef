/** The texts that learning and its exam rest on: enough of them, well formed, nobody's data, nothing twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { requireRealModel } from '../support/real-model.ts';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const linesOf = (path: string) =>
  readFileSync(at(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const length = (text: string) => [...text].length;
const replay = linesOf('resources/replay/sentences.txt');

interface Gap {
  readonly text: string;
  readonly answer: string;
  readonly term?: string;
  readonly split?: string;
}

const gapsOf = (path: string) => linesOf(path).map((line): Gap => JSON.parse(line));
const suiteNames = ['idioms', 'poetry', 'technology', 'medicine', 'finance', 'law', 'daily'];
const corrections = gapsOf('test/suites/corrections.jsonl');
const more = gapsOf('test/suites/corrections-more.jsonl');
const weekly = gapsOf('test/suites/corrections-weekly.jsonl');
const gaps: Readonly<Record<string, readonly Gap[]>> = {
  corrections,
  'corrections-more': more,
  'corrections-weekly': weekly,
  ...Object.fromEntries(suiteNames.map((name) => [name, gapsOf(`resources/suites/${name}.jsonl`)])),
};
const general = gapsOf('test/suites/general.jsonl');
const generalSentences = linesOf('test/suites/general-sentences.txt');
const calibration = linesOf('resources/calibration/gaps.jsonl').map(
  (line): Gap & { readonly kind: 'word' | 'character' | 'end' } => JSON.parse(line),
);
const calibrationSentences = linesOf('test/suites/calibration-sentences.txt');
const filled = ({ text, answer }: Gap) => text.replace('[MASK]', answer);
/** Every sentence of every file, whole. */
const sentences = [
  ...replay,
  ...linesOf('test/suites/sentences.txt'),
  ...generalSentences,
  ...calibrationSentences,
  ...Object.values(gaps).flatMap((items) => items.map(filled)),
];

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

describe.each(Object.entries({ ...gaps, general }))('gaps of %s', (_, items) => {
  test('are one a text, with an answer of 1 to 6 characters and a sentence around it', () => {
    const wrong = items.filter(
      ({ text, answer }) =>
        text.split('[MASK]').length !== 2 || !/^\p{Script=Han}{1,6}$/u.test(answer) || text.length > 80,
    );
    expect(wrong).toEqual([]);
  });

  test("are spelt by the real model's vocabulary", () => {
    const vocabulary = new Set(readFileSync(join(requireRealModel(), 'vocab.txt'), 'utf8').split('\n'));
    expect(vocabulary.size).toBeGreaterThan(20_000);
    const unspelt = items.filter(({ answer }) => [...answer].some((character) => !vocabulary.has(character)));
    expect(unspelt).toEqual([]);
  });
});

test.each(suiteNames)('the suite %s has at least 200 gaps of its own', (name) => {
  const items = gaps[name] ?? [];
  expect(items.length).toBeGreaterThanOrEqual(200);
  expect(new Set(items.map(({ text }) => text)).size).toBe(items.length);
});

test('all suites together ask at least 1,520 questions, 450 of them for words of several characters', () => {
  const items = suiteNames.flatMap((name) => gaps[name] ?? []);
  expect(items.length).toBeGreaterThanOrEqual(1520);
  expect(items.filter(({ answer }) => length(answer) > 1).length).toBeGreaterThanOrEqual(450);
});

test('the general suite has at least 650 characters of at least 220 sentences of its own', () => {
  expect(generalSentences.length).toBeGreaterThanOrEqual(220);
  expect(general.length).toBeGreaterThanOrEqual(650);
  expect(general.filter(({ answer }) => length(answer) !== 1)).toEqual([]);
  expect(new Set(general.map(({ text }) => text)).size).toBe(general.length);
  expect(new Set(general.map(filled))).toEqual(new Set(generalSentences));
});

describe('gaps for calibration', () => {
  test('are at least 480, words, characters and text ends, each with one gap and an answer that can be spelt', () => {
    expect(calibration.length).toBeGreaterThanOrEqual(480);
    for (const kind of ['word', 'character', 'end'])
      expect(calibration.filter((one) => one.kind === kind).length).toBeGreaterThanOrEqual(120);
    const wrong = calibration.filter(
      ({ text, answer, kind }) =>
        text.split('[MASK]').length !== 2 ||
        !/^\p{Script=Han}{1,4}$/u.test(answer) ||
        (kind === 'character' && length(answer) !== 1) ||
        text.endsWith('[MASK]') !== (kind === 'end'),
    );
    expect(wrong).toEqual([]);
  });

  test('are cut out of sentences and paragraphs of their own', () => {
    const isCut = ({ text, answer }: Gap) =>
      calibrationSentences.some((sentence) => sentence.startsWith(text.replace('[MASK]', answer)));
    expect(calibration.filter((one) => !isCut(one))).toEqual([]);
    expect(new Set(calibration.map(({ text }) => text)).size).toBe(calibration.length);
    expect(calibrationSentences.filter((line) => /[。？！”].{8,}/u.test(line)).length).toBeGreaterThanOrEqual(
      25,
    );
  });
});

describe('corrections', () => {
  test('are at least 36 terms with 3 sentences to train on and 2 unseen ones', () => {
    const terms = Map.groupBy(corrections, ({ term }) => term);
    expect(terms.size).toBeGreaterThanOrEqual(36);
    const splits = [...terms.values()].map((items) => items.map(({ split }) => split).join(' '));
    expect(new Set(splits)).toEqual(new Set(['train train train unseen unseen']));
  });

  test('come with at least 100 more of other terms, two sentences a term', () => {
    const known = new Set(corrections.map(({ term }) => term));
    const terms = Map.groupBy(more, ({ term }) => term);
    expect(more.length).toBeGreaterThanOrEqual(100);
    expect([...terms.values()].filter((items) => items.length !== 2)).toEqual([]);
    expect([...terms.keys()].filter((term) => known.has(term))).toEqual([]);
  });

  test('of one term differ in what stands around the gap', () => {
    const around = ({ text, term }: Gap) => `${term}: ${text.match(/.{0,2}\[MASK\].{0,2}/u)?.[0]}`;
    const seen = [...corrections, ...more].map(around);
    expect(seen.filter((one, index) => seen.indexOf(one) !== index)).toEqual([]);
  });

  test('answer with their term, which the rest of the sentence does not give away', () => {
    const wrong = [...corrections, ...more].filter(
      ({ text, answer, term }) => answer !== term || (answer.length > 1 && text.includes(answer)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('templates of terms', () => {
  const kinds = z
    .object({
      kinds: z.array(
        z.object({
          id: z.string().min(1),
          names: z.object({ zh: z.string().min(1), en: z.string().min(1) }),
          hints: z.array(z.string().min(1)),
          templates: z.array(z.string()),
        }),
      ),
    })
    .parse(JSON.parse(readFileSync(at('resources/templates/terms.json'), 'utf8'))).kinds;
  const templates = kinds.flatMap((kind) => kind.templates);

  test('are at least 8 for each of at least 15 kinds, each with one gap', () => {
    expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
    expect(kinds.length).toBeGreaterThanOrEqual(15);
    expect(kinds.filter((kind) => kind.templates.length < 8)).toEqual([]);
    expect(templates.filter((text) => text.split('[MASK]').length !== 2)).toEqual([]);
  });

  test('no hint speaks for two kinds, and one kind without hints takes the rest', () => {
    const hints = kinds.flatMap((kind) => kind.hints);
    expect(hints.filter((hint, index) => hints.indexOf(hint) !== index)).toEqual([]);
    expect(kinds.filter((kind) => kind.hints.length === 0)).toHaveLength(1);
  });

  test('differ from each other and hold no personal data', () => {
    expect(nearPairs(templates, 0.6)).toEqual([]);
    expect(templates.filter((text) => scrub(text).text !== text)).toEqual([]);
  });
});

/** Verse names people of a thousand years ago, or what sounds like one. */
const verse = ['不及汪伦送我情', '江枫渔火对愁眠'];

test('no sentence holds personal data', () => {
  const isVerse = (line: string) => verse.some((part) => line.includes(part));
  expect(sentences.filter((line) => scrub(line).text !== line && !isVerse(line))).toEqual([]);
});

test('no sentence comes twice, or nearly', () => {
  expect(sentences.filter((line, index) => sentences.indexOf(line) !== index)).toEqual([]);
  expect(nearPairs(sentences, 0.6)).toEqual([]);
  expect(nearPairs(['今天下午三点在会议室开会', '今天下午四点在会议室开会吗'], 0.3)).toHaveLength(1);
});
