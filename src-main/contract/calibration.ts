import { z } from 'zod';

/** What was measured of one base model: how its scores become probabilities. */

/**
 * p ∝ exp(score / temperature + shift), with a temperature and a shift for words of 1, 2, … characters; the last one
 * of each is carried on (temperature scaling, Guo et al., 2017).
 */
export const Tempering = z.object({
  temperatures: z.array(z.number().min(0.2).max(5)).min(1),
  /** Change the weights of the ranking that make lengths comparable, nats. */
  shifts: z.array(z.number().min(-2).max(2)).min(1),
});
export type Tempering = z.infer<typeof Tempering>;

const share = z.number().min(0).max(1);

/** How a model did on the gaps that it was calibrated on. */
export const CalibrationFigures = z.object({
  n: z.int().min(0),
  /** Share of gaps whose word came first, and among the first five. */
  top1: share,
  top5: share,
  /** Expected calibration error of the first word. */
  error: share,
});
export type CalibrationFigures = z.infer<typeof CalibrationFigures>;

/** First words at text ends that a level would show, and how many of them were right. */
const Shown = z.object({ n: z.int().min(0), right: z.int().min(0) });

/** The same at text ends, with the shipped thresholds. */
export const EndFigures = CalibrationFigures.extend({
  shown: z.object({ quiet: Shown, moderate: Shown, eager: Shown }),
});
export type EndFigures = z.infer<typeof EndFigures>;

/** How scores become probabilities, by what is asked for. */
export const Ranking = z.object({
  /** Divides the model's logits. */
  sharpness: z.number().min(0.1).max(10),
  /** A word of unknown length with text on both sides. */
  word: Tempering,
  /** The same at the end of a text. Not fitted: there the shipped curve follows, for logits of the shipped size. */
  end: Tempering,
  /** A single character. */
  one: Tempering,
  /** A word of two or more characters whose length is known. */
  more: Tempering,
});
export type Ranking = z.infer<typeof Ranking>;

export const Calibration = z.object({
  ranking: Ranking,
  measured: z.object({
    words: CalibrationFigures,
    characters: CalibrationFigures,
    ends: EndFigures,
  }),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type Calibration = z.infer<typeof Calibration>;

/** A gap on which base models are calibrated. */
export const CalibrationGap = z.object({
  /** Contains one `[MASK]`. */
  text: z.string(),
  answer: z.string(),
  /** A word with text on both sides, a single character wherever it is in its word, or a word at the text's end. */
  kind: z.enum(['word', 'character', 'end']),
});
export type CalibrationGap = z.infer<typeof CalibrationGap>;
