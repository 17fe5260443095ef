import { z } from 'zod';
import { Candidate, InlineLevel } from './schemas.ts';

/** Ghosts: how the text may continue at the caret. */

/** Most UTF-16 units on each side of the caret. */
export const nextReach = { before: 60_000, after: 20_000 } as const;

export const NextInput = z.object({
  requestId: z.string().min(1).max(100),
  /** The text before the caret: paragraphs joined by line feeds, without gaps. */
  before: z.string().max(nextReach.before),
  /** The text after the caret. */
  after: z.string().max(nextReach.after),
  documentId: z.string().max(100).optional(),
  /** A newer request with the same key replaces an older one that has not run yet. */
  gapKey: z.string().max(100).optional(),
  /** The promised precision, which decides how probable a candidate must be. */
  level: InlineLevel,
  /** Most candidates. */
  top: z.int().min(1).max(9).optional(),
});
export type NextInput = z.infer<typeof NextInput>;

export const NextAnswer = z.object({
  requestId: z.string(),
  /**
   * Id of the record that feedback refers to; null if nothing is offered. `feedback.give` reports the answer:
   * `accepted` if the writer accepted the ghost or a part, `kept` if the writer typed it in full, else `dismissed`.
   */
  suggestionId: z.string().nullable(),
  milliseconds: z.number(),
  /** Best first, each with its origin; empty if none is probable enough. */
  candidates: z.array(Candidate),
  /** The model that was asked; null if none was. */
  modelId: z.string().nullable(),
  version: z.string().nullable(),
});
export type NextAnswer = z.infer<typeof NextAnswer>;

const Shown = z.object({
  shown: z.int(),
  /** Accepted in full or in part, or typed in full. */
  accepted: z.int(),
});

/** The ghosts shown to this writer, and the accepted ones, by level. */
export const OwnPrecision = z.object({ quiet: Shown, moderate: Shown, eager: Shown });
export type OwnPrecision = z.infer<typeof OwnPrecision>;
