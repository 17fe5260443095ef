import { must } from '../base/assert.ts';
import { CodedError } from '../base/error.ts';
import type { Ranking } from '../contract/calibration.ts';
import { message } from '../texts/message.ts';
import { asShipped } from './calibration/ranking.ts';
import { sharpened } from './calibration/sharpened.ts';
import { DocumentWords } from './infill/document-words.ts';
import { createGapFiller, type GapFillerOptions, type Pass } from './infill/gap-filler.ts';
import { findGaps, type Gap } from './infill/gaps.ts';
import { Inference } from './infill/inference.ts';
import { fillJointly } from './infill/joint.ts';
import { scorePhrases } from './infill/phrases.ts';
import { tailOf, withTail } from './infill/tail.ts';
import type { Taught } from './infill/taught.ts';
import { type Window, type WindowBudget, windowOf } from './infill/window.ts';
import type { Language } from './language.ts';
import { type Substituter, substitute } from './substitution/substitute.ts';
import type { Candidate, FillAnswer, FillOptions, FillRequest, GapAnswer, RowModel } from './types.ts';

/**
 * Most tokens of context, three sentences or so: few enough for the first answer to keep pace with typing. With 48 and
 * 32 the word was among the first five less often in documents of several paragraphs, with 96 and 64 more often
 * (resources/docs/measurements.md, “Answers”).
 */
export const contextBudget: WindowBudget = { before: 72, after: 48 };

/** Most tokens of context where a word is to be replaced: the model reads them twice. */
export const replacedBudget: WindowBudget = { before: 28, after: 20 };

/** Most tokens of one gap. */
const longestRun = 16;

/** No word is offered where the best one is less probable than this. */
const leastSure = 0.005;
/**
 * Where numbers in digits are more probable than this, only the writer's own words are offered: no model can guess the
 * number. Measured on the stand-in model: at least 0.68 in 24 office phrases with a number in digits, at most 0.16 at
 * 200 gaps of the suites.
 */
const numberBelongs = 0.5;
/** Words less probable than this are left out of the list. */
const leastOffered = 0.0005;

/** @throws CodedError `no-gap`, `text-too-long` */
export function gapsOf(text: string): Gap[] {
  const gaps = findGaps(text);
  if (gaps.length === 0) {
    throw new CodedError('no-gap', message('engine.no-gap'));
  }
  const long = gaps.find(({ masks }) => masks > longestRun);
  if (long) {
    throw new CodedError(
      'text-too-long',
      message('engine.too-many-masks', { masks: long.masks, most: longestRun }),
    );
  }
  return gaps;
}

/** Whether any token that the vocabulary contains is near the gap; without one nothing is offered. */
const hasContext = ({ before, after }: Window, unknown: number) =>
  [...before, ...after].some((slot) => 'id' in slot && slot.id !== unknown);

const toCandidate = ({ word, probability, inLexicon, source }: Candidate): Candidate => ({
  word,
  probability,
  ...(inLexicon === undefined ? {} : { inLexicon }),
  ...(source === undefined ? {} : { source }),
});

/** Answers requests with one version of a model. */
export interface Filler {
  /** @throws CodedError `no-gap`, `text-too-long`; AbortError between two runs of the model */
  fill(request: FillRequest, options?: FillerCall): Promise<FillAnswer>;
}

export interface FillerCall extends FillOptions {
  /** The writer's words and corrections that count; none by default. */
  readonly taught?: Taught;
  /** Runs this request's rows; by default the model that the filler was made with. */
  readonly model?: RowModel;
}

export interface FillerOptions extends Pick<GapFillerOptions, 'pause'> {
  /** The base model's; by default that of the model which the shipped weights were fitted on. */
  readonly ranking?: Ranking;
  /** The version's, on top of its base model's; default 1. */
  readonly temperature?: number;
  readonly model: RowModel;
  readonly language: Language;
}

/** Makes a model ready to answer requests; runs rows without context once. */
export async function createFiller({
  model,
  language,
  ranking: { sharpness, temperature: ofBase } = asShipped,
  temperature = 1,
  ...options
}: FillerOptions): Promise<Filler> {
  const { tokenizer } = language;
  const gapFiller = await createGapFiller(sharpened(model, sharpness), language, {
    ...options,
    temperature: temperature * ofBase,
  });

  function answerOf({ start, end }: Gap, window: Window, pass: Pass, top: number): GapAnswer {
    const { ranked, digits } = pass;
    const isSure = (ranked[0]?.probability ?? 0) >= leastSure;
    if (!isSure || !hasContext(window, tokenizer.special.unk)) return { start, end, candidates: [] };
    const offered = ranked
      .filter(({ source }) => digits <= numberBelongs || source !== undefined)
      .slice(0, top)
      .filter(({ probability }) => probability >= leastOffered);
    const shown = new Set(offered.map(({ word }) => word));
    const own = digits <= numberBelongs ? pass.own.filter((word) => !shown.has(word)) : [];
    return { start, end, candidates: offered.map(toCandidate), ...(own.length > 0 ? { own } : {}) };
  }

  const substituter: Substituter = { filler: gapFiller, tokenizer };

  /** Other words for the original at one of the gaps. */
  async function replace(
    gaps: readonly Gap[],
    index: number,
    { text, original, length, top }: FillRequest,
    inference: Inference,
  ): Promise<FillAnswer> {
    const gap = must(gaps[index], 'a gap');
    const window = windowOf(text, gaps, index, tokenizer.encode, replacedBudget);
    const task = {
      gap,
      window,
      others: (other: number) => new Array<number>(gaps[other]?.masks ?? 1).fill(tokenizer.special.mask),
      original: must(original, 'a word to replace').word,
      length: length?.start === gap.start ? length.characters : undefined,
    };
    const found = hasContext(window, tokenizer.special.unk)
      ? await substitute(substituter, inference, task)
      : [];
    const candidates = found.slice(0, top).map(toCandidate);
    return { gaps: [{ start: gap.start, end: gap.end, candidates }], rows: inference.rows };
  }

  return {
    async fill(request, { signal, onFirst, taught, ...call } = {}) {
      const { text, maxLength, length, original, top, tail = false, phrases = [] } = request;
      const gaps = gapsOf(text);
      const sharp = sharpened(call.model ?? model, sharpness);
      const replaced = gaps.findIndex(({ start, masks }) => start === original?.start && masks === 1);
      if (replaced >= 0) {
        const inference = new Inference(sharp, { signal, taught });
        return replace(gaps, replaced, request, inference);
      }
      const windows = gaps.map((_, i) => windowOf(text, gaps, i, tokenizer.encode, contextBudget));
      const behind = tail ? tailOf(tokenizer) : [];
      const inference = new Inference(sharp, { signal, taught });
      const answer = (passes: readonly Pass[]): FillAnswer => ({
        gaps: gaps.map((gap, i) =>
          answerOf(
            gap,
            must(windows[i], 'a window for each gap'),
            must(passes[i], 'a pass for each gap'),
            top,
          ),
        ),
        rows: inference.rows,
      });
      const passes = await fillJointly(gapFiller, inference, {
        gaps,
        windows,
        maxLength,
        lengthOf: (gap) => (gaps[gap]?.start === length?.start ? length?.characters : undefined),
        // Thresholds at a text's end were fitted without the document.
        documents: tail ? [] : gaps.map((gap) => new DocumentWords(text, gaps, gap, tokenizer.idOf)),
        mask: tokenizer.special.mask,
        tail: behind,
        onFirst: (first) => onFirst?.(answer(first)),
      });
      if (phrases.length === 0) return answer(passes);
      const last = withTail(must(windows.at(-1), 'a window for each gap'), behind);
      const scores = await scorePhrases(inference, tokenizer, last, phrases);
      return { ...answer(passes), phrases: scores };
    },
  };
}
