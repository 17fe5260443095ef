import { must } from '../../base/assert.ts';
import type { Calibration, CalibrationGap } from '../../contract/calibration.ts';
import { contextBudget, gapsOf } from '../filler.ts';
import { createGapFiller, type GapTask } from '../infill/gap-filler.ts';
import { Inference } from '../infill/inference.ts';
import { rowOf } from '../infill/span.ts';
import { tailOf } from '../infill/tail.ts';
import { classesOf } from '../infill/token-classes.ts';
import { windowOf } from '../infill/window.ts';
import type { Language } from '../language.ts';
import type { RowModel } from '../types.ts';
import { endFiguresOf, type First, figuresOf, firstOf } from './figures.ts';
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

type Firsts = Readonly<Record<CalibrationGap['kind'], First[]>>;

/** A gap as the app asks it. */
function taskOf(language: Language, { text, kind }: CalibrationGap): GapTask {
  return {
    gap: must(gapsOf(text)[0], 'a gap'),
    window: windowFor(text, language),
    others: () => [],
    maxLength: longest,
    ...(kind === 'end' ? { tail: tailOf(language.tokenizer) } : {}),
  };
}

/** One gap of so many is asked in full, for the figures: a full answer costs ten times a row. */
const everyGap = 2;

async function observe(options: CalibrateOptions, sharpness: number): Promise<Firsts> {
  const { language, gaps, pause, onProgress = () => undefined } = options;
  const model = sharpened(options.model, sharpness);
  const filler = await createGapFiller(model, language, { pause });
  const seen: Firsts = { word: [], character: [], end: [] };
  for (const [i, one] of gaps.entries()) {
    if (i % everyGap === 0) {
      await pause();
      const first = await filler.fill(taskOf(language, one), new Inference(model));
      await pause();
      seen[one.kind].push(firstOf((await first.rescored()).ranked, one.answer));
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

const measuredBy = ({ word, character, end }: Firsts): Calibration['measured'] => ({
  words: figuresOf(word),
  characters: figuresOf(character),
  ends: endFiguresOf(end),
});

/**
 * Calibrates a base model on the shipped gaps: finds the size of its logits beside that of the model which the shipped
 * weights, curves and thresholds were fitted on, so that they suit it too, and measures what they then promise and
 * keep. Temperatures and shifts by length of word were fitted as well and gained nothing on other sentences.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const sharpness = await sharpnessFor(options);
  const seen = await observe(options, sharpness);
  return { ranking: { ...asShipped, sharpness }, measured: measuredBy(seen), at: options.at };
}
