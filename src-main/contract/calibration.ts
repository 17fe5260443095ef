import { z } from 'zod';

/** What was measured of one base model: how its scores become probabilities. */

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

/** How a base model's logits become probabilities. */
export const Ranking = z.object({
  /** Divides the model's logits. */
  sharpness: z.number().min(0.1).max(10),
  /** Divides the scores of words (temperature scaling, Guo et al., 2017). */
  temperature: z.number().min(0.2).max(5),
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
