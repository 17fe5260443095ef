import { must } from '../../base/assert.ts';
import type { Calibration, CalibrationGap, Ranking } from '../../contract/calibration.ts';
import { contextBudget, gapsOf } from '../filler.ts';
import { createGapFiller, type GapTask } from '../infill/gap-filler.ts';
import { Inference } from '../infill/inference.ts';
import { rowOf } from '../infill/span.ts';
import { tailOf } from '../infill/tail.ts';
import { classesOf } from '../infill/token-classes.ts';
import { windowOf } from '../infill/window.ts';
import type { Language } from '../language.ts';
import type { RowModel } from '../types.ts';
import { crossFitted, endFiguresOf, figuresOf } from './figures.ts';
import { fitByLength, fitKnownLength } from './fit.ts';
import type { Observation } from './observation.ts';
import { asShipped } from './ranking.ts';
import { sharpened } from './sharpened.ts';
import { type KnownCharacter, sharpnessOf } from './sharpness.ts';

export interface CalibrateOptions {
  readonly model: RowModel;
  readonly language: Language;
  readonly gaps: readonly CalibrationGap[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Awaited before each run of the model, which blocks the thread. */
  readonly pause: () => Promise<void>;
  readonly onProgress?: (done: number, of: number) => void;
}

/** Longest word that is looked for, as the app does by default. */
const longest = 4;
/** Class of Chinese characters in `classesOf`. */
const han = 2;

const masksFor = (count: number, mask: number) => new Array<number>(count).fill(mask);
const lengthOf = (answer: string) => Array.from(answer).length;

function windowFor(text: string, language: Language) {
  return windowOf(text, gapsOf(text), 0, language.tokenizer.encode, contextBudget);
}

/** The logits of the Chinese characters at each mask of a gap whose length is known. */
async function charactersOf(
  { model, language }: CalibrateOptions,
  { text, answer }: CalibrationGap,
  classes: Uint8Array,
): Promise<KnownCharacter[]> {
  const { special, idOf } = language.tokenizer;
  const ids = Array.from(answer, (character) => idOf(character) ?? -1);
  const row = rowOf(windowFor(text, language), masksFor(ids.length, special.mask), () => [], special);
  const logits = must((await model.logits([row]))[0], 'logits of the row');
  const vocabSize = logits.length / ids.length;
  const chinese = [...classes.keys()].filter((id) => classes[id] === han);
  return ids.flatMap((id, j) => {
    const at = chinese.indexOf(id);
    if (at < 0) return [];
    return [
      { logits: Float32Array.from(chinese, (one) => logits[j * vocabSize + one] as number), answer: at },
    ];
  });
}

interface Observations {
  readonly word: Observation[];
  readonly character: Observation[];
  readonly end: Observation[];
  readonly one: Observation[];
  readonly more: Observation[];
}

/** The ways in which a gap is asked: as the app does, and for a word of the answer's length, as exams do. */
function tasksOf(language: Language, { text, answer, kind }: CalibrationGap) {
  const length = lengthOf(answer);
  const window = windowFor(text, language);
  const gap = must(gapsOf(text)[0], 'a gap');
  const free: GapTask = {
    gap,
    window,
    others: () => [],
    maxLength: longest,
    ...(kind === 'end' ? { tail: tailOf(language.tokenizer) } : {}),
  };
  const known: GapTask = {
    gap: { ...gap, masks: length },
    window,
    others: () => [],
    maxLength: length,
  };
  return { free, known: kind === 'end' ? null : known };
}

async function observe(options: CalibrateOptions, sharpness: number): Promise<Observations> {
  const { language, gaps, pause, onProgress = () => undefined } = options;
  const model = sharpened(options.model, sharpness);
  const filler = await createGapFiller(model, language, { pause });
  const seen: Observations = { word: [], character: [], end: [], one: [], more: [] };
  for (const [i, one] of gaps.entries()) {
    const { free, known } = tasksOf(language, one);
    await pause();
    const first = await filler.fill(free, new Inference(model));
    await pause();
    seen[one.kind].push((await first.rescored()).observe(one.answer));
    const isLong = lengthOf(one.answer) > 1;
    if (known && (isLong || one.kind === 'character')) {
      await pause();
      const pass = await filler.fill(known, new Inference(model));
      seen[isLong ? 'more' : 'one'].push(pass.observe(one.answer));
    }
    onProgress(i + 1, gaps.length);
  }
  return seen;
}

async function sharpnessFor(options: CalibrateOptions): Promise<number> {
  const { language, gaps, pause } = options;
  const singles = must(language.lexicon.tables[0], 'there are words of one token');
  const classes = classesOf(language.tokenizer.vocabulary, singles.ids);
  const characters: KnownCharacter[] = [];
  for (const one of gaps.filter(({ kind }) => kind !== 'end')) {
    await pause();
    characters.push(...(await charactersOf(options, one, classes)));
  }
  return sharpnessOf(characters);
}

function measuredBy({ word, character, end }: Observations): Calibration['measured'] {
  const both = crossFitted(
    word.flatMap((one, i) => [one, ...character.slice(i, i + 1)]),
    fitByLength,
  );
  const figures = (of: readonly Observation[]) =>
    figuresOf(both.filter(({ gap }) => of.includes(gap)).map(({ first }) => first));
  return { words: figures(word), characters: figures(character), ends: endFiguresOf(end) };
}

/**
 * Calibrates a base model on the shipped gaps. Nothing is fitted at text ends: the gaps are cut at random, while the
 * shipped curve and thresholds are of documents that were written; to a base model they carry over by its sharpness.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const sharpness = await sharpnessFor(options);
  const seen = await observe(options, sharpness);
  const ranking: Ranking = {
    sharpness,
    word: fitByLength([...seen.word, ...seen.character]),
    end: asShipped.end,
    one: fitKnownLength(seen.one),
    more: fitKnownLength(seen.more),
  };
  return { ranking, measured: measuredBy(seen), at: options.at };
}
