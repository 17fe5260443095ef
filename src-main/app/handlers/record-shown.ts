import { reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import { storageFaultOf } from '../../base/storage-fault.ts';
import type { Candidate } from '../../contract/index.ts';
import { scrub } from '../../privacy/scrub.ts';
import type { WriteDb } from '../../store/db.ts';
import { recordSuggestion, type ShownSuggestion } from '../../store/suggestions.ts';

/** Characters scrubbed on each side of a gap: more than the store keeps, so that no number is cut before scrubbing. */
const scrubReach = 1000;

export interface Shown extends Omit<ShownSuggestion, 'context' | 'gapStart' | 'gapEnd' | 'offered'> {
  /** `start` and `end` of the gap in it are UTF-16 offsets, end exclusive. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Candidate[];
}

/** Records a suggestion without personal data. */
export function recordShown(db: WriteDb, { text, start, end, candidates, ...shown }: Shown): void {
  const from = Math.max(0, start - scrubReach);
  const scrubbed = scrub(text.slice(from, end + scrubReach));
  recordSuggestion(db, {
    ...shown,
    context: scrubbed.text,
    gapStart: scrubbed.mapOffset(start - from),
    gapEnd: scrubbed.mapOffset(end - from),
    offered: candidates.map(({ word, probability }) => ({ word: scrub(word).text, probability })),
  });
}

/**
 * Carries out a write without which the writer still gets words.
 * @returns false where the disk or the store does not take it
 */
export function isRecorded(log: Log, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!storageFaultOf(error)) throw error;
    log.warn(`a suggestion was not recorded: ${reasonOf(error)}`);
    return false;
  }
}
