import { z } from 'zod';
import { Candidate, InlineLevel } from './schemas.ts';

/** What a writer may go on with at the caret. */

/** UTF-16 units on each side of the caret that count. */
export const nextReach = { before: 60_000, after: 20_000 } as const;

export const NextInput = z.object({
  requestId: z.string().min(1).max(100),
  /** The end of what stands before the caret: paragraphs joined by line feeds, without gaps. */
  before: z.string().max(nextReach.before),
  /** The beginning of what stands after it. */
  after: z.string().max(nextReach.after),
  documentId: z.string().max(100).optional(),
  /** A newer request with the same key replaces an older one that has not run yet. */
  gapKey: z.string().max(100).optional(),
  /** How sure a candidate must be. */
  level: InlineLevel,
  /** Most candidates. */
  top: z.int().min(1).max(9).optional(),
});
export type NextInput = z.infer<typeof NextInput>;

export const NextAnswer = z.object({
  requestId: z.string(),
  /**
   * Names the record that feedback refers to; null where nothing is offered. `feedback.give` tells what became of it:
   * `accepted` where the writer took it or a part, `kept` where it was typed to its end, `dismissed` otherwise.
   */
  suggestionId: z.string().nullable(),
  milliseconds: z.number(),
  /** Best first, each with its origin; none where nothing is sure enough. */
  candidates: z.array(Candidate),
  /** The model that was asked; null where none was. */
  modelId: z.string().nullable(),
  version: z.string().nullable(),
});
export type NextAnswer = z.infer<typeof NextAnswer>;

const Shown = z.object({
  shown: z.int(),
  /** Taken, as a whole or in part, or typed to the end. */
  accepted: z.int(),
});

/** What became of what was offered to this writer, by level. */
export const OwnPrecision = z.object({ quiet: Shown, moderate: Shown, eager: Shown });
export type OwnPrecision = z.infer<typeof OwnPrecision>;
