import type { Taught } from './infill/taught.ts';

/** What an engine asks of the memory of corrections, which learn/memory keeps. */

/** A remembered place and the word that belongs there. */
export interface MemoryEntry {
  readonly id: string;
  /** What `embed` gave for the place, float32 [H]. */
  readonly key: Float32Array;
  readonly word: string;
  /** How much it counts, 0–1. */
  readonly weight: number;
  /** Whether the word is the writer's own: given by a correction or the glossary, not a choice among offers. */
  readonly own?: boolean;
  /** Words that the writer refused there. */
  readonly refused?: readonly string[];
}

export interface MemoryChange {
  readonly add: readonly MemoryEntry[];
  /** Ids. */
  readonly remove: readonly string[];
}

/** The memory behind the answers of one base model. */
export interface RecallIndex {
  readonly recall: Taught['recall'];
  readonly own: Taught['own'];
  change(change: MemoryChange): void;
  /** Whether it is known what keys of that length of word look like at places of no interest. */
  isMeasured(length: number): boolean;
  /** Counts at once, and settles when it is stored. @param keys of places of no interest, float32 [H] each */
  measure(length: number, keys: readonly Float32Array[]): Promise<void>;
  /** Whether keys of places are known where none of the writer's words of that length belongs. */
  hasOthers(length: number): boolean;
  /**
   * Counts at once, and settles when it is stored; the length must be measured.
   * @param keys of such places, float32 [H] each, the same places in the same order for every length
   */
  putOthers(length: number, keys: readonly Float32Array[]): Promise<void>;
}
