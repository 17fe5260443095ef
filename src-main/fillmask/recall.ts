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
}

export interface MemoryChange {
  readonly add: readonly MemoryEntry[];
  /** Ids. */
  readonly remove: readonly string[];
}

/** The memory behind the answers of one base model. */
export interface RecallIndex {
  readonly recall: Taught['recall'];
  change(change: MemoryChange): void;
  /** Whether it is known what keys of that length of word look like at places of no interest. */
  isMeasured(length: number): boolean;
  /** Counts at once, and settles when it is stored. @param keys of places of no interest, float32 [H] each */
  measure(length: number, keys: readonly Float32Array[]): Promise<void>;
}
