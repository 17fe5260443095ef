import type { Attempt, DownloadEvent, SourceName } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';

/** What the interface shows of one model's download. */
export interface Download {
  readonly phase:
    | 'asking'
    | 'downloading'
    | 'converting'
    | 'verifying'
    | 'measuring'
    | 'done'
    | 'failed'
    | 'cancelled';
  readonly source: SourceName | null;
  readonly file: string | null;
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
  /** Of what is measured on the model once, 0 to 1. */
  readonly measured: number;
  /** Sources that were asked so far, in order. */
  readonly attempts: readonly Attempt[];
  /** Why it failed. */
  readonly text: Message | null;
}

const blank: Download = {
  phase: 'asking',
  source: null,
  file: null,
  receivedBytes: 0,
  totalBytes: null,
  bytesPerSecond: 0,
  secondsLeft: null,
  measured: 0,
  attempts: [],
  text: null,
};

export const isRunning = (download: Download | undefined): boolean =>
  download !== undefined && !['done', 'failed', 'cancelled'].includes(download.phase);

/** Share of what the phase at hand has to do, 0 to 1; null where the total is unknown. */
export function shareOf(download: Download): number | null {
  if (download.phase === 'done') return 1;
  if (download.phase === 'measuring') return download.measured;
  if (download.phase !== 'downloading' || !download.totalBytes) return null;
  return Math.min(1, download.receivedBytes / download.totalBytes);
}

/** The download after one more event; an event after the end begins a new one. */
export function advance(before: Download | undefined, event: DownloadEvent): Download {
  const base = before && isRunning(before) ? before : blank;
  switch (event.phase) {
    case 'asking':
    case 'converting':
    case 'verifying':
      return { ...blank, attempts: base.attempts, phase: event.phase, source: event.source };
    case 'downloading': {
      const { source, file, receivedBytes, totalBytes, bytesPerSecond, secondsLeft } = event;
      const figures = { source, file, receivedBytes, totalBytes, bytesPerSecond, secondsLeft };
      return { ...base, ...figures, phase: 'downloading' };
    }
    case 'measuring':
      return {
        ...blank,
        attempts: base.attempts,
        phase: 'measuring',
        measured: event.done / Math.max(1, event.of),
      };
    case 'measured':
      return { ...blank, phase: 'done', attempts: base.attempts };
    case 'refused':
      return { ...base, attempts: [...base.attempts, event.attempt] };
    case 'done':
      return { ...blank, phase: 'done', source: event.source, attempts: event.attempts };
    case 'failed':
      return { ...blank, phase: 'failed', attempts: event.attempts, text: event.text };
    case 'cancelled':
      return { ...blank, phase: 'cancelled', attempts: base.attempts };
  }
}

/** Shown from the click until the shell's first event. */
export const begun: Download = blank;

/** The download after its call failed. @param text why; null where the writer gave it up */
export function ended(download: Download | undefined, text: Message | null): Download {
  // The download's own last event tells more than the call's error.
  if (download && !isRunning(download)) return download;
  const attempts = download?.attempts ?? [];
  return { ...blank, phase: text ? 'failed' : 'cancelled', attempts, text };
}
